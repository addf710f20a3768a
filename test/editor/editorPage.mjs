// What a user does with the editor, in the words of a user. Nothing here knows Protodial.
//
// Everything goes by keyboard and by what stands on the screen, because that is what stays the same between the
// oldest and the newest VS Code; commands are called by their titles.
import { until, within } from "./until.mjs";

const loadLimitMs = 120_000;

/** Opens `folder` in a new tab of the browser and waits for a workbench that answers. */
export async function openEditor(context, { url }, folder, { prepare } = {}) {
  const page = await context.newPage();
  const consoleLines = [];
  page.on("console", message => consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", error => consoleLines.push(`pageerror: ${error.message}`));
  // Leaving a changed document must not open a question that nobody answers.
  page.on("dialog", dialog => dialog.accept().catch(() => {}));
  page.setDefaultTimeout(30_000);
  await prepare?.(page);
  await page.goto(`${url}?folder=${encodeURIComponent(folder)}`, { timeout: loadLimitMs, waitUntil: "commit" });
  await page
    .locator(".monaco-workbench .explorer-folders-view .monaco-list-row")
    .first()
    .waitFor({ timeout: loadLimitMs });
  return { page, folder, consoleLines };
}

export async function openFile({ page }, path) {
  const name = path.split("/").at(-1);
  await until(
    `${path} to open`,
    async () => {
      await openQuickInput(page, "Control+p", path);
      const row = quickRows(page).filter({ hasText: name }).first();
      try {
        await row.waitFor({ timeout: 5000 });
      } catch (error) {
        await page.keyboard.press("Escape");
        throw error;
      }
      await row.click();
      await page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor({ timeout: 10_000 });
      return true;
    },
    60_000,
  );
  await focusedEditor(page).locator(".view-line").first().waitFor();
}

/** Runs a command of the palette by its whole title. */
export async function palette({ page }, title) {
  await until(`the palette to offer “${title}”`, async () => {
    await openQuickInput(page, "F1", `>${title}`);
    const row = quickRows(page)
      .filter({ has: page.getByText(title, { exact: true }) })
      .first();
    const found = await row.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (!found) {
      await page.keyboard.press("Escape");
      return false;
    }
    await row.click();
    await restMouse(page);
    return true;
  });
}

/** Where the mouse stays, a tooltip comes and stands in the pictures. */
const restMouse = page => page.mouse.move(640, 799);

async function openQuickInput(page, key, text) {
  await page.keyboard.press(key);
  const input = quickInput(page);
  await input.waitFor({ timeout: 5000 });
  await input.fill(text);
}

const quickInput = page => page.locator(".quick-input-widget:visible .quick-input-filter input.input");
const quickRows = page => page.locator(".quick-input-widget:visible .quick-input-list .monaco-list-row");

/** Picks a row of the open quick pick by (part of) its text. */
export async function pick({ page }, text) {
  await quickRows(page).filter({ hasText: text }).first().click();
  await restMouse(page);
}

export async function quickPickRows({ page }) {
  return quickRows(page).allInnerTexts();
}

/** Answers an open input box, or the file dialog, which is one too. */
export async function answerInput({ page }, text) {
  const input = quickInput(page);
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press("Enter");
}

const focusedEditor = page => page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();

/** The shown lines of the active editor, top to bottom. Short documents are shown whole. */
export async function shownLines({ page }) {
  return focusedEditor(page)
    .locator(".view-line")
    .evaluateAll(lines =>
      lines
        .map(line => ({ top: Number.parseFloat(line.style.top), text: line.textContent.replaceAll("\u00a0", " ") }))
        .sort((a, b) => a.top - b.top)
        .map(line => line.text),
    );
}

/** Puts the cursor at a line and column, both counted from 1. */
export async function goTo({ page }, line, column = 1) {
  await openQuickInput(page, "Control+g", `:${line}:${column}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
  await until(`the cursor at ${line}:${column}`, async () => {
    const status = await page.locator("#status\\.editor\\.selection").innerText();
    return status.replaceAll(/\s/g, "").includes(`Ln${line},Col${column}`);
  });
}

/** Types text at the cursor, key by key. */
export async function type({ page }, text) {
  await page.keyboard.type(text);
}

/** Makes room for pictures. */
export async function closeSideBar({ page }) {
  const bar = page.locator(".part.sidebar");
  if (!(await bar.isVisible())) return;
  await page.keyboard.press("Control+b");
  await bar.waitFor({ state: "hidden" });
}

export async function press({ page }, key) {
  await page.keyboard.press(key);
}

/** Types `text` as a new line below `line`. */
export async function typeLineBelow(editor, line, text) {
  await goTo(editor, line);
  await press(editor, "End");
  await type(editor, `\n${text}`);
}

/** Replaces a whole line by typing. */
export async function retypeLine(editor, line, text) {
  await goTo(editor, line);
  await press(editor, "Shift+End");
  await type(editor, text);
}

export async function save({ page }) {
  await page.keyboard.press("Control+s");
  await page.locator(".editor-group-container.active .tab.active:not(.dirty)").waitFor();
}

/** The messages in the Problems view, as shown. */
export async function problems(editor) {
  const { page } = editor;
  const panel = page.locator(".markers-panel");
  if (!(await panel.isVisible())) {
    await page.keyboard.press("Control+Shift+m");
    await panel.waitFor();
    await focusEditor(editor);
  }
  return panel
    .locator(".monaco-list-row .marker-message-details-container, .monaco-list-row .marker-details")
    .allInnerTexts()
    .then(texts => [...new Set(texts)]);
}

export async function focusEditor({ page }) {
  await page.keyboard.press("Control+1");
}

export function squiggles({ page }, severity = "error") {
  return focusedEditor(page).locator(`.squiggly-${severity}`);
}

/** Opens the menu of quick fixes at the cursor. `take` takes the one whose title fits. */
export async function quickFix({ page }, title) {
  const rows = page.locator(".action-widget .monaco-list-row.action");
  await until(`a quick fix “${title}”`, async () => {
    await page.keyboard.press("Control+.");
    const shown = await rows
      .filter({ hasText: title })
      .first()
      .waitFor({ timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
    if (!shown) await page.keyboard.press("Escape");
    return shown;
  });
  // By keyboard: in the oldest editor an invisible layer lies over the menu for the mouse.
  const take = async () => {
    const focused = page.locator(".action-widget .monaco-list-row.action.focused");
    await until(`“${title}” to be chosen in the menu`, async () => {
      if ((await focused.filter({ hasText: title }).count()) > 0) return true;
      await page.keyboard.press("ArrowDown");
      return false;
    });
    await page.keyboard.press("Enter");
  };
  return { take, titles: () => rows.allInnerTexts() };
}

/** Clicks the code lens `title` on the first page that belongs to the line with `lineText`: the nearest one above it. */
export async function lens({ page }, title, lineText) {
  const editorElement = focusedEditor(page);
  // Only lenses of what is in view exist.
  await page.keyboard.press("Control+Home");
  await until(`the lens “${title}” above “${lineText}”`, async () => {
    const line = await editorElement
      .locator(".view-line")
      .filter({ hasText: lineText })
      .first()
      .boundingBox({ timeout: 2000 });
    const links = await editorElement.locator(".codelens-decoration a").filter({ hasText: title }).all();
    let nearest;
    for (const link of links) {
      const box = await link.boundingBox({ timeout: 2000 });
      if (box && line && box.y < line.y && line.y - box.y < 3 * line.height && (!nearest || box.y > nearest.y))
        nearest = { y: box.y, link };
    }
    if (!nearest) return false;
    await nearest.link.click({ timeout: 3000 });
    return true;
  });
}

export async function lensTitles({ page }) {
  return focusedEditor(page).locator(".codelens-decoration a").allInnerTexts();
}

/** Rests the mouse on a word of a line and gives the text of the hover that comes. */
export async function hover({ page }, lineText, word) {
  const line = focusedEditor(page).locator(".view-line").filter({ hasText: lineText }).first();
  const content = page.locator(".monaco-resizable-hover .monaco-hover:not(.hidden) .monaco-hover-content");
  return until(`a hover on “${word}”`, async () => {
    const at = await line.evaluate((element, text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = node.data.indexOf(text);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + text.length);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
      }
      return undefined;
    }, word);
    if (!at) throw new Error("the word is not in the line");
    await page.mouse.move(at.x + 40, at.y + 60);
    await page.mouse.move(at.x, at.y, { steps: 3 });
    await content.filter({ hasText: /\S/ }).first().waitFor({ timeout: 4000 });
    const text = (await content.allInnerTexts()).join("\n").replaceAll("\u00a0", " ");
    return /Loading/.test(text) ? undefined : text;
  });
}

/** The rows of the Outline view: level and label. */
export async function outline({ page }) {
  const header = page.locator('.pane-header[aria-label^="Outline"]');
  await header.waitFor();
  if ((await header.getAttribute("aria-expanded")) !== "true") await header.click();
  const rows = page.locator(".outline-tree .monaco-list-row");
  await rows.first().waitFor();
  return rows.evaluateAll(elements =>
    elements.map(row => ({
      level: Number(row.getAttribute("aria-level")),
      label: row.querySelector(".label-name, .monaco-highlighted-label")?.textContent ?? row.textContent,
    })),
  );
}

/** Asks for completions at the cursor and gives the labels. */
export async function completions({ page }) {
  const rows = page.locator(".suggest-widget.visible .monaco-list-row");
  await until("completions", async () => {
    await page.keyboard.press("Control+Space");
    return rows
      .first()
      .waitFor({ timeout: 4000 })
      .then(
        () => true,
        () => false,
      );
  });
  return rows.evaluateAll(elements =>
    elements.map(row => row.querySelector(".label-name")?.textContent ?? row.textContent),
  );
}

export async function takeCompletion({ page }, label) {
  await page.locator(".suggest-widget.visible .monaco-list-row").filter({ hasText: label }).first().click();
}

/** Gives what stands at the cursor another name, everywhere. */
export async function rename({ page }, name) {
  const input = page.locator(".rename-box input.rename-input");
  await until("the box for a new name", async () => {
    await page.keyboard.press("F2");
    return input.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  });
  await input.fill(name);
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** Waits for the inner frame of the webview that holds an element fitting `selector`. */
export async function webviewFrame({ page }, selector) {
  return until(`a webview with ${selector}`, async () => {
    for (const frame of page.frames()) {
      if (frame.name() !== "active-frame" && !/webview/.test(frame.url()) && frame === page.mainFrame()) continue;
      const element = frame.locator(selector).first();
      if (
        (await within(
          2000,
          "a look",
          element.count().catch(() => 0),
        )) > 0
      )
        return frame;
    }
    return undefined;
  });
}

/** Notifications on the screen: severity and text. */
export async function notifications({ page }) {
  return page.locator(".notifications-toasts .notification-list-item").evaluateAll(items =>
    items.map(item => ({
      severity: /codicon-(error|warning|info)/.exec(
        item.querySelector(".notification-list-item-icon")?.className ?? "",
      )?.[1],
      text: item.querySelector(".notification-list-item-message")?.textContent ?? "",
    })),
  );
}

/** Presses a button of a notification or of a dialog. */
export async function pressButton({ page }, title) {
  await page
    .locator(".notifications-toasts, .monaco-dialog-box")
    .locator(".monaco-button, .monaco-text-button")
    .filter({ hasText: title })
    .first()
    .click();
}

export async function dialogText({ page }) {
  const dialog = page.locator(".monaco-dialog-box");
  return (await dialog.isVisible()) ? dialog.innerText() : undefined;
}

export async function activeTab({ page }) {
  return page.locator(".editor-group-container.active .tab.active").first().innerText();
}

export async function tabs({ page }) {
  return page.locator(".tabs-container .tab").allInnerTexts();
}
