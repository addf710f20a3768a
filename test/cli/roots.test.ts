import { symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

const message = (packageName: string, name: string, ...imports: readonly string[]) =>
  `syntax = "proto3";\npackage ${packageName};\n${imports.map(path => `import "${path}";\n`).join("")}message ${name} {}\n`;

/** A module of `buf.yaml`, a folder of vendored files, and a file that imports of both, of the bundle and of nowhere. */
const files = {
  "buf.yaml": "version: v2\nmodules:\n  - path: proto\n",
  "proto/shop/v1/shop.proto": message(
    "shop.v1",
    "Shop",
    "money/v1/money.proto",
    "geo/v1/place.proto",
    "google/protobuf/any.proto",
    "lost/v1/lost.proto",
  ),
  "proto/money/v1/money.proto": message("money.v1", "Money"),
  "third_party/money/v1/money.proto": message("money.v1", "Cents"),
  "third_party/geo/v1/place.proto": message("geo.v1", "Place"),
};

test("a file is told its import path, and its imports where they lead and why", async () => {
  const ran = await protodial(["roots", "proto/shop/v1/shop.proto"], { cwd: tempFolder(files) });
  const [file, own, money, place, any, lost, ...rest] = ran.stdout.split("\n");
  expect(file).toBe("proto/shop/v1/shop.proto");
  expect(own).toBe("  imported as `shop/v1/shop.proto`, below `proto`: a module of `buf.yaml`");
  expect(money).toBe(
    "  imports `money/v1/money.proto`: `proto/money/v1/money.proto`, below `proto`: a module of `buf.yaml`",
  );
  expect(place).toMatch(
    /^ {2}imports `geo\/v1\/place.proto`: `third_party\/geo\/v1\/place.proto`, below `third_party`: /,
  );
  expect(any).toMatch(/^ {2}imports `google\/protobuf\/any.proto`: comes with Protodial, from protoc \d+\.\d+$/);
  expect(lost).toMatch(/^ {2}imports `lost\/v1\/lost.proto`: not found, looked in `proto`, /);
  expect(rest).toEqual([""]);
  expect(ran.code).toBe(1);
});

test("a folder is told its roots, what makes them roots, how many files they have and where imports lead", async () => {
  const ran = await protodial(["roots"], { cwd: tempFolder(files) });
  expect(ran.stdout.split("\n").slice(0, 3)).toEqual([
    "`proto`: a module of `buf.yaml`",
    "  2 files, 4 imports: 1 to `proto`, 1 to `third_party`, 1 to bundled files, 1 nowhere",
    "  proto/shop/v1/shop.proto: `lost/v1/lost.proto` was not found",
  ]);
  expect(ran.stdout).toMatch(/^`third_party`: inferred .*\n {2}2 files, 0 imports$/m);
  expect(ran.code).toBe(1);
});

test("json is one object a line", async () => {
  const folder = tempFolder(files);
  const read = async (...args: readonly string[]) => {
    const ran = await protodial(["roots", "--format", "json", ...args], { cwd: folder });
    return ran.stdout
      .trimEnd()
      .split("\n")
      .map(line => JSON.parse(line));
  };
  const [proto, vendored] = await read();
  expect(proto).toMatchObject({
    root: "proto",
    reason: "bufModule",
    files: 2,
    imports: [
      { root: "proto", count: 1 },
      { root: "third_party", count: 1 },
      { reason: "bundled", count: 1 },
    ],
    not_found: [{ path: "proto/shop/v1/shop.proto", import: "lost/v1/lost.proto" }],
  });
  expect(vendored).toMatchObject({ root: "third_party", reason: "inferred", files: 2 });
  const [shop, more] = await read("proto/shop/v1/shop.proto");
  expect(more).toBeUndefined();
  expect(shop).toMatchObject({
    path: "proto/shop/v1/shop.proto",
    import_path: "shop/v1/shop.proto",
    root: "proto",
    imports: [
      { import: "money/v1/money.proto", path: "proto/money/v1/money.proto", root: "proto" },
      { import: "geo/v1/place.proto", path: "third_party/geo/v1/place.proto", root: "third_party" },
      { import: "google/protobuf/any.proto", reason: "bundled" },
      { import: "lost/v1/lost.proto", looked_in: expect.arrayContaining(["proto", "third_party"]) },
    ],
  });
});

test("roots of -I count alone, and are told where they are empty", async () => {
  const folder = tempFolder({ ...files, "empty/note.txt": "" });
  const ran = await protodial(["roots", "-I", "empty", "-I", "proto", "proto"], { cwd: folder });
  expect(ran.stdout.split("\n")).toEqual([
    expect.stringMatching(/^`empty`: named .*`-I`$/),
    "  0 files, 0 imports",
    expect.stringMatching(/^`proto`: named .*`-I`$/),
    "  2 files, 4 imports: 1 to `proto`, 1 to bundled files, 2 nowhere",
    "  proto/shop/v1/shop.proto: `geo/v1/place.proto` was not found",
    "  proto/shop/v1/shop.proto: `lost/v1/lost.proto` was not found",
    "",
  ]);
});

test("a file that an earlier root hides is told", async () => {
  const folder = tempFolder(files);
  const args = ["-I", "proto", "-I", "third_party", "proto/shop/v1/shop.proto"];
  const { stdout } = await protodial(["roots", ...args], { cwd: folder });
  const [money, hidden] = stdout.split("\n").slice(2);
  expect(money).toMatch(/^ {2}imports `money\/v1\/money.proto`: `proto\/money\/v1\/money.proto`, below `proto`: /);
  expect(hidden).toMatch(/^ {4}hides `third_party\/money\/v1\/money.proto`, below `third_party`: /);
  const json = JSON.parse((await protodial(["roots", "--format", "json", ...args], { cwd: folder })).stdout);
  expect(json.imports[0].hides).toMatchObject([{ path: "third_party/money/v1/money.proto", root: "third_party" }]);
});

test("imports that all lead somewhere end with 0", async () => {
  const ran = await protodial(["roots", "third_party"], { cwd: tempFolder(files) });
  expect(ran.code).toBe(0);
});

test.each([
  [["roots", "nothing.proto"], "there is no file or folder `nothing.proto`"],
  [["roots", "--format", "xml"], "`--format` is one of `text`, `json`"],
  [["roots", "-I", "nowhere"], "there is no folder `nowhere`"],
])("wrong use ends with 2: %j", async (args, words) => {
  const ran = await protodial(args, { cwd: tempFolder(files) });
  expect(ran.stderr).toContain(words);
  expect(ran.code).toBe(2);
});

test("what `check` says of imports is relative to the current folder, as the places of problems are", async () => {
  const folder = tempFolder({ "here/note.txt": "", "there/a/a.proto": message("a", "A", "lost/lost.proto") });
  const ran = await protodial(["check", "../there/a/a.proto"], { cwd: `${folder}/here` });
  expect(ran.stdout).toContain(
    `${folder}/there/a/a.proto:3:8: error: cannot find the imported file \`lost/lost.proto\` in \``,
  );
  expect(ran.stdout).not.toContain("in `.`");
});

test("`check` tells of a file below none of the roots of -I, and which root it takes", async () => {
  const folder = tempFolder(files);
  const ran = await protodial(["check", "-I", "proto", "."], { cwd: folder });
  expect(ran.stdout).toContain(
    "cannot find the imported file `geo/v1/place.proto` in `proto`: found at `third_party/geo/v1/place.proto`: make `third_party` an import root",
  );
});

test("packages that are links import what their own dependencies have, which lie beside what they are links to", async () => {
  const store = "node_modules/.pnpm";
  const folder = tempFolder({
    "package.json": '{ "dependencies": { "wrapper": "1.0.0" } }',
    "a.proto": message("a", "A", "wrapper/w.proto"),
    [`${store}/wrapper@1.0.0/node_modules/wrapper/package.json`]: '{ "dependencies": { "inner": "2.0.0" } }',
    [`${store}/wrapper@1.0.0/node_modules/wrapper/proto/wrapper/w.proto`]: message("w", "W", "inner/i.proto"),
    [`${store}/inner@2.0.0/node_modules/inner/inner/i.proto`]: message("i", "I"),
  });
  symlinkSync(".pnpm/wrapper@1.0.0/node_modules/wrapper", `${folder}/node_modules/wrapper`);
  const beside = `${folder}/${store}/wrapper@1.0.0/node_modules/inner`;
  symlinkSync("../../inner@2.0.0/node_modules/inner", beside);
  const ran = await protodial(["check", "a.proto"], { cwd: folder });
  expect(ran.stdout).not.toContain("inner/i.proto");
  const own = await protodial(["roots", "node_modules/wrapper/proto/wrapper/w.proto"], { cwd: folder });
  expect(own.stdout).toContain("`inner/i.proto`");
  expect(own.code).toBe(0);
});
