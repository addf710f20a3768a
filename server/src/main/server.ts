// `dist/server.js`: the language server as its own process.
import { serveNode } from "./node.ts";

void serveNode();
