// The way from a code lens to an answer, as every calling scenario goes it.

import { portIsFree } from "./children.mjs";
import story from "./desktop/story.cjs";
import { goTo, lens, openFile, palette, press, shownLines, type, webviewFrame } from "./editorPage.mjs";
import { until } from "./until.mjs";

/** Clicks `▶ Call` above an rpc and waits for the request document. Returns its lines. */
export async function openRequest(editor, rpcLine) {
  await openFile(editor, story.protoFile);
  await lens(editor, story.calls.lens, rpcLine);
  const method = rpcLine.replace("rpc ", "");
  return until(`a request document for ${method}`, async () => {
    const lines = await shownLines(editor);
    return (
      lines.some(line => line.startsWith("GRPC ") && line.includes(`/${method}`)) &&
      lines.some(line => line.startsWith("{")) &&
      lines
    );
  });
}

/** Types `body` in place of the one that stands in the request for `rpcLine`, with the cursor left in it. */
export async function writeBody(editor, rpcLine, body) {
  const lines = await shownLines(editor);
  const method = rpcLine.replace("rpc ", "");
  const requestLine = story.lineOf(lines, new RegExp(`^GRPC .*/${method}\\s*$`));
  const rest = lines.slice(requestLine);
  const first = rest.findIndex(line => line.startsWith("{"));
  const next = rest.findIndex(line => line.startsWith("###"));
  const last = (next < 0 ? rest : rest.slice(0, next)).findLastIndex(line => line.trim() !== "");
  await goTo(editor, requestLine + 1 + first);
  for (let line = first; line < last; line += 1) await press(editor, "Shift+ArrowDown");
  await press(editor, "Shift+End");
  // A brace or quote typed over a selection would be put around it.
  await press(editor, "Delete");
  await type(editor, JSON.stringify(body));
}

/** Sends with Ctrl+Enter and waits until the answer panel shows that status for the rpc. */
export async function send(editor, rpcLine, status) {
  await press(editor, "Control+Enter");
  return answer(editor, rpcLine, status);
}

/** Each look finds the frame anew: a webview that is hidden and shown again gets another one. */
export async function answer(editor, rpcLine, status) {
  const body = async () => (await webviewFrame(editor, '[data-testid="status"]')).locator("body");
  const part = async name => (await body()).locator(`[data-testid="${name}"]`).allInnerTexts();
  const text = async () => (await body()).innerText();
  const method = rpcLine.replace("rpc ", "");
  // The panel shows one call after another: an OK may still be that of the call before.
  await until(
    `status ${status} of ${method} in the answer panel`,
    async () => (await text()).startsWith(method) && (await part("status")).some(shown => shown.includes(status)),
  );
  return { part, text, messages: () => part("message") };
}

/** In a browser's window the command is there only once a `.proto` file has started the extension. */
export async function startExampleServer(editor) {
  await openFile(editor, story.protoFile);
  // The one of the scenario before ends with its window, a moment later.
  await until(`port ${story.examplePort} to be free`, () => portIsFree(story.examplePort));
  await palette(editor, story.commands.startExampleServer);
}
