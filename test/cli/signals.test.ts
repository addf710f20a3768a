import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { spawnProtodial } from "../support/commandLine.ts";

const initialize = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { processId: process.pid, rootUri: null, capabilities: {} },
});

describe("a signal", () => {
  it("ends the language server", async () => {
    const child = spawnProtodial(["lsp", "--stdio"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    child.stdin.write(`Content-Length: ${initialize.length}\r\n\r\n${initialize}`);
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    expect(code).toBe(143);
  });

  it("ends a command that waits for standard input", async () => {
    const child = spawnProtodial(["decode", "--raw", "-"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    // It reads from here on: what is written comes through.
    await new Promise<void>(resolve => child.stdin.write("{".repeat(1 << 20), () => resolve()));
    child.kill("SIGTERM");
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGTERM");
  });
});
