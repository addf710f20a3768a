// One edit after another in an open file, from didChange to the diagnostics that answer it, over real stdio: our language
// server and buf's, in turns, on the same folder.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { bufBinary } from "./compile.mjs";
import { median, table, usageOf } from "./measured.mjs";

/** Prints a table: a duplicate number in the example's file is made and mended `edits` times. */
export async function benchEdits(repository, edits) {
  const folder = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  try {
    cpSync(path.join(repository, "examples/directories/directories"), path.join(folder, "directories"), {
      recursive: true,
    });
    writeFileSync(path.join(folder, "buf.yaml"), "version: v2\n");
    const file = path.join(folder, "directories/v1/directories.proto");
    const servers = [
      ["Protodial", process.execPath, [path.join(repository, "dist/server.js"), "--stdio"]],
      ["buf", bufBinary(repository), ["lsp", "serve"]],
    ].filter(([, command]) => existsSync(command));
    console.log(`\n## Edit a file of ${readFileSync(file).length} bytes, ${edits} times\n`);
    const rows = [];
    for (const [name, command, args] of servers)
      rows.push([name, ...(await session(command, args, folder, file, edits))]);
    console.log(
      table(
        [
          "",
          "start → initialized ms",
          "open → diagnostics ms",
          "edit → diagnostics ms (median, p95)",
          "CPU ms an edit",
          "peak MB",
        ],
        rows,
      ),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function session(command, args, folder, file, edits) {
  const startedAtMs = performance.now();
  const server = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  let heard = () => {};
  connection.onNotification("textDocument/publishDiagnostics", told => heard(told));
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const uri = pathToFileURL(file).href;
  const rootUri = pathToFileURL(folder).href;
  const workspaceFolders = [{ uri: rootUri, name: "bench" }];
  await connection.sendRequest("initialize", { processId: process.pid, rootUri, workspaceFolders, capabilities: {} });
  const initializedMs = performance.now() - startedAtMs;
  await connection.sendNotification("initialized", {});

  const good = readFileSync(file, "utf8");
  const bad = good.replace("bool is_directory = 2;", "bool is_directory = 1;");
  const errors = told => told.diagnostics.filter(one => one.severity === 1).length;
  const until = wanted =>
    new Promise(resolve => {
      heard = told => {
        if (decodeURIComponent(told.uri) === decodeURIComponent(uri) && wanted(errors(told))) resolve();
      };
    });
  const openedAtMs = performance.now();
  const opened = until(() => true);
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "proto", version: 1, text: good },
  });
  await opened;
  const openMs = performance.now() - openedAtMs;

  const before = usageOf(server.pid);
  const times = [];
  for (let edit = 0; edit < edits; edit++) {
    const breaks = edit % 2 === 0;
    const answered = until(count => (breaks ? count > 0 : count === 0));
    const changedAtMs = performance.now();
    const contentChanges = [{ text: breaks ? bad : good }];
    await connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: edit + 2 },
      contentChanges,
    });
    await answered;
    times.push(performance.now() - changedAtMs);
  }
  const after = usageOf(server.pid);
  connection.dispose();
  server.kill();
  const sorted = times.sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)];
  const cpuMs = ((after.cpuSeconds - before.cpuSeconds) * 1000) / edits;
  return [
    initializedMs.toFixed(0),
    openMs.toFixed(0),
    `${median(times).toFixed(1)}, ${p95.toFixed(1)}`,
    cpuMs.toFixed(1),
    after.peakMegabytes.toFixed(0),
  ];
}
