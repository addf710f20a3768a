import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { fieldPath, fieldPlace } from "../../server/src/requests/fieldPlace.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";

const text = `GRPC localhost:50051/directories.v1.Directories/MakeDirectory

{
  "path": "/a",
  "parentFolder": { "name": "x", "tags": ["one", "two"] },
  "entries": [{ "size": "1" }, { "size": "-2" }],
  "labels": { "a.b": 1, "plain": 2 }
}
`;

function placed(path: string, document = text): string {
  const [request] = parseRequests(sourceFile("r.grpc", document)).requests;
  if (request === undefined) throw new Error("no request");
  const { start, end } = fieldPlace(request, path);
  return document.slice(start, end);
}

describe("a field that the server complains of", () => {
  it("is found by the names of the .proto file, of JSON, and with indices and keys", () => {
    expect(placed("path")).toBe('"path": "/a"');
    expect(placed("parent_folder.name")).toBe('"name": "x"');
    expect(placed("parentFolder.name")).toBe('"name": "x"');
    expect(placed("parent_folder.tags[1]")).toBe('"two"');
    expect(placed("entries[1].size")).toBe('"size": "-2"');
    expect(placed("entries.1.size")).toBe('"size": "-2"');
    expect(placed('labels["a.b"]')).toBe('"a.b": 1');
    expect(placed("labels[plain]")).toBe('"plain": 2');
  });

  it("is marked at its key where its value is an object or a list", () => {
    expect(placed("entries")).toBe('"entries"');
    expect(placed("parent_folder")).toBe('"parentFolder"');
  });

  it("is marked at what is there of the way to it", () => {
    expect(placed("parent_folder.owner.id")).toBe('"parentFolder"');
    expect(placed("entries[7].size")).toBe('"entries"');
    expect(placed("nowhere.at.all")).toBe("{");
    expect(placed("")).toBe("{");
  });

  it("is found below the name of a parameter", () => {
    expect(placed("request.parent_folder.name")).toBe('"name": "x"');
  });

  it("is the request line where there is no body, and one of several messages where one has it", () => {
    expect(placed("path", "GRPC localhost:1/a.B/C\n")).toBe("GRPC localhost:1/a.B/C");
    expect(placed("b", 'GRPC localhost:1/a.B/C\n\n{ "a": 1 }\n{ "b": 2 }\n')).toBe('"b": 2');
  });

  it("has a path of names, indices and keys", () => {
    expect(fieldPath('a.b[2]["k.l"].c')).toEqual(["a", "b", "2", "k.l", "c"]);
    expect(fieldPath("[0].x")).toEqual(["0", "x"]);
  });
});
