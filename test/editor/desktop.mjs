// The suite in a desktop VS Code, downloaded by @vscode/test-electron: `npm run test:desktop`, or
// `node test/editor/desktop.mjs 1.99.3` for one version. Works where Microsoft's download site is reached; elsewhere
// PROTODIAL_DESKTOP_VSCODE names the executable of a VS Code that is there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { copyExample, repository } from "./workspaces.mjs";

const own = process.env.PROTODIAL_DESKTOP_VSCODE;
const versions = own ? [own] : process.argv.length > 2 ? process.argv.slice(2) : ["1.99.3", "stable"];
// The path of the editor's socket lies below the data folder, and macOS allows 103 characters of it.
const temporary = process.platform === "darwin" ? "/tmp" : tmpdir();
const extensionTestsPath = fileURLToPath(new URL("desktop/index.cjs", import.meta.url));

for (const version of versions) {
  const folder = mkdtempSync(join(temporary, "protodial-desktop-"));
  try {
    const vscodeExecutablePath = own ?? (await downloadAndUnzipVSCode(version));
    const workspace = await copyExample(join(folder, "workspace"));
    console.log(`desktop VS Code ${version}`);
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repository,
      extensionTestsPath,
      launchArgs: [
        workspace,
        "--user-data-dir",
        join(folder, "user"),
        "--extensions-dir",
        join(folder, "extensions"),
        "--disable-workspace-trust",
        "--disable-extensions",
        "--skip-welcome",
        "--skip-release-notes",
        "--disable-gpu",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
