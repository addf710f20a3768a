// Uris as keys: every spelling of a file is one.
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { absoluteUri, bundledPath, bundledUri, normalUri, pathBelow } from "../../server/src/workspace/uri.ts";

const names = [
  "a.proto",
  "with space",
  "é漢😀",
  "100%",
  "%41",
  "a+b,c;d=e@f&g$h",
  "(x)'!*~",
  "[y]{z}|^`<>",
  'quote"',
  "a#b?c",
  "-._",
  "c:",
  "C:",
];

describe("the normal spelling of a uri", () => {
  test("is the same for every way to write a path", () => {
    for (const one of names) {
      for (const other of names) {
        const path = `/folder/${one}/${other}`;
        const parts = ["folder", one, other];
        const spellings = [
          pathToFileURL(path).href,
          `file:///${parts.map(encodeURIComponent).join("/")}`,
          `file:///${lowerEscapes(parts)}`,
          `file:///${parts.map(encodeURIComponent).join("/")}/`,
        ];
        const normal = new Set(spellings.map(normalUri));
        expect([...normal], path).toHaveLength(1);
        const [key = ""] = normal;
        expect(normalUri(key)).toBe(key);
        expect(pathBelow("file:///folder", key)).toBe(`${one}/${other}`);
      }
    }
  });

  test("has a drive in lower case, and no slash at its end", () => {
    const drive = [
      "file:///C:/a/b.proto",
      "file:///c%3A/a/b.proto",
      "file:///c:/a/b.proto/",
      "file:///C%3a/a%5Cb.proto",
    ];
    expect(new Set(drive.map(normalUri))).toEqual(new Set(["file:///c:/a/b.proto"]));
    expect(absoluteUri("C:\\a\\b.proto")).toBe("file:///c:/a/b.proto");
    expect(normalUri("file:///")).toBe("file:///");
    expect(normalUri("file://host/share/")).toBe("file://host/share");
  });

  test("is the uri itself where it has no path that could be written in another way", () => {
    for (const uri of ["untitled:Untitled-1", "vscode-remote://ssh-remote+x/home/a.proto", "file:///a//b.proto"])
      expect(normalUri(uri)).toBe(uri);
    expect(normalUri(bundledUri("google/protobuf/any.proto"))).toBe(bundledUri("google/protobuf/any.proto"));
    expect(bundledPath(bundledUri("a b/c.proto"))).toBe("a b/c.proto");
  });

  test("tells names apart that only look encoded alike", () => {
    const apart = ["file:///a%2541", "file:///aA", "file:///a%", "file:///a%zz", "file:///%C3", "file:///a%25zzz"];
    expect(new Set(apart.map(normalUri)).size).toBe(apart.length);
  });
});

function lowerEscapes(parts: readonly string[]): string {
  return parts.map(part => encodeURIComponent(part).replace(/%[0-9A-F]{2}/g, code => code.toLowerCase())).join("/");
}
