// What every driver plays, and what must be seen: shared by the scenarios in the browser and by the suite that runs
// inside the extension host. CommonJS, because the oldest extension host loads nothing else.
const protoFile = "directories/v1/directories.proto";

/** Where a second field of number 1 goes: below the first field of MakeDirectoryRequest. Lines count from 1. */
function duplicateNumber(text) {
  const lines = text.split("\n");
  const opening = lines.findIndex(line => /^message MakeDirectoryRequest\b/.test(line));
  const closing = lines.findIndex((line, index) => index > opening && line.startsWith("}"));
  const first = lines.findIndex((line, index) => index > opening && /^\s+string path = 1;/.test(line));
  if (opening < 0 || first < 0 || first > closing)
    throw new Error(`MakeDirectoryRequest has no \`string path = 1;\`:\n${text}`);
  const used = lines.slice(opening, closing).flatMap(line => [...(/= (\d+)\b/.exec(line) ?? [])].slice(1).map(Number));
  const free = Math.max(...used) + 1;
  return {
    belowLine: first + 1,
    wrongLine: "  string label = 1;",
    rightLine: `  string label = ${free};`,
    message: "field number 1 is already used by `path`",
    fixTitle: new RegExp(`\\b${free}\\b`),
    free,
  };
}

/** The text with `line` put in below line number `belowLine`. */
function withLine(text, belowLine, line) {
  const lines = text.split("\n");
  lines.splice(belowLine, 0, line);
  return lines.join("\n");
}

/** The 1-based line of the first line that fits. */
function lineOf(lines, pattern) {
  const index = lines.findIndex(line => pattern.test(line));
  if (index < 0) throw new Error(`no line fits ${pattern} in:\n${lines.join("\n")}`);
  return index + 1;
}

const calls = {
  lens: "▶ Call",
  make: "rpc MakeDirectory",
  list: "rpc ListDirectory",
};

/** Where the example server listens. */
const examplePort = 50051;

const commands = {
  startExampleServer: "Protodial: Start Example Server",
  stopExampleServer: "Protodial: Stop Example Server",
  generateStubs: "Protodial: Generate Stubs…",
  showOutput: "Protodial: Show Output",
};

/** As the manifest declares them: wording in the palette may differ from one VS Code to the next, ids do not. */
const commandIds = {
  startExampleServer: "protodial.startExampleServer",
  stopExampleServer: "protodial.stopExampleServer",
  generateStubs: "protodial.generateStubs",
  send: "protodial.sendRequest",
};

/** The target's title in the list. */
const python = /^\s*Python/;

const pythonStubs = [
  { name: "directories_pb2.py", holds: /DESCRIPTOR/ },
  { name: "directories_pb2.pyi", holds: /class MakeDirectoryRequest/ },
  { name: "directories_pb2_grpc.py", holds: /class DirectoriesServicer/ },
];

module.exports = {
  examplePort,
  protoFile,
  duplicateNumber,
  withLine,
  lineOf,
  calls,
  commands,
  commandIds,
  python,
  pythonStubs,
};
