// The thread in which calls are performed, so that a server that floods us never slows the language server.
import { parentPort } from "node:worker_threads";
import { createCallSessions } from "../calling/callSessions.ts";
import { warmChannels } from "../calling/channel.ts";
import { typesFor } from "../calling/decodeBytes.ts";
import { decodedText } from "../calling/decodedText.ts";
import { describeServer, watchDescribed } from "../calling/describeServer.ts";
import { type ExampleServerRun, startExampleServer } from "../calling/exampleServer.ts";
import { readSchema } from "../calling/schema.ts";
import type { FromWorker, ToWorker, WorkerAnswer, WorkerQuestion } from "../calling/workerMessages.ts";

const port = parentPort;
if (port === null) throw new Error("callWorker runs as a worker thread only");

// Node warns on stderr of an IP address as a TLS name; the editor would show it as if something were wrong.
process.noDeprecation = true;

const say = (message: FromWorker) => port.postMessage(message);
const sessions = createCallSessions(event => say({ kind: "event", event }));
const reflectionChannels = warmChannels();
const watches = new Map<number, () => void>();
let example: Promise<ExampleServerRun> | undefined;

const schemaOf = (base64: string) => readSchema(Buffer.from(base64, "base64"));

async function answer(question: WorkerQuestion): Promise<WorkerAnswer> {
  switch (question.kind) {
    case "start":
      return { kind: "start", start: sessions.start(question.call, question.request) };
    case "send":
      return { kind: "send", send: sessions.send(question.call, question.text) };
    case "messages":
      return {
        kind: "messages",
        page: sessions.messages(question.call, question.from, question.count, question.direction),
      };
    case "lines":
      return { kind: "lines", page: sessions.lines(question.call, question.from) };
    case "messageBody":
      return { kind: "messageBody", json: sessions.messageBody(question.call, question.index) };
    case "messageBytes":
      return { kind: "messageBytes", read: sessions.messageBytes(question.call, question.index, question.from) };
    case "describeServer":
      return { kind: "describeServer", told: await describeServer(question.asked, reflectionChannels) };
    case "decode": {
      const { schema, bytes, type } = question;
      return { kind: "decode", text: decodedText(Buffer.from(bytes, "base64"), schemaOf(schema), type) };
    }
    case "fittingTypes":
      return {
        kind: "fittingTypes",
        types: typesFor(Buffer.from(question.bytes, "base64"), schemaOf(question.schema)),
      };
    case "startExampleServer": {
      // One that is starting counts: two clicks make one server.
      const starting = example ?? startExampleServer(question.start);
      example = starting;
      try {
        const { address, folder } = await starting;
        return { kind: "startExampleServer", server: { address, folder } };
      } catch (error) {
        if (example === starting) example = undefined;
        throw error;
      }
    }
    case "stopExampleServer": {
      const asked = example;
      example = undefined;
      // One that fails to start tells the one who started it.
      const running = await asked?.catch(() => undefined);
      await running?.stop();
      return { kind: "stopExampleServer", stopped: running !== undefined };
    }
  }
}

port.on("message", (message: ToWorker) => {
  switch (message.kind) {
    case "cancel":
      return sessions.cancel(message.call);
    case "halfClose":
      return sessions.halfClose(message.call);
    case "close":
      return sessions.close(message.call);
    case "watchServer": {
      const { watch, asked } = message;
      watches.set(
        watch,
        watchDescribed(asked, reflectionChannels, told => say({ kind: "server", watch, told })),
      );
      return;
    }
    case "unwatchServer":
      watches.get(message.watch)?.();
      watches.delete(message.watch);
      return;
    case "ask":
      answer(message.question).then(
        given => say({ kind: "answer", id: message.id, answer: given }),
        (error: unknown) =>
          say({ kind: "failed", id: message.id, message: error instanceof Error ? error.message : String(error) }),
      );
  }
});
