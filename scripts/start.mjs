// Shows the main job on examples/directories: diagnostics, both rpcs called on the built-in server, stubs generated.
// Everything goes through the command line that users have, so what this prints is what they get.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cli = path.join(repository, "dist/cli.js");
const example = path.join(repository, "examples/directories");
const proto = "directories/v1/directories.proto";
const service = "directories.v1.Directories";

function title(text) {
  console.log(`\n\u001b[1m${text}\u001b[0m`);
}

function protodial(args, { cwd = example, expect = 0 } = {}) {
  console.log(`$ protodial ${args.join(" ")}`);
  const run = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: "utf8" });
  for (const text of [run.stdout, run.stderr]) if (text.trim() !== "") console.log(text.trimEnd().replace(/^/gm, "  "));
  if (run.status !== expect) throw new Error(`protodial ${args[0]} ended with ${run.status}, not ${expect}`);
}

async function startServer() {
  console.log("$ protodial example-server --port 0");
  const server = spawn(process.execPath, [cli, "example-server", "--port", "0"], {
    cwd: example,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    const listen = chunk => {
      said += chunk;
      const found = /\b(?:127\.0\.0\.1|localhost):(\d+)/.exec(said);
      if (found) resolve(`localhost:${found[1]}`);
    };
    server.stdout.setEncoding("utf8").on("data", listen);
    server.stderr.setEncoding("utf8").on("data", listen);
    server.once("exit", code => reject(new Error(`the example server ended with ${code}: ${said}`)));
    setTimeout(() => reject(new Error(`the example server did not start: ${said}`)), 20_000).unref();
  });
  console.log(`  serving at ${address}`);
  return { address, stop: () => server.kill() };
}

const work = mkdtempSync(path.join(tmpdir(), "protodial-start-"));
let server;
try {
  title("1. Diagnostics: the example is fine …");
  protodial(["check", proto]);
  title("   … and with two mistakes typed in, it is not");
  const broken = readFileSync(path.join(example, proto), "utf8")
    .replace("bool is_directory = 2;", "bool is_directory = 1;")
    .replace("rpc MakeDirectory(MakeDirectoryRequest)", "rpc MakeDirectory(string)");
  writeFileSync(path.join(work, "broken.proto"), broken);
  protodial(["check", "broken.proto"], { cwd: work, expect: 1 });

  title("2. Call: both rpcs on the built-in server");
  server = await startServer();
  const call = (method, data) =>
    protodial(["call", server.address, `${service}/${method}`, "-d", data, "--proto", proto]);
  call("MakeDirectory", '{"path": "/music"}');
  call("ListDirectory", '{"path": "/"}');

  title("3. Stubs: Python and TypeScript");
  for (const target of ["python", "typescript-grpc"]) {
    protodial(["generate", proto, "--target", target, "-o", `generated/${target}`]);
  }

  title("Open it in VS Code");
  console.log(`  npm run package && code --install-extension protodial.vsix && code examples/directories
  or press F5 in this folder. In directories.proto: change a number to see a diagnostic, run the command
  "Protodial: Start Example Server", click "▶ Call" above an rpc, then Ctrl+Enter in the request.`);
} finally {
  server?.stop();
  rmSync(work, { recursive: true, force: true });
}
