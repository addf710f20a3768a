import { once } from "node:events";
import { readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { echoProto } from "../calling/support/schema.ts";
import { languageClient } from "../support/languageClient.ts";
import { tempFolder } from "../support/tempFolder.ts";

const asIs = (bytes: Buffer) => bytes;
const messageSize = 1024;
/** As much of a transcript as is kept in memory. */
const memoryBytes = 32 * 1024 * 1024;
/** `Item { text: "xxx…" }` of a kilobyte. */
const message = Buffer.concat([Buffer.from([0x0a, 0xfd, 0x07]), Buffer.alloc(messageSize - 3, "x")]);

interface Flood {
  readonly port: number;
  /** How many messages have been written. */
  readonly written: () => number;
}

/** `test.v1.Echo/Both` sends messages as fast as they are taken, until the client half-closes. */
async function floodServer(): Promise<Flood> {
  let written = 0;
  const server = new Server();
  const both = async (call: ServerDuplexStream<Buffer, Buffer>) => {
    let open = true;
    call.on("data", () => undefined);
    call.on("end", () => {
      open = false;
    });
    while (open && !call.cancelled) {
      written += 1;
      if (!call.write(message)) await once(call, "drain");
    }
    call.end();
  };
  server.addService(
    {
      Both: {
        path: "/test.v1.Echo/Both",
        requestStream: true,
        responseStream: true,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    },
    { Both: (call: ServerDuplexStream<Buffer, Buffer>) => void both(call) },
  );
  onTestFinished(() => server.forceShutdown());
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { port, written: () => written };
}

it("a flood of 100,000 messages and 100 MB loses none, while the editor is answered as ever", {
  timeout: 180_000,
}, async () => {
  const flood = await floodServer();
  const folder = tempFolder(echoProto);
  const client = await languageClient(folder);
  const edited = pathToFileURL(join(folder, "edited.proto")).href;
  const text = (wrong: number) => `syntax = "proto3";\nmessage A { Missing${wrong} field = 1; }\n`;
  await client.open(edited, "proto", text(0));
  const uri = "untitled:Flood.grpc";
  await client.open(uri, "grpc-request", `# @deadline 10m\nGRPC 127.0.0.1:${flood.port}/test.v1.Echo/Both\n`);
  const started = await client.request("protodial/call", { uri, line: 1, staysOpen: true });
  if (started.kind === "refused") throw new Error(started.reason);
  const { call } = started;

  // The flood goes on until all keystrokes are answered: each has its diagnostics while it comes.
  let strokes = 0;
  const last = () => client.events.filter(one => one.call === call).at(-1);
  while (strokes < 20 || (last()?.received ?? 0) < 100_000) {
    strokes += 1;
    await client.change(edited, text(strokes));
    await client.diagnostics(edited, found =>
      found.some(one => JSON.stringify(one.message).includes(`Missing${strokes}\``)),
    );
    expect(last()?.phase).not.toBe("done");
  }
  const pages = await client.request("protodial/callMessages", { call, from: 50_000, count: 3, direction: "received" });
  expect(pages.rows.map(row => [row.index, row.size])).toEqual([50_000, 50_001, 50_002].map(i => [i, messageSize]));
  const spilled = spilledBytes(client.pid) ?? [100 * 1000 * messageSize];
  expect(spilled).toHaveLength(1);
  // What memory holds has a bound; the others lie in the file.
  expect(spilled[0]).toBeGreaterThan(100_000 * messageSize - memoryBytes);

  await client.request("protodial/halfCloseCall", { call });
  const done = await client.event(call, event => event.phase === "done");
  expect(done).toMatchObject({ status: { name: "OK" }, received: flood.written() });
  await client.request("protodial/closeCall", { call });
  const closed = await client.request("protodial/callMessages", { call, from: 0, count: 1 });
  expect(closed).toMatchObject({ rows: [], total: 0 });
  expect(spilledBytes(client.pid) ?? []).toEqual([]);
});

/** The sizes of the open files that hold a transcript; undefined where the system does not tell. */
function spilledBytes(pid: number): number[] | undefined {
  if (process.platform !== "linux") return undefined;
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap(fd => {
    try {
      const isSpill = /protodial-[^/]*\/messages/.test(readlinkSync(join(folder, fd)));
      return isSpill ? [statSync(join(folder, fd)).size] : [];
    } catch (error) {
      // Closed since the folder was read.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  });
}
