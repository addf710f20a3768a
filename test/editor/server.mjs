// VS Code's own server, as it is inside code-server, on fresh data folders. No gallery, no telemetry, and only the
// built-in extensions that the suite looks at: each more costs seconds of start-up.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { endChild, freePort, runToEnd, startChild } from "./children.mjs";
import { vscodeFolder } from "./editors.mjs";
import { nodeFor } from "./install.mjs";
import { until } from "./until.mjs";

const builtInExtensions = ["theme-defaults", "theme-seti", "json"];

const settings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.startupPrompt": "never",
  "window.commandCenter": false,
  // What is typed is what stands in the file, and nothing is saved that was not saved by hand.
  "files.autoSave": "off",
  "files.hotExit": "off",
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoIndent": "none",
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
  "editor.suggestOnTriggerCharacters": false,
  "editor.acceptSuggestionOnCommitCharacter": false,
  "editor.minimap.enabled": false,
  "editor.scrollBeyondLastLine": false,
  "editor.cursorBlinking": "solid",
  "workbench.editor.enablePreview": false,
  "workbench.editor.revealIfOpen": true,
};

/**
 * Starts an editor whose data live below `folder`. `pathFolder` is put before PATH, `userSettings` are added.
 * Returns `{ url, authority, extensions, log, stop() }`.
 */
export async function startEditor(
  editor,
  { folder, vsix, trust = "off", pathFolder, userSettings = {}, environment = {} },
) {
  const node = nodeFor(editor);
  const vscode = vscodeFolder(editor);
  const main = join(vscode, "out", "server-main.js");
  if (!existsSync(main)) throw new Error(`${main} is missing: run node test/editor/install.mjs`);
  const extensions = join(folder, "extensions");
  const builtIn = join(folder, "builtin");
  const user = join(folder, "user");
  for (const path of [extensions, builtIn, join(user, "User")]) mkdirSync(path, { recursive: true });
  for (const name of builtInExtensions) symlinkSync(join(vscode, "extensions", name), join(builtIn, name));
  writeFileSync(join(user, "User", "settings.json"), JSON.stringify({ ...settings, ...userSettings }, null, 2));

  const env = {
    ...process.env,
    ...environment,
    EXTENSIONS_GALLERY: "{}",
    HOME: join(folder, "home"),
    PATH: [pathFolder, dirname(node), process.env.PATH].filter(Boolean).join(":"),
  };
  mkdirSync(env.HOME, { recursive: true });
  const data = ["--user-data-dir", user, "--server-data-dir", join(folder, "server"), "--extensions-dir", extensions];
  if (vsix) await runToEnd(node, [main, ...data, "--install-extension", vsix, "--force"], { env, limitMs: 120_000 });

  const port = await freePort();
  const log = join(folder, "server.log");
  const child = startChild(
    node,
    [
      main,
      ...data,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--without-connection-token",
      "--accept-server-license-terms",
      "--builtin-extensions-dir",
      builtIn,
      "--telemetry-level",
      "off",
      "--disable-getting-started-override",
      "--reconnection-grace-time",
      "1",
      ...(trust === "on" ? [] : ["--disable-workspace-trust"]),
    ],
    { env, log },
  );
  const authority = `127.0.0.1:${port}`;
  await until(
    `the server of ${editor.name} (log: ${log})`,
    async () => (await fetch(`http://${authority}/version`)).ok,
    60_000,
  );
  return { authority, url: `http://${authority}/`, extensions, log, stop: () => endChild(child) };
}
