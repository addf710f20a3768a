// Requests about an open file of the large folder, from the question to the last byte of the answer.
import { documentOf, duplicateNumber } from "./document.mjs";
import { row, shown } from "./figures.mjs";
import { openedFiles } from "./folders.mjs";
import { cpuMsBetween } from "./measured.mjs";
import { eachSide, withServers } from "./running.mjs";

export const askMeasured =
  "From the question to the last byte of the answer, at rest, the same question ten times; in brackets what was found, CPU for one. " +
  "The file of 110 KB is open, and the index of the folder complete; the completion is asked in a line that was just typed.";

const definitionAt = /(?<=\n {2})google\.protobuf\.Timestamp/;
const optionAt = /(?<=option \()google\.api\.http/;

/** Asks each question of one server `times` times, then of the other. */
export async function ask(servers, folder, times) {
  return withServers(servers, folder, async running => {
    const open = await opened(running, folder, openedFiles.medium);
    const at = (side, pattern) => ({
      textDocument: { uri: open[side].uri },
      position: open[side].positionOf(pattern),
    });
    const question = (what, method, params, count, aim) => askRow(running, times, { what, method, params, count, aim });
    const references = (pattern, side) => ({ ...at(side, pattern), context: { includeDeclaration: true } });
    const rows = [
      await question("hover", "textDocument/hover", side => at(side, definitionAt), bytes),
      await question("definition", "textDocument/definition", side => at(side, definitionAt), places),
      await question(
        "references of `google.protobuf.Timestamp`",
        "textDocument/references",
        side => references(definitionAt, side),
        places,
        "≤ 50 ms",
      ),
      await question(
        "references of `google.api.http`",
        "textDocument/references",
        side => references(optionAt, side),
        places,
        "≤ 80 ms",
      ),
      await question("workspace symbol `Topic`", "workspace/symbol", () => ({ query: "Topic" }), places, "≤ 50 ms"),
      ...(await wholeFile(running, open, times, "110 KB", "≤ 30 ms")),
      await completionRow(running, open, times),
    ];
    for (const document of Object.values(open)) document.close();
    const huge = await opened(running, folder, openedFiles.large);
    return [...rows, ...(await wholeFile(running, huge, times, "4 MB", "≤ 400 ms"))];
  });
}

async function opened(running, folder, file) {
  return eachSide(running, async server => {
    const document = documentOf(server, folder, file);
    await document.open();
    await server.quiet();
    return document;
  });
}

async function wholeFile(running, open, times, size, tokensAim) {
  const params = side => ({ textDocument: { uri: open[side].uri } });
  const rows = [
    ["document symbols", "textDocument/documentSymbol", symbols, undefined],
    ["semantic tokens", "textDocument/semanticTokens/full", tokens, tokensAim],
  ];
  const asked = [];
  for (const [what, method, count, aim] of rows)
    asked.push(await askRow(running, times, { what: `${what}, ${size}`, method, params, count, aim }));
  return asked;
}

async function completionRow(running, open, times) {
  const typed = "  Ti";
  const position = await eachSide(running, async (server, side) => {
    const document = open[side];
    const { before } = duplicateNumber(document.text);
    await document.edit({ start: before, end: before, text: `${typed}\n` }, () => true);
    await server.quiet();
    return document.position(before + typed.length);
  });
  return askRow(running, times, {
    what: "completion of a type name",
    method: "textDocument/completion",
    params: side => ({ textDocument: { uri: open[side].uri }, position: position[side] }),
    count: (result, size) => `${(result?.items ?? result ?? []).length} names, ${shown(size / 1000, "KB")}`,
    aim: "≤ 20 ms, ≤ 100 KB",
  });
}

async function askRow(running, times, { what, method, params, count, aim }) {
  const asked = { ours: [], buf: [] };
  const cpu = {};
  const note = {};
  for (const [side, server] of Object.entries(running)) {
    const before = server.usage();
    for (let time = 0; time < times && !asked[side].includes(undefined); time++) {
      const answer = await server.request(method, params(side));
      asked[side].push(answer?.ms);
      if (answer !== undefined) note[side] = count(answer.result, answer.bytes);
    }
    cpu[side] = cpuMsBetween(before, server.usage(), asked[side].length);
  }
  return row(what, { ...asked, cpu, note, aim });
}

function places(result) {
  return [result ?? []].flat().length.toLocaleString("en");
}

function bytes(_result, size) {
  return shown(size, "B");
}

function symbols(result) {
  const count = list => (list ?? []).reduce((sum, one) => sum + 1 + count(one.children), 0);
  return count(result).toLocaleString("en");
}

function tokens(result) {
  return ((result?.data ?? []).length / 5).toLocaleString("en");
}
