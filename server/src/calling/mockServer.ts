// A server that answers every method of a schema: from scripts, else with what it makes up. The schema and the scripts
// may change while it runs; calls that have begun go on with those they began with.
import { Server, ServerCredentials, type ServerDuplexStream } from "@grpc/grpc-js";
import type { MockAddress, MockCall, MockFile, MockOptions, MockScriptProblem } from "../protocol/mock.ts";
import { quietTransport } from "./channel.ts";
import { serveMockCall } from "./mockCall.ts";
import { addMockHealth } from "./mockHealth.ts";
import { mockSchema } from "./mockSchema.ts";
import { mockScripts, type ScriptText } from "./mockScripts.ts";
import { mockSockets } from "./mockSockets.ts";
import { addReflection } from "./reflectionService.ts";

export interface MockServer {
  readonly address: MockAddress;
  /** `files` take the place of those with the same id; those of `gone` are served no longer. */
  readonly update: (files: readonly MockFile[], gone: readonly string[]) => void;
  /** All scripts as they are now, those that go first before others. */
  readonly setScripts: (scripts: readonly ScriptText[]) => void;
  /** Of the scripts with the present schema. */
  readonly problems: () => readonly MockScriptProblem[];
  /** Folders in which scripts may stand, and how much is served. */
  readonly folders: () => readonly string[];
  readonly services: () => readonly string[];
  /** Ends it at once, and the calls that run. */
  readonly stop: () => Promise<void>;
}

/** Starts it with nothing to serve. Rejects with words for the user where it cannot listen. */
export async function startMockServer(options: MockOptions, onCall: (call: MockCall) => void): Promise<MockServer> {
  quietTransport();
  const schema = mockSchema();
  const scripts = mockScripts();
  // What a client sends is its own affair.
  const server = new Server({ "grpc.max_receive_message_length": -1 });
  const connections = server.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = await mockSockets(options, socket => connections.injectConnection(socket));
  const health = addMockHealth(server, name => schema.services().includes(name));
  let registered: ReadonlySet<string> = new Set();
  let calls = 0;

  function serve(name: string, stream: ServerDuplexStream<Buffer, Buffer>): void {
    calls += 1;
    void serveMockCall(stream, {
      number: calls,
      name,
      loaded: schema.load(name),
      rules: scripts.rules(name),
      options,
      drop: () => sockets.drop(stream.getPeer()),
    }).then(onCall);
  }

  /** On the wire a call looks the same whatever streams, so one kind of method serves them all. */
  function register(name: string): void {
    const bytes = (given: Buffer) => given;
    server.register(
      `/${name}`,
      (stream: ServerDuplexStream<Buffer, Buffer>) => serve(name, stream),
      bytes,
      bytes,
      "bidi",
    );
  }

  // The tables of reflection are not made with each keystroke, but when someone asks.
  addReflection(server, schema.descriptors, [health]);
  return {
    address: sockets.address,
    update: (files, gone) => {
      schema.update(files, gone);
      const names = new Set(schema.names());
      for (const name of registered) if (!names.has(name)) server.unregister(`/${name}`);
      for (const name of names) if (!registered.has(name)) register(name);
      registered = names;
      scripts.read(schema);
    },
    setScripts: texts => {
      scripts.set(texts);
      scripts.read(schema);
    },
    problems: scripts.problems,
    folders: schema.folders,
    services: schema.services,
    stop: async () => {
      server.forceShutdown();
      await sockets.close();
    },
  };
}
