// Files that import far too much: long chains, wide fans, cycles of every length.
import { describe, expect, test } from "vitest";
import { type CompileResult, compile } from "../../server/src/main/library.ts";

const size = process.env.PROTODIAL_FUZZ === "all" ? 5000 : 300;

const head = 'syntax = "proto3";\n';
const imports = (at: number) => `import "${at}.proto";\n`;

function compiled(text: (at: number) => string, count: number, roots: readonly number[]): CompileResult {
  const read = (path: string) => {
    const at = Number(/^(\d+)\.proto$/.exec(path)?.[1] ?? count);
    return at < count ? text(at) : undefined;
  };
  return compile({ files: roots.map(at => `${at}.proto`), read, sourceInfo: false });
}

const errors = ({ problems }: CompileResult) => problems.filter(one => one.severity === "error");
const all = (count: number) => Array.from({ length: count }, (_, at) => at);

describe("many imports", { timeout: 1_200_000 }, () => {
  test.each(["first", "last", "every"])("a chain, from the %s file", from => {
    const text = (at: number) =>
      `${head}${at + 1 < size ? imports(at + 1) : ""}message M${at} { ${at + 1 < size ? `M${at + 1}` : "string"} a = 1; }`;
    const roots = { first: [0], last: [size - 1], every: all(size) }[from] ?? [];
    const result = compiled(text, size, roots);
    expect(errors(result)).toEqual([]);
    expect(result.descriptorSet?.length).toBeGreaterThan(from === "last" ? 10 : size * 30);
  });

  test("a chain of public imports, whose last file is used by the first", () => {
    const text = (at: number) =>
      `${head}${at + 1 < size ? `import public "${at + 1}.proto";\n` : ""}message M${at} { ${at === 0 ? `M${size - 1}` : "string"} a = 1; }`;
    expect(errors(compiled(text, size, [0]))).toEqual([]);
  });

  test("a chain whose last file is missing", () => {
    const result = compiled(at => `${head}${imports(at + 1)}message M${at} { M${at + 1} a = 1; }`, size, [0]);
    expect(errors(result).map(one => [one.path, one.type])).toEqual([[`${size - 1}.proto`, "import-not-found"]]);
  });

  test("one file that imports all others, which are there or not", () => {
    const text = (at: number) =>
      at === 0 ? head + all(size).slice(1).map(imports).join("") : `${head}message M${at} {}`;
    expect(errors(compiled(text, size, [0]))).toEqual([]);
    expect(errors(compiled(text, 1, [0]))).toHaveLength(size - 1);
  });

  test("files that each import all after them", () => {
    const count = Math.min(size, 150);
    const text = (at: number) =>
      `${head}${all(count)
        .slice(at + 1)
        .map(imports)
        .join("")}message M${at} {}`;
    expect(errors(compiled(text, count, all(count)))).toEqual([]);
  });

  test.each([1, 2, 3, 100, size])("a cycle of %i", count => {
    const text = (at: number) => `${head}${imports((at + 1) % count)}message M${at} { M${(at + 1) % count} a = 1; }`;
    const result = compiled(text, count, [0]);
    expect(errors(result).map(one => one.type)).toContain("import-cycle");
    expect(result.descriptorSet).toBeUndefined();
  });

  test("files that all import each other", () => {
    const count = 40;
    const text = (at: number) =>
      head +
      all(count)
        .filter(other => other !== at)
        .map(imports)
        .join("");
    expect(errors(compiled(text, count, [0])).every(one => one.type === "import-cycle")).toBe(true);
  });
});
