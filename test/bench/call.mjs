// Calls through the thread that performs them, as the language server asks for them, beside grpc-js itself in this thread:
// the same server, by turns, each over a warm connection.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { median, percentile, table } from "./measured.mjs";

const proto = `syntax = "proto3";
package bench.v1;
message Item { string text = 1; int64 number = 2; }
service Bench {
  rpc Unary(Item) returns (Item);
  rpc Flood(Item) returns (stream Item);
}
`;

export const callMeasured =
  "From the request to the status of the answer, over a warm connection on loopback, the server in a thread of its own. Ours goes through the " +
  "call worker with all that it does: JSON to bytes, the wire tap, events, the transcript.";

/** `unary` calls by turns, and a stream of `flood` messages. */
export async function call(repository, work, { unary, flood }) {
  const folder = path.join(work, "call");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "bench.proto"), proto);
  const set = path.join(folder, "bench.binpb");
  execFileSync(process.execPath, [path.join(repository, "dist/cli.js"), "build", "bench.proto", "-o", set], {
    cwd: folder,
  });
  const schema = readFileSync(set).toString("base64");
  const grpcPath = createRequire(path.join(repository, "package.json")).resolve("@grpc/grpc-js");
  const server = new Worker(serverProgram, { eval: true, workerData: { grpcPath } });
  const address = await new Promise((resolve, reject) => server.once("message", resolve).once("error", reject));
  const worker = new Worker(path.join(repository, "dist/callWorker.js"));
  try {
    const ours = callThrough(worker, address, schema);
    const bare = bareCalls(createRequire(import.meta.url)(grpcPath), address);
    const times = { ours: [], bare: [] };
    // What is only slow the first times is left out.
    for (let i = 0; i < unary + 50; i += 1) {
      const bareMs = await timed(() => bare.unary());
      const oursMs = await timed(() => ours("Unary", { text: "hello" }));
      if (i < 50) continue;
      times.bare.push(bareMs);
      times.ours.push(oursMs);
    }
    const bareFloodMs = await timed(() => bare.flood(flood));
    const oursFloodMs = await timed(() => ours("Flood", { number: `${flood}` }, flood));
    bare.close();
    return table(
      ["", "Protodial", "p95", "grpc-js", "p95", "Protodial : grpc-js", "aim"],
      [
        [
          "unary",
          ms(median(times.ours)),
          ms(percentile(times.ours, 95)),
          ms(median(times.bare)),
          ms(percentile(times.bare, 95)),
          (median(times.ours) / median(times.bare)).toFixed(2),
          "≤ 1.3",
        ],
        [
          `server stream of ${flood.toLocaleString("en")} small messages`,
          perSecond(flood, oursFloodMs),
          "",
          perSecond(flood, bareFloodMs),
          "",
          (oursFloodMs / bareFloodMs).toFixed(2),
          "≥ 20,000/s",
        ],
      ],
    );
  } finally {
    await worker.terminate();
    await server.terminate();
  }
}

async function timed(run) {
  const startedAtMs = performance.now();
  await run();
  return performance.now() - startedAtMs;
}

function callThrough(worker, address, schema) {
  let count = 0;
  return (method, message, expected = 1) =>
    new Promise((resolve, reject) => {
      count += 1;
      const name = `call-${count}`;
      const hear = said => {
        if (said.kind === "failed") reject(new Error(said.message));
        if (said.kind === "answer" && said.answer.start?.kind === "refused")
          reject(new Error(said.answer.start.reason));
        if (said.kind !== "event" || said.event.call !== name || said.event.phase !== "done") return;
        worker.off("message", hear);
        worker.postMessage({ kind: "close", call: name });
        const { status, received } = said.event;
        if (status.number === 0 && received === expected) resolve();
        else reject(new Error(`${status.name}: ${status.message}, ${received} messages`));
      };
      worker.on("message", hear);
      const request = {
        target: { address, tls: undefined },
        schema,
        service: "bench.v1.Bench",
        method,
        messages: [JSON.stringify(message)],
        metadata: [],
        deadlineMs: 120_000,
      };
      worker.postMessage({ kind: "ask", id: count, question: { kind: "start", call: name, request } });
    });
}

function bareCalls(grpc, address) {
  const asIs = bytes => bytes;
  const client = new grpc.Client(address, grpc.credentials.createInsecure());
  const number = count => {
    const bytes = [16];
    let rest = count;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    return Buffer.from([...bytes, rest]);
  };
  return {
    unary: () =>
      new Promise((resolve, reject) =>
        client.makeUnaryRequest("/bench.v1.Bench/Unary", asIs, asIs, Buffer.from("\n\x05hello"), error =>
          error ? reject(error) : resolve(),
        ),
      ),
    flood: count =>
      new Promise((resolve, reject) => {
        const stream = client.makeServerStreamRequest("/bench.v1.Bench/Flood", asIs, asIs, number(count));
        stream
          .on("data", () => undefined)
          .on("error", reject)
          .on("end", resolve);
      }),
    close: () => client.close(),
  };
}

function ms(value) {
  return `${value.toFixed(2)} ms`;
}

function perSecond(count, totalMs) {
  return `${Math.round((count * 1000) / totalMs).toLocaleString("en")}/s`;
}

const serverProgram = `
const { parentPort, workerData } = require("node:worker_threads");
const grpc = require(workerData.grpcPath);
const asIs = bytes => bytes;
const method = (name, responseStream) => ({
  path: "/bench.v1.Bench/" + name, requestStream: false, responseStream,
  requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs, responseDeserialize: asIs,
});
const server = new grpc.Server();
server.addService({ Unary: method("Unary", false), Flood: method("Flood", true) }, {
  Unary: (call, done) => done(null, call.request),
  Flood: async call => {
    let count = 0;
    for (let at = 1, shift = 1; at < call.request.length; at += 1, shift *= 128) count += (call.request[at] & 127) * shift;
    for (let sent = 0; sent < count; sent += 1)
      if (!call.write(call.request)) await new Promise(resolve => call.once("drain", resolve));
    call.end();
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  parentPort.postMessage("127.0.0.1:" + port);
});
`;
