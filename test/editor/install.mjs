// Installs what `npm run test:editor` needs, once, outside the repository: Chromium, and two VS Codes in the form of
// code-server. Each step leaves a mark when it is done, so a run that was cut short goes on where it stopped.
//
// The postinstall script of code-server compiles for minutes what no test needs. So scripts are off, and the one
// native module without which output channels stay empty (@vscode/spdlog) is built by hand.
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium } from "./chromium.mjs";
import { cacheFolder, editorFolder, editors, npmNodeFolder, vscodeFolder } from "./editors.mjs";

export function install() {
  mkdirSync(cacheFolder, { recursive: true });
  say(`editors live in ${cacheFolder}`);
  installDebianPackages();
  for (const editor of editors) installEditor(editor);
  linkRipgrep();
  say("everything is there");
}

/** `bin/node` of the version an editor asks for: the Node that runs us where that is it, else one from npm. */
export function nodeFor(editor) {
  return ownNodeServes(editor.node) ? process.execPath : join(npmNodeFolder(editor.node), "bin", "node");
}

function ownNodeServes(node) {
  return (
    Number(process.versions.node.split(".")[0]) === node.major &&
    existsSync(join(ownNodeFolder(), "include/node/node.h"))
  );
}

function ownNodeFolder() {
  return dirname(dirname(process.execPath));
}

function installDebianPackages() {
  const missing = [];
  if (!findChromium()) missing.push("chromium");
  if (!onPath("python3")) missing.push("python3");
  if (!onPath("g++") || !onPath("make")) missing.push("build-essential");
  if (!onPath("git")) missing.push("git");
  if (missing.length === 0) return say("chromium and build tools: there");
  const root = process.getuid() === 0 ? [] : ["sudo"];
  run([...root, "apt-get", "update", "-qq"]);
  run([...root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", ...missing], {
    DEBIAN_FRONTEND: "noninteractive",
  });
}

function installEditor(editor) {
  const folder = editorFolder(editor);
  const vscode = vscodeFolder(editor);
  installNode(editor.node);
  const environment = {
    PATH: `${dirname(nodeFor(editor))}:${process.env.PATH}`,
    npm_config_nodedir: ownNodeServes(editor.node) ? ownNodeFolder() : npmNodeFolder(editor.node),
  };
  const npm = (args, cwd) => run(["npm", ...args, "--no-audit", "--no-fund", "--loglevel=error"], environment, cwd);

  step(folder, "code-server", () => {
    emptyPackage(folder);
    npm(["install", "--ignore-scripts", `code-server@${editor.codeServer}`], folder);
  });
  step(folder, "vscode", () => npm(["install", "--omit=dev", "--ignore-scripts"], vscode));
  step(folder, "extensions", () => npm(["install", "--omit=dev", "--ignore-scripts"], join(vscode, "extensions")));
  step(folder, "spdlog", () => npm(["rebuild", "@vscode/spdlog"], vscode));
}

function installNode(node) {
  if (ownNodeServes(node)) return;
  const folder = join(cacheFolder, `node-${node.version}`);
  step(folder, "node", () => {
    emptyPackage(folder);
    run(
      ["npm", "install", `node-linux-${process.arch}@${node.version}`, "--no-audit", "--no-fund", "--loglevel=error"],
      {},
      folder,
    );
  });
}

/** The older editor fetches its `rg` in a script that did not run; the newer one ships it. */
function linkRipgrep() {
  const [newest, oldest] = editors;
  const shipped = join(vscodeFolder(newest), `node_modules/@vscode/ripgrep-universal/bin/linux-${process.arch}/rg`);
  const wanted = join(vscodeFolder(oldest), "node_modules/@vscode/ripgrep/bin/rg");
  if (existsSync(wanted)) return;
  mkdirSync(dirname(wanted), { recursive: true });
  if (lstatSync(wanted, { throwIfNoEntry: false })) rmSync(wanted);
  symlinkSync(shipped, wanted);
  say("linked rg");
}

function emptyPackage(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
}

function step(folder, name, work) {
  const mark = join(folder, `.done-${name}`);
  if (existsSync(mark)) return;
  const startedAtMs = Date.now();
  say(`${folder}: ${name} …`);
  work();
  writeFileSync(mark, "");
  say(`${folder}: ${name} done in ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
}

function run([program, ...args], environment = {}, cwd = cacheFolder) {
  const result = spawnSync(program, args, { cwd, stdio: "inherit", env: { ...process.env, ...environment } });
  if (result.status !== 0)
    throw new Error(`${[program, ...args].join(" ")} ended with ${result.status ?? result.signal}`);
}

function onPath(program) {
  return process.env.PATH.split(":").some(folder => existsSync(join(folder, program)));
}

function say(text) {
  console.log(`[editor] ${text}`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) install();
