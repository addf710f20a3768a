// The worst that a hover waits while the server has something else to do.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { documentOf, duplicateNumber } from "./document.mjs";
import { row } from "./figures.mjs";
import { openedFiles, protoFiles } from "./folders.mjs";
import { startServer } from "./languageServer.mjs";

export const busyMeasured =
  "A hover in a file of 1.4 KB is asked, and again 5 ms after each answer, from the moment at which something else begins " +
  "until it is over: the longest of all. Each server runs alone. The message that opens the file of 4 MB comes before the " +
  "hover through the same pipe; bare Node is a script that does no more than parse the JSON of that message and then answers.";

/** Something else that goes on: what it is, whether the server is at rest before, and what is over when it is. */
const disturbances = [
  { what: "the folder is indexed", rests: false, begin: indexing },
  { what: "a file of 4 MB is opened", rests: true, begin: openingHuge },
  { what: "a file of 110 KB is edited", rests: true, begin: editing },
  { what: "1,000 files change on disk", rests: true, begin: changingOnDisk },
];

/** Asks for hovers in the large folder during each disturbance; each server is started anew for each. */
export async function busy(servers, folder) {
  const rows = [];
  for (const disturbance of disturbances) {
    const waited = {};
    for (const [side, program] of Object.entries(servers))
      waited[side] = await hoversDuring(program, folder, disturbance);
    rows.push(row(`hover while ${disturbance.what}: worst`, { ...waited, aim: "≤ 20 ms" }));
  }
  rows.push(row("bare Node: an answer behind the message of 4 MB", { ours: await bareNode(folder) }));
  return rows;
}

async function bareNode(folder) {
  const text = readFileSync(path.join(folder, openedFiles.large), "utf8");
  const script = `
    let left = Number(process.argv[1]);
    const chunks = [];
    process.stdin.on("data", chunk => {
      chunks.push(chunk);
      left -= chunk.length;
      if (left === 0) process.stdout.write(JSON.parse(Buffer.concat(chunks).toString()) ? "!" : "");
    });
    process.stdout.write("?");`;
  const waited = [];
  for (let round = 0; round < 5; round++) {
    const message = JSON.stringify({ params: { textDocument: { text } } });
    const args = ["-e", script, String(Buffer.byteLength(message))];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] });
    await once(child.stdout, "data");
    child.stdin.write(message);
    const askedAtMs = performance.now();
    await once(child.stdout, "data");
    waited.push(performance.now() - askedAtMs);
    child.kill();
    await once(child, "exit");
  }
  return waited;
}

async function hoversDuring(program, folder, { rests, begin }) {
  const server = await startServer(program, folder);
  const document = documentOf(server, folder, openedFiles.small);
  const params = { textDocument: { uri: document.uri }, position: document.positionOf(/double(?= latitude)/) };
  if (rests) {
    await document.open();
    await server.quiet();
  } else {
    void document.open();
  }
  let going = true;
  const over = begin(server, folder).finally(() => {
    going = false;
  });
  const waited = [];
  while (going) {
    waited.push((await server.request("textDocument/hover", params))?.ms);
    if (waited.includes(undefined)) break;
    await sleep(5);
  }
  await over;
  await server.stop();
  return [waited.includes(undefined) ? undefined : Math.max(...waited)];
}

async function indexing(server) {
  await server.request("workspace/symbol", { query: "Topic" });
}

async function openingHuge(server, folder) {
  await documentOf(server, folder, openedFiles.large).open();
}

async function editing(server, folder) {
  const document = documentOf(server, folder, openedFiles.medium);
  const { breaks, mends } = duplicateNumber(document.text);
  await document.open();
  for (let pair = 0; pair < 2; pair++) {
    await document.edit(breaks, errors => errors > 0);
    await document.edit(mends, errors => errors === 0);
  }
}

async function changingOnDisk(server, folder) {
  const changed = protoFiles(folder).slice(0, 1000);
  const changes = changed.map(file => ({ uri: pathToFileURL(`${folder}/${file}`).href, type: 2 }));
  server.notify("workspace/didChangeWatchedFiles", { changes });
  await server.request("workspace/symbol", { query: "Topic" });
}
