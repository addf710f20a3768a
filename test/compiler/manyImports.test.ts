// What files that import far too much cost: the work grows with the files, not with the pairs of them.
import { expect, test } from "vitest";
import type { DeclaredFile } from "../../server/src/compiler/link/declarations.ts";
import { declare } from "../../server/src/compiler/link/declare.ts";
import { linkedFiles } from "../../server/src/compiler/link/linkedFiles.ts";
import { interpretOptions } from "../../server/src/compiler/link/options.ts";
import { SharedNames } from "../../server/src/compiler/link/sharedNames.ts";
import { parseFile } from "../../server/src/compiler/syntax/parseFile.ts";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { numbers } from "../fuzz/mutations.ts";

type Texts = (at: number) => string;

const imports = (...files: readonly number[]) => files.map(at => `import "${at}.proto";\n`).join("");

/** File 0 imports nothing, and each other one some of those before it. */
const shapes: Readonly<Record<string, Texts>> = {
  "a chain": at => `${at > 0 ? imports(at - 1) : ""}message M${at} {}`,
  "a chain of packages": at => `package p${at};\n${at > 0 ? imports(at - 1) : ""}message M {}`,
  "a chain of packages in packages": at => `package a.b${at % 7}.c;\n${at > 0 ? imports(at - 1) : ""}message M${at} {}`,
  diamonds: at => `${at > 1 ? imports(at - (at % 2) - 2, at - (at % 2) - 1) : ""}message M${at} {}`,
  "all that import the first": at => `${at > 0 ? imports(0) : ""}message M${at} {}`,
};

function declaredFile(path: string, text: string): DeclaredFile {
  return declare(parseFile(sourceFile(path, `syntax = "proto3";\n${text}`)));
}

/** How often the imports of a linked file are read when `count` files are linked, each after those it imports. */
function reads(texts: Texts, count: number): number {
  const files = new Map<string, DeclaredFile>();
  for (let at = 0; at < count; at++) files.set(`${at}.proto`, declaredFile(`${at}.proto`, texts(at)));
  const linked = linkedFiles(path => files.get(path));
  const names = new SharedNames({ toldBy: "importers" });
  let found = 0;
  for (const path of files.keys()) {
    const file = linked.file(path, names);
    if (file === undefined) throw new Error("not linked");
    expect(file.problems).toEqual([]);
    expect(names.add(file)).toEqual([]);
    const { imports: behind } = file;
    const get = () => {
      found++;
      return behind;
    };
    Object.defineProperty(file, "imports", { get });
  }
  return found;
}

test.each(Object.keys(shapes))("%s is linked without going all the way down for each file", name => {
  const texts = shapes[name] ?? (() => "");
  const [few, many] = [reads(texts, 50), reads(texts, 400)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThan(few * 12);
});

/** How often a file is asked for a name when the last of `count` files is linked, with all that stands behind it. */
function asked(texts: Texts, count: number): number {
  const files = new Map<string, DeclaredFile>();
  let found = 0;
  for (let at = 0; at < count; at++) {
    const file = declaredFile(`${at}.proto`, texts(at));
    const { byName } = file;
    const get = (name: string) => {
      found++;
      return byName.get(name);
    };
    const counting = new Proxy(byName, {
      get: (_, key) => (key === "get" ? get : Reflect.get(byName, key)),
    });
    files.set(file.path, { ...file, byName: counting });
  }
  const last = linkedFiles(path => files.get(path)).file(`${count - 1}.proto`);
  expect(last?.problems).toEqual([]);
  return found;
}

const using = (at: number, names: string) => `message M${at} { ${at > 0 ? names : ""} }`;

test.each(
  Object.entries({
    "a chain": at => `${at > 0 ? imports(at - 1) : ""}${using(at, `M${at - 1} m = 1;`)}`,
    "a chain of packages": at =>
      `package p${at};\n${at > 0 ? imports(at - 1) : ""}${using(at, `p${at - 1}.M${at - 1} m = 1;`)}`,
  } satisfies Record<string, Texts>),
)("in %s no file is asked for the names of all others", (_, texts) => {
  const [few, many] = [asked(texts, 50), asked(texts, 400)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThan(few * 12);
});

test("of many imports those are asked for a name that stand in a package around it", () => {
  const all =
    (count: number): Texts =>
    at => {
      if (at < count - 1) return `package p${at};\nmessage M {}`;
      const others = [...Array(at).keys()];
      return `package q;\n${imports(...others)}message All { ${others.map(one => `p${one}.M m${one} = ${one + 1};`).join(" ")} }`;
    };
  const [few, many] = [asked(all(100), 100), asked(all(800), 800)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThan(few * 12);
});

// Linked files are kept in what is declared.
function anew(files: ReadonlyMap<string, DeclaredFile>): ReadonlyMap<string, DeclaredFile> {
  return new Map([...files].map(([path, { parsed }]) => [path, declaredFile(path, parsed.source.text.slice(19))]));
}

test("names are found to clash as they are without those that were met before", () => {
  const pick = numbers(11);
  let clashing = 0;
  for (let round = 0; round < 200; round++) {
    const files = new Map<string, DeclaredFile>();
    const count = 2 + pick(8);
    for (let at = 0; at < count; at++) {
      const behind = [...Array(at).keys()].filter(() => pick(3) === 0);
      const packages = ["", "package a;", "package a.b;", "package a.b.c;", "package M1;"];
      const text = `${packages[pick(5)]}\n${imports(...behind)}message ${["a", "b", "M1", "M2", "M3"][pick(5)]} {}\nenum E { V${pick(6)} = 0; }`;
      files.set(`${at}.proto`, declaredFile(`${at}.proto`, text));
    }
    const plain = linkedFiles(path => files.get(path));
    const expected = [...files.keys()].map(path => plain.file(path)?.problems.map(one => one.message));
    const again = anew(files);
    const inTurn = linkedFiles(path => again.get(path));
    const names = new SharedNames({ toldBy: "importers" });
    const found = [...again.keys()].map(path => {
      const file = inTurn.file(path, names);
      if (file !== undefined) names.add(file);
      return file?.problems.map(one => one.message);
    });
    expect(found).toEqual(expected);
    const atOnce = anew(files);
    const inAnyOrder = linkedFiles(path => atOnce.get(path));
    for (let asked = 0; asked < 3; asked++) inAnyOrder.file(`${pick(count)}.proto`);
    expect([...atOnce.keys()].map(path => inAnyOrder.file(path)?.problems.map(one => one.message))).toEqual(expected);
    clashing += found.flat().length;
  }
  expect(clashing).toBeGreaterThan(100);
});

test.each([3, 12, 40, 1000])("the way round a cycle of %i files is told in one line", count => {
  const files = new Map<string, DeclaredFile>();
  for (let at = 0; at < count; at++) files.set(`${at}.proto`, declaredFile(`${at}.proto`, imports((at + 1) % count)));
  const linked = linkedFiles(path => files.get(path));
  for (const path of files.keys()) {
    const found = linked.file(path)?.problems.map(one => one.message) ?? [];
    expect(found).toHaveLength(1);
    const next = `${(Number.parseInt(path, 10) + 1) % count}.proto`;
    expect(found[0]).toMatch(new RegExp(`: \`${path}\` → \`${next}\` → .*→ \`${path}\`$`));
    expect(found[0]?.length).toBeLessThan(250);
  }
});

test("the options of a file behind which stands a longer chain than the engine's stack", () => {
  const count = 20_000;
  const ownOptions = "package google.protobuf;\nmessage FileOptions { string java_package = 1; bool own = 2; }";
  const names = new SharedNames({ toldBy: "importers" });
  const files = new Map<string, DeclaredFile>();
  const linked = linkedFiles(path => files.get(path));
  for (let at = 0; at < count; at++) {
    const path = `${at}.proto`;
    const rest = at === count - 1 ? "option own = true;" : "";
    files.set(path, declaredFile(path, at === 0 ? ownOptions : `${imports(at - 1)}${rest}`));
    const file = linked.file(path, names);
    if (file !== undefined) names.add(file);
  }
  const last = linked.file(`${count - 1}.proto`);
  if (last === undefined) throw new Error("not linked");
  const options = interpretOptions(last, linked.file("0.proto"));
  expect(options.problems).toEqual([]);
  expect(options.valueOf(last.declared, "own")).toBe(true);
});
