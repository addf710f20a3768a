// `dist/serverCode.js`: the language server.
import { serveNode } from "./node.ts";

serveNode();
