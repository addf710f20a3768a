// `dist/server.js` and the files of its threads: each runs the code of its name beside it, as it was compiled the last time.
import { setFlagsFromString } from "node:v8";
import { systemCacheFolder } from "../node/cacheFolder.ts";
import { runKept } from "../node/keptCode.ts";
import { version } from "./version.ts";

// Requests wait for the collector, which copies what has been made since last time: better a little, often.
setFlagsFromString("--semi-space-growth-factor=1");
// Else what ran only at the start would be thrown away before it is kept.
setFlagsFromString("--no-flush-bytecode");
const { NODE_DISABLE_COMPILE_CACHE: off, ...environment } = process.env;
const folder = off ? undefined : systemCacheFolder(environment);
runKept(__filename.replace(/\.js$/, "Code.js"), require, { folder, version });
