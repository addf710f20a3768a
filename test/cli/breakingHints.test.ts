// What the command line says beside buf's findings, and that it says so only when it is asked.
import { expect, it } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const head = 'syntax = "proto2";\npackage p;\n';
const before = `${head}message M {
  extensions 100 to 199;
  repeated int32 list = 1;
  optional int32 a = 2;
}
extend M {
  optional int32 x = 100;
}
`;
const after = before
  .replace("list = 1", "list = 1 [packed = true]")
  .replace("a = 2", "a = 3")
  .replace("x = 100", "x = 101");

async function run(...args: readonly string[]) {
  const folder = tempFolder({ "old/a.proto": before, "new/a.proto": after });
  const ran = await protodial(["breaking", "--format", "json", "--against", "../old", ...args], {
    cwd: `${folder}/new`,
  });
  const rows: readonly Record<string, string | number>[] = ran.stdout
    .split("\n")
    .filter(Boolean)
    .map(one => JSON.parse(one));
  return { ...ran, rows };
}

it("says what buf says where nothing else is asked for", async () => {
  const { rows, code } = await run();
  expect(rows.map(one => [one.type, one.severity, one.message])).toEqual([
    ["FIELD_NO_DELETE", "error", "field `a` = 2 was deleted from message `M`"],
  ]);
  expect(code).toBe(1);
});

it("says with --hints what became of things, and what no rule looks at", async () => {
  const { rows, code } = await run("--hints");
  expect(rows.map(one => [one.type, one.severity, one.start_line])).toEqual([
    ["FIELD_NO_DELETE", "error", 3],
    ["packed-list", "warning", 5],
    ["extension-renumbered", "warning", 9],
  ]);
  expect(rows[0]?.message).toMatch(
    /^field `a` changed its number from 2 to 3: breaks the wire: .* Better: put the old number back$/,
  );
  expect(code).toBe(1);
});

it("does not fail for hints alone", async () => {
  const folder = tempFolder({ "old/a.proto": before, "new/a.proto": before.replace("x = 100", "x = 101") });
  const ran = await protodial(["breaking", "--against", "../old", "--hints"], { cwd: `${folder}/new` });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain("a.proto:9:");
  expect(ran.stdout).toContain("[extension-renumbered]");
  expect(ran.stderr).toContain("0 breaking changes");
});
