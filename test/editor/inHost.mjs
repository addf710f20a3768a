// Runs desktop/index.cjs inside the extension host of an editor in the browser, so that the suite of the desktop is
// proven where no desktop VS Code can be had.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { openEditor } from "./editorPage.mjs";
import { within } from "./until.mjs";

export const title = "the desktop suite passes inside the extension host";

const testsPath = fileURLToPath(new URL("desktop/index.cjs", import.meta.url));

export async function playInHost({ browser, server, workspace, pictures }) {
  const extension = join(
    server.extensions,
    readdirSync(server.extensions).find(name => name.startsWith("protodial.protodial-")),
  );
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const lines = [];
  let ended;
  const exit = new Promise(resolve => (ended = resolve));
  const prepare = async page => {
    await page.exposeFunction("codeAutomationExit", code => ended(code));
    await page.exposeFunction("codeAutomationLog", (_type, args) => lines.push(format(...args)));
    await page.addInitScript(becomeDevelopmentHost, [server.authority, extension, testsPath]);
  };
  try {
    await openEditor(context, server, workspace, { prepare });
    const code = await within(200_000, "the suite in the extension host", exit);
    if (code !== 0) throw new Error(`it ended with ${code}\n${told(lines).join("\n")}`);
  } finally {
    writeFileSync(join(pictures, "inHost.log"), `${lines.join("\n")}\n`);
    await context.close();
  }
}

const told = lines => lines.filter(line => /^ {2}(ok|FAILED) |^in the extension host|Error|^ {4}at /.test(line));

/**
 * Runs in the page before the workbench does. A built workbench ignores these settings in its address, so they are put
 * into the configuration that the server wrote into the page.
 */
function becomeDevelopmentHost([authority, extension, tests]) {
  if (window !== window.top) return;
  const uri = path => ({ $mid: 1, scheme: "vscode-remote", authority, path });
  const seen = new MutationObserver(() => {
    const meta = document.getElementById("vscode-workbench-web-configuration");
    if (!meta) return;
    seen.disconnect();
    const settings = JSON.parse(meta.getAttribute("data-settings"));
    settings.developmentOptions = {
      ...settings.developmentOptions,
      extensions: [uri(extension)],
      extensionTestsPath: uri(tests),
    };
    meta.setAttribute("data-settings", JSON.stringify(settings));
  });
  seen.observe(document, { childList: true, subtree: true });
}
