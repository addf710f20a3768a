// `dist/serverCode.js`: the language server as its own process.
import { serveNode } from "./node.ts";

serveNode();
