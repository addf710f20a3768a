import { expect, it } from "vitest";
import type { LogOutputChannel } from "vscode";
import { coveredOutput, coverUp } from "../../client/src/secrets/coveredOutput.ts";

it("writes no secret, in whatever form and however the channel is made", () => {
  const written: unknown[] = [];
  const write = (...args: unknown[]) => void written.push(...args);
  const channel: Partial<LogOutputChannel> = Object.freeze({ name: "Protodial", trace: write, error: write });
  const output = coveredOutput(channel as LogOutputChannel);
  output.trace('before: tr"es');
  coverUp('tr"es');
  output.trace(JSON.stringify({ secrets: { WORD: 'tr"es' } }));
  output.trace('plain tr"es', 5);
  output.error(new Error('tr"es failed'));
  expect(output.name).toBe("Protodial");
  expect(written.slice(0, 2)).toEqual(['before: tr"es', '{"secrets":{"WORD":"••••••"}}']);
  expect(written.slice(2, 4)).toEqual(["plain ••••••", 5]);
  expect(String(written[4])).toMatch(/^Error: •••••• failed\n/);
});
