// A file as an editor has it open: its text, its version, and edits as ranges or as whole texts, as the server takes them.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Reads a file of a folder, to be opened in `server`. */
export function documentOf(server, folder, name) {
  const file = path.join(folder, name);
  return new OpenDocument(server, pathToFileURL(file).href, readFileSync(file, "utf8"));
}

class OpenDocument {
  #server;
  version = 1;

  constructor(server, uri, text) {
    this.#server = server;
    this.uri = uri;
    this.text = text;
  }

  /** Opens it; milliseconds to its first diagnostics. */
  open() {
    const textDocument = { uri: this.uri, languageId: "proto", version: 1, text: this.text };
    const send = () => this.#server.notify("textDocument/didOpen", { textDocument });
    return this.#server.diagnostics(this, send, () => true);
  }

  close() {
    this.#server.notify("textDocument/didClose", { textDocument: { uri: this.uri } });
  }

  /** Puts `text` in the place of `start` to `end`; milliseconds to diagnostics for which `wanted(errors)` holds. */
  edit({ start, end, text }, wanted) {
    const send = this.prepareEdit({ start, end, text });
    return this.#server.diagnostics(this, send, wanted);
  }

  /** Takes the edit into the text and gives the function that tells the server: nothing is worked out on its time. */
  prepareEdit({ start, end, text }) {
    const range = { start: this.position(start), end: this.position(end) };
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.version++;
    const change = this.#server.takesRanges ? { range, text } : { text: this.text };
    const textDocument = { uri: this.uri, version: this.version };
    return () => this.#server.notify("textDocument/didChange", { textDocument, contentChanges: [change] });
  }

  position(offset) {
    const before = this.text.slice(0, offset);
    const lineStart = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length - 1, character: offset - lineStart };
  }

  /** The position of the last letter of what `pattern` finds first. */
  positionOf(pattern) {
    const found = pattern.exec(this.text);
    if (found === null) throw new Error(`${this.uri} has no ${pattern}`);
    return this.position(found.index + found[0].length - 1);
  }
}

const field = String.raw`(?:optional |repeated )?[\w.]+ \w+ = `;
const comments = String.raw`(?:\s*//.*\n|\s*\n)*`;
const twoFields = new RegExp(String.raw`^( +)${field}(\d+);\n${comments}\1${field}(\d+)`, "dgm");

/**
 * Two edits of the neighbouring fields nearest to the middle of a text: `breaks` gives the second the number of the first,
 * `mends` takes that back. `before`: the offset of the line before which another field can stand.
 */
export function duplicateNumber(text) {
  const distance = found => Math.abs(found.index - text.length / 2);
  const [found] = [...text.matchAll(twoFields)].sort((a, b) => distance(a) - distance(b));
  if (found === undefined) throw new Error("no two fields, one after the other");
  const [, , taken, free] = found;
  const [start, end] = found.indices[3];
  return {
    breaks: { start, end, text: taken },
    mends: { start, end: start + taken.length, text: free },
    before: found.index,
  };
}
