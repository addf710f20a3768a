// `dist/reflectWorker.js`: the thread that asks a server for its schema, again and again until it is ended.
import { parentPort, workerData } from "node:worker_threads";
import { warmChannels } from "../calling/channel.ts";
import { watchServer } from "../calling/watchServer.ts";

// Node warns on stderr of an IP address as a TLS name; the editor would show it as if something were wrong.
process.noDeprecation = true;

const address: string = workerData;
watchServer(address, warmChannels(), told => parentPort?.postMessage(told));
