import { expect, test } from "vitest";
import { shownPlace } from "../../server/src/workspace/shownPlace.ts";

const one = ["file:///home/me/shop"];
const two = ["file:///home/me/shop", "file:///srv/lib%20s"];

test.each([
  [one, "file:///home/me/shop/proto/a.proto", "proto/a.proto"],
  [one, "file:///home/me/shop", "."],
  [one, "file:///home/me/shopping/a.proto", "/home/me/shopping/a.proto"],
  [one, "file:///srv/lib%20s/%C3%A4.proto", "/srv/lib s/ä.proto"],
  [two, "file:///srv/lib%20s/%C3%A4.proto", "lib s/ä.proto"],
  [two, "file:///home/me/shop", "shop"],
  [["file:///c:/work"], "file:///c:/work/a.proto", "a.proto"],
  [["file:///c:/work"], "file:///d:/lib/a.proto", "d:/lib/a.proto"],
  [one, "vscode-vfs://github/org/repo/a.proto", "vscode-vfs://github/org/repo/a.proto"],
  [one, "protodial:/google/protobuf/any.proto", "google/protobuf/any.proto"],
  [[], "untitled:Untitled-1", "untitled:Untitled-1"],
])("with the folders %j, %s is shown as %s", (folders, uri, shown) => {
  expect(shownPlace(folders, uri)).toBe(shown);
});
