// The command line: finds the command, gives it the process, ends with its exit code.
import type { Command } from "../cli/commandIo.ts";
import { UsageError } from "../cli/usageError.ts";
import { BaselineError } from "../node/baselineError.ts";
import { processIo } from "./processIo.ts";
import { version } from "./version.ts";

interface CommandRow {
  readonly summary: string;
  readonly load: () => Promise<{ readonly run: Command; readonly usage: string }>;
}

// Each command is loaded when it is run: `check` need not wait for the gRPC library.
const commands: Readonly<Record<string, CommandRow>> = {
  check: {
    summary: "print the problems of .proto files",
    load: async () => {
      const { checkCommand, checkUsage } = await import("../cli/check.ts");
      return { run: checkCommand, usage: checkUsage };
    },
  },
  roots: {
    summary: "tell where imports are looked for and where they lead",
    load: async () => {
      const { rootsCommand, rootsUsage } = await import("../cli/roots.ts");
      return { run: rootsCommand, usage: rootsUsage };
    },
  },
  build: {
    summary: "write a FileDescriptorSet",
    load: async () => {
      const { buildCommand, buildUsage } = await import("../cli/build.ts");
      return { run: buildCommand, usage: buildUsage };
    },
  },
  breaking: {
    summary: "tell what breaks others since an earlier version",
    load: async () => {
      const { breakingCommand, breakingUsage } = await import("../cli/breaking.ts");
      return { run: breakingCommand, usage: breakingUsage };
    },
  },
  explain: {
    summary: "say what a problem means and what to do about it",
    load: async () => {
      const { explainCommand, explainUsage } = await import("../cli/explain.ts");
      return { run: explainCommand, usage: explainUsage };
    },
  },
  generate: {
    summary: "generate client and server stubs",
    load: async () => {
      const { generateCommand, generateUsage } = await import("../cli/generate.ts");
      return { run: generateCommand, usage: generateUsage };
    },
  },
  call: {
    summary: "call an rpc of a running server",
    load: async () => {
      const { callCommand, callUsage } = await import("../cli/call.ts");
      return { run: callCommand, usage: callUsage };
    },
  },
  run: {
    summary: "send the requests of a .grpc or .http file",
    load: async () => {
      const { runCommand, runUsage } = await import("../cli/run.ts");
      return { run: runCommand, usage: runUsage };
    },
  },
  reflect: {
    summary: "list the services of a running server, or write its .proto files",
    load: async () => {
      const { reflectCommand, reflectUsage } = await import("../cli/reflect.ts");
      return { run: reflectCommand, usage: reflectUsage };
    },
  },
  mock: {
    summary: "serve every service with answers made from its schema, or scripted",
    load: async () => {
      const { mockCommand, mockUsage } = await import("../cli/mock.ts");
      return { run: mockCommand, usage: mockUsage };
    },
  },
  decode: {
    summary: "print what the bytes of a message say",
    load: async () => {
      const { decodeCommand, decodeUsage } = await import("../cli/decode.ts");
      return { run: decodeCommand, usage: decodeUsage };
    },
  },
  "example-server": {
    summary: "run the example server (directories.v1.Directories)",
    load: async () => {
      const { exampleServerCommand, exampleServerUsage } = await import("../cli/exampleServer.ts");
      return { run: exampleServerCommand, usage: exampleServerUsage };
    },
  },
  lsp: {
    summary: "run the language server (`lsp --stdio`)",
    load: async () => {
      const { lspCommand, lspUsage } = await import("./lspCommand.ts");
      return { run: lspCommand, usage: lspUsage };
    },
  },
};

async function main(): Promise<number> {
  const [name = "", ...rest] = process.argv.slice(2);
  const io = processIo();
  if (name === "--version" || name === "-v") {
    io.stdout(`${version}\n`);
    return 0;
  }
  if (name === "" || name === "--help" || name === "-h" || name === "help") {
    io.stdout(overview());
    return name === "" ? 2 : 0;
  }
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (row === undefined) {
    io.stderr(`protodial has no command \`${name}\`; \`protodial --help\` lists them\n`);
    return 2;
  }
  const command = await row.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    io.stdout(`${command.usage}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof BaselineError)) throw error;
    io.stderr(`protodial ${name}: ${error.message}\n(\`protodial ${name} --help\` says how to use it)\n`);
    return 2;
  }
}

function overview(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(16)}${summary}`);
  return `protodial ${version}: write, call and generate from Protocol Buffers interfaces\n\n${rows.join("\n")}\n\n\`protodial <command> --help\` says more. Exit codes: 0 fine, 1 a problem or a failed call, 2 wrong use.\n`;
}

main().then(
  // Not `process.exit`: what was written to a pipe has to arrive.
  code => {
    process.exitCode = code;
  },
  error => {
    console.error(error);
    process.exitCode = 70;
  },
);
