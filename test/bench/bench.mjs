// `npm run bench`: ours beside protoc and buf, in one run on this machine. Read the ratios; the times are this machine's.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { benchCompile } from "./compile.mjs";
import { benchEdits } from "./edit.mjs";

const repository = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

await benchEdits(repository, 200);
await benchCompile(repository, 1);
