import { openRequest, startExampleServer, writeBody } from "../answer.mjs";
import story from "../desktop/story.cjs";
import { closeSideBar, press } from "../editorPage.mjs";
import { until } from "../until.mjs";

export const title = "one request is sent many times, and how long each answer takes is printed";

const rounds = 12;

/** Nothing is asserted of the figures, for they depend on the machine. */
export async function play({ editor }) {
  const { page } = editor;
  await page.addInitScript(noteTimes);
  await startExampleServer(editor);
  await closeSideBar(editor);
  await openRequest(editor, story.calls.list);
  await writeBody(editor, story.calls.list, { path: "/" });
  await page.evaluate(noteTimes);
  const figures = [];
  for (let round = 0; round < rounds; round += 1) {
    await press(editor, "Control+Enter");
    const sentAt = await until("the key", async () => (await times(page, "sent"))[round]);
    const shownAt = await until("the answer", async () => (await times(page, "shown")).find(at => at > sentAt));
    figures.push(shownAt - sentAt);
    await page.waitForTimeout(300);
  }
  const [first, ...warm] = figures;
  const median = warm.sort((a, b) => a - b)[warm.length >> 1];
  console.log(
    `    from the key to the answer: ${first.toFixed(0)} ms at first, then ${median.toFixed(0)} ms, the median of ${warm.length}`,
  );
}

async function times(page, what) {
  const ofFrame = frame => frame.evaluate(name => globalThis.notedTimes?.[name] ?? [], what).catch(() => []);
  return (await Promise.all(page.frames().map(ofFrame))).flat();
}

/** Runs in every frame: notes when the key goes down, and when the received message of another call stands on the page. */
function noteTimes() {
  if (globalThis.notedTimes !== undefined) return;
  const noted = { sent: [], shown: [] };
  globalThis.notedTimes = noted;
  const now = () => performance.timeOrigin + performance.now();
  addEventListener("keydown", event => event.ctrlKey && event.key === "Enter" && noted.sent.push(now()), true);
  let last;
  const look = () => {
    const received = document.querySelectorAll('[data-testid="message"]')[1];
    if (received !== undefined && received !== last) noted.shown.push(now());
    last = received;
  };
  // The document of a webview is opened anew, which an observer of it does not outlive.
  setInterval(look, 2);
}
