import { describe, expect, it } from "vitest";
import { shownPlace } from "../../server/src/workspace/shownPlace.ts";
import {
  absoluteUri,
  baseName,
  foldersAbove,
  isWithin,
  joinUri,
  normalUri,
  parentUri,
  pathBelow,
} from "../../server/src/workspace/uri.ts";

describe("uris", () => {
  it.each([
    ["file:///c%3A/Users/Me/a.proto", "file:///c:/Users/Me/a.proto"],
    ["file:///C:/Users/Me/a.proto", "file:///c:/Users/Me/a.proto"],
    ["file:///C%3a/Users/Me/", "file:///c:/Users/Me"],
    ["file:///c:", "file:///c:"],
    ["file:///home/me/%C3%A9%20x.proto", "file:///home/me/%C3%A9%20x.proto"],
    ["file:///home/me/é x.proto", "file:///home/me/%C3%A9%20x.proto"],
    ["file:///w/100%/a.proto", "file:///w/100%25/a.proto"],
    ["file:///w/a%23b/c%3Fd.proto", "file:///w/a%23b/c%3Fd.proto"],
    ["file:///w/a+b/(c)/@d/[e].proto", "file:///w/a+b/(c)/@d/%5Be%5D.proto"],
    ["file://server/Share/a.proto", "file://server/Share/a.proto"],
    ["vscode-remote://wsl%2Bubuntu/home/me/a.proto", "vscode-remote://wsl%2Bubuntu/home/me/a.proto"],
    ["vscode-vfs://github/o/r/a.proto", "vscode-vfs://github/o/r/a.proto"],
    ["untitled:Untitled-1", "untitled:Untitled-1"],
    ["untitled:C:\\w\\new.proto", "untitled:C:\\w\\new.proto"],
    ["file:///", "file:///"],
  ])("have one spelling: %s", (uri, normal) => {
    expect(normalUri(uri)).toBe(normal);
    expect(normalUri(normal)).toBe(normal);
  });

  it.each([
    ["C:\\Users\\Me\\My Protos", "file:///c:/Users/Me/My%20Protos"],
    ["c:/Users/Me/", "file:///c:/Users/Me"],
    ["D:\\", "file:///d:"],
    ["\\\\server\\share\\protos", "file://server/share/protos"],
    ["/home/me/my protos", "file:///home/me/my%20protos"],
    ["/home/me/100%/x#y", "file:///home/me/100%25/x%23y"],
    ["file:///C%3A/w", "file:///c:/w"],
    ["vscode-vfs://github/o/r", "vscode-vfs://github/o/r"],
    ["proto", undefined],
    ["..\\proto", undefined],
    ["C:proto", undefined],
  ])("are made of absolute paths: %s", (path, uri) => {
    expect(absoluteUri(path)).toBe(uri);
  });

  it("are joined and taken apart below drives and shares as below any folder", () => {
    for (const top of ["file:///c:/w", "file://server/share/w", "file:///w", "vscode-vfs://github/o/r"]) {
      const uri = joinUri(top, "a b/../ä/x.proto");
      expect(uri).toBe(`${top}/%C3%A4/x.proto`);
      expect(pathBelow(top, uri)).toBe("ä/x.proto");
      expect(baseName(uri)).toBe("x.proto");
      expect(parentUri(uri)).toBe(`${top}/%C3%A4`);
      expect(isWithin(top, uri)).toBe(true);
      expect(isWithin(`${top}x`, uri)).toBe(false);
      expect(foldersAbove(uri).slice(0, 2)).toEqual([`${top}/%C3%A4`, top]);
    }
    expect(pathBelow("file:///c:/w", "file:///d:/w/a.proto")).toBeUndefined();
    expect(joinUri("file:///c:/w", "../../../x")).toMatch(/^file:\/\/\/(?:c:\/)?x$/);
  });

  it("are shown as the system writes paths", () => {
    expect(shownPlace(["file:///c:/w"], "file:///c:/w/a b/x.proto")).toBe("a b/x.proto");
    expect(shownPlace(["file:///c:/w"], "file:///d:/lib/x.proto")).toBe("d:/lib/x.proto");
    expect(shownPlace(["file:///w"], "file:///lib/a%20b/x.proto")).toBe("/lib/a b/x.proto");
    expect(shownPlace(["file:///c:/w"], "file://server/share/x.proto")).toBe("//server/share/x.proto");
  });
});
