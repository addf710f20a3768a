// The extension as vscode.dev runs it: a workbench with no machine behind it, and the extension in a web worker.
//
// The workbench is the one that VS Code's server serves. A server of our own stands before it: it serves the extension
// from the same origin, for the workbench's policy allows no other, and takes out the line by which code-server's page
// connects to its machine.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { palette, problems } from "./editorPage.mjs";
import { until } from "./until.mjs";
import { repository } from "./workspaces.mjs";

export const title = "in a browser with no machine behind it diagnostics work, and no lens offers a call";

const connects = "{...JSON.parse(o),remoteAuthority:location.host}";
const contentTypes = { ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };

const proto = `syntax = "proto3";
import "google/protobuf/timestamp.proto";
message A { string a = 1; string b = 1; google.protobuf.Timestamp t = 2; }
service S { rpc M(A) returns (A); }
`;

export async function playWebHost({ browser, server, pictures }) {
  const http = createServer((request, response) => {
    answer(new URL(server.url).origin, request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      error => response.writeHead(500).end(String(error)),
    );
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const authority = `127.0.0.1:${http.address().port}`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("dialog", dialog => dialog.accept().catch(() => {}));
  try {
    await page.addInitScript(develop, authority);
    await page.goto(`http://${authority}/`, { timeout: 120_000, waitUntil: "commit" });
    await page.locator(".monaco-workbench .part.editor").first().waitFor({ timeout: 120_000 });
    await writeUntitled({ page });
    await until("the problem", async () =>
      (await problems({ page })).some(row => row.includes("field number 1 is already used by `a`")),
    );
    assert.equal(await page.getByText("did not start").count(), 0, "the language server started");
    assert.equal(await page.getByText("▶ Call").count(), 0, "no lens offers what a browser cannot do");
  } finally {
    await page.screenshot({ path: join(pictures, "web-host.png") }).catch(() => {});
    await context.close();
    http.close();
  }
}

async function answer(upstream, { url, method }) {
  if (url.startsWith("/ext/")) {
    const path = join(repository, decodeURIComponent(new URL(url, "http://x").pathname.slice("/ext/".length)));
    const headers = { "content-type": contentTypes[extname(path)] ?? "text/plain" };
    try {
      return { status: 200, headers, body: readFileSync(path) };
    } catch {
      return { status: 404, headers: {}, body: "" };
    }
  }
  const got = await fetch(upstream + url, { method, redirect: "manual" });
  const headers = Object.fromEntries(got.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) delete headers[name];
  const body = Buffer.from(await got.arrayBuffer());
  if (!url.endsWith("/workbench/workbench.js")) return { status: got.status, headers, body };
  const script = body.toString("utf8");
  if (!script.includes(connects)) throw new Error("code-server's page connects in another way than before");
  return { status: got.status, headers, body: script.replace(connects, "JSON.parse(o)") };
}

/** Runs in the page before the workbench reads its settings: the extension under development is the one served here. */
function develop(authority) {
  if (window !== window.top) return;
  const seen = new MutationObserver(() => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (!meta) return;
    seen.disconnect();
    const settings = JSON.parse(meta.getAttribute("data-settings"));
    delete settings.remoteAuthority;
    delete settings.folderUri;
    settings.configurationDefaults = {
      "workbench.startupEditor": "none",
      "workbench.secondarySideBar.defaultVisibility": "hidden",
      "security.workspace.trust.enabled": false,
      "chat.disableAIFeatures": true,
      "window.commandCenter": false,
      "editor.autoClosingBrackets": "never",
      "editor.autoClosingQuotes": "never",
      "editor.autoIndent": "none",
    };
    settings.developmentOptions = { extensions: [{ scheme: "http", authority, path: "/ext" }] };
    meta.setAttribute("data-settings", JSON.stringify(settings));
  });
  seen.observe(document, { childList: true, subtree: true });
}

async function writeUntitled(editor) {
  const { page } = editor;
  await until("an untitled document", async () => {
    await page.keyboard.press("Control+Alt+N");
    await page.locator(".tab.active").first().waitFor({ timeout: 5000 });
    return true;
  });
  await until(
    "the language Protocol Buffers",
    async () => {
      await palette(editor, "Change Language Mode");
      const input = page.locator(".quick-input-widget:visible .quick-input-filter input.input");
      await input.fill("Protocol Buffers");
      const row = page.locator(".quick-input-widget:visible .monaco-list-row").filter({ hasText: "(proto)" }).first();
      const found = await row.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
      if (!found) {
        await page.keyboard.press("Escape");
        return false;
      }
      await row.click();
      return true;
    },
    90_000,
  );
  await page.locator(".editor-instance .view-lines").first().click();
  await page.keyboard.type(proto);
}
