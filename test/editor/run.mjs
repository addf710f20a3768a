// `npm run test:editor`: the packaged extension in real VS Codes, the newest and the oldest that we support.
//
//   node test/editor/run.mjs [newest|oldest] [scenario …]
//
// Pictures and logs go to test/editor/results/. The last line is `N passed, N failed`.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserServer } from "./browserServer.mjs";
import { killAllChildren } from "./children.mjs";
import { launchChromium } from "./chromium.mjs";
import { notifications, openEditor } from "./editorPage.mjs";
import { editors } from "./editors.mjs";
import { title as inHostTitle, playInHost } from "./inHost.mjs";
import { install } from "./install.mjs";
import * as trust from "./scenarios/trust.mjs";
import { scenarios } from "./scenarios.mjs";
import { startEditor } from "./server.mjs";
import { within } from "./until.mjs";
import { playWebHost, title as webHostTitle } from "./webHost.mjs";
import { copyExample, repository } from "./workspaces.mjs";

const wholeLimitMs = 20 * 60_000;
const scenarioLimitMs = 180_000;

const vsix = process.env.PROTODIAL_EDITOR_VSIX ?? join(repository, "protodial.vsix");
const results = fileURLToPath(new URL("results", import.meta.url));
const asked = process.argv.slice(2);
const wanted = (names, name) => !asked.some(each => names.includes(each)) || asked.includes(name);
const editorNames = editors.map(editor => editor.name);
const scenarioNames = [...Object.keys(scenarios), "trust", "inHost", "webHost", "browserServer"];
const tally = { passed: 0, failed: 0 };

const unknown = asked.filter(each => ![...editorNames, ...scenarioNames].includes(each));
if (unknown.length > 0) {
  console.error(
    `no such editor or scenario: ${unknown.join(", ")}; there are ${[...editorNames, ...scenarioNames].join(", ")}`,
  );
  process.exit(2);
}
if (!existsSync(vsix)) {
  console.error(`${vsix} is missing: run npm run package`);
  process.exit(2);
}

const wholeLimit = setTimeout(() => {
  console.error(`the whole suite took longer than ${wholeLimitMs / 60_000} minutes`);
  finish(tally.failed + 1);
}, wholeLimitMs);

install();
const folder = mkdtempSync(join(tmpdir(), "protodial-editor-"));
const browser = await launchChromium();
try {
  for (const editor of editors) if (wanted(editorNames, editor.name)) await playAll(editor);
  if (wanted(scenarioNames, "browserServer")) await playBrowserServer();
} finally {
  await within(10_000, "closing Chromium", browser.close()).catch(() => {});
}
finish(tally.failed);

function finish(failed) {
  clearTimeout(wholeLimit);
  killAllChildren();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  console.log(`${tally.passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

async function playAll(version) {
  const pictures = join(results, version.name);
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  console.log(`VS Code ${version.code} (${version.name})`);

  const chosen = Object.entries(scenarios).filter(([name]) => wanted(scenarioNames, name));
  if (chosen.length > 0) {
    await withServer(version, "plain", { vsix }, async server => {
      for (const [name, scenario] of chosen) await playOne({ version, name, scenario, server, pictures });
    });
  }
  if (wanted(scenarioNames, "trust")) {
    const traps = trust.setTraps(join(folder, version.name));
    await withServer(version, "trust", { vsix, trust: "on", pathFolder: traps.pathFolder }, server =>
      playOne({
        version,
        name: "trust",
        scenario: trust,
        server,
        pictures,
        traps,
      }),
    );
  }
  if (wanted(scenarioNames, "inHost")) {
    await withServer(version, "inHost", { vsix }, server =>
      report(`${version.name}: ${inHostTitle}`, async () => {
        const workspace = await copyExample(join(folder, version.name, "workspaces", "inHost"));
        await playInHost({ browser, server, workspace, pictures });
      }),
    );
  }
  // One is enough: the way into the workbench without a machine is that of this version of code-server.
  if (version.name === "newest" && wanted(scenarioNames, "webHost")) {
    await withServer(version, "webHost", {}, server =>
      report(`${version.name}: ${webHostTitle}`, () =>
        within(scenarioLimitMs, "webHost", playWebHost({ browser, server, pictures })),
      ),
    );
  }
}

/** A failure to start an editor is a failed line of its own, and the rest goes on. */
async function withServer(version, name, options, work) {
  const serverFolder = join(folder, version.name, name);
  let server;
  try {
    server = await startEditor(version, { folder: serverFolder, ...options });
    await work(server);
  } catch (error) {
    await report(`${version.name}: the editor starts`, () => Promise.reject(error));
  } finally {
    await server?.stop();
    keepLogs(serverFolder, join(results, version.name, `${name}-logs`));
  }
}

function keepLogs(serverFolder, to) {
  for (const path of [join("user", "logs"), join("server", "data", "logs"), "server.log"]) {
    if (existsSync(join(serverFolder, path))) cpSync(join(serverFolder, path), join(to, path), { recursive: true });
  }
}

async function playOne({ version, name, scenario, server, pictures, traps }) {
  const workspace = await copyExample(join(folder, version.name, "workspaces", name));
  await scenario.prepare?.(workspace, traps);
  await report(`${version.name}: ${scenario.title}`, async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    let editor;
    try {
      editor = await openEditor(context, server, workspace);
      const picture = title => editor.page.screenshot({ path: join(pictures, `${title}.png`) });
      await within(scenarioLimitMs, name, scenario.play({ editor, picture, traps }));
    } catch (error) {
      const page = context.pages()[0];
      const shot = join(pictures, `FAILED-${name}.png`);
      const log = join(pictures, `FAILED-${name}.log`);
      await within(10_000, "a picture", page.screenshot({ path: shot })).catch(() => {});
      const shown = editor ? await within(10_000, "notifications", notifications(editor)).catch(() => []) : [];
      error.message += shown.map(each => `\n    the editor says (${each.severity}): ${each.text}`).join("");
      writeFileSync(log, `${error.stack}\n\n${(editor?.consoleLines ?? []).join("\n")}\n`);
      error.message += `\n    picture ${shot}\n    console ${log}\n    logs    ${pictures}/*-logs`;
      throw error;
    } finally {
      // Leaving the page properly makes the server end the extension host at once.
      await Promise.all(context.pages().map(page => page.goto("about:blank").catch(() => {})));
      await within(10_000, "closing a page", context.close()).catch(() => {});
    }
  });
}

async function playBrowserServer() {
  await report(browserServer.title, () => within(60_000, "the browser server", browserServer.play({ browser })));
}

async function report(title, work) {
  const startedAtMs = Date.now();
  const seconds = () => `${((Date.now() - startedAtMs) / 1000).toFixed(1)} s`;
  try {
    await work();
    tally.passed += 1;
    console.log(`  ok      ${title} (${seconds()})`);
  } catch (error) {
    tally.failed += 1;
    console.log(`  FAILED  ${title} (${seconds()})\n    ${error.message}`);
  }
}
