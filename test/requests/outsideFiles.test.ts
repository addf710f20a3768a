import { describe, expect, it } from "vitest";
import { environmentUris, fileBeside, isElsewhere } from "../../server/src/requests/outsideFiles.ts";

describe("files beside a request document", () => {
  it("are environments from its folder up to the workspace folder, the nearest and the private first", () => {
    const names = ["http-client.private.env.json", "http-client.env.json"];
    const inFolders = (...folders: string[]) => folders.flatMap(folder => names.map(name => `${folder}/${name}`));
    expect(environmentUris("file:///w/calls/v1/a.grpc", ["file:///w"])).toEqual(
      inFolders("file:///w/calls/v1", "file:///w/calls", "file:///w"),
    );
    expect(environmentUris("file:///c%3A/w/calls/a.grpc", ["file:///c:/w"])).toEqual(
      inFolders("file:///c:/w/calls", "file:///c:/w"),
    );
    expect(environmentUris("file:///elsewhere/a.grpc", ["file:///w"])).toEqual(inFolders("file:///elsewhere"));
    expect(environmentUris("untitled:Untitled-1", ["file:///w", "file:///x"])).toEqual(inFolders("file:///w"));
    expect(environmentUris("untitled:Untitled-1", [])).toEqual([]);
  });

  it("are certificates relative to it", () => {
    expect(fileBeside("file:///w/calls/a.grpc", [], "../certs/ca one.pem")).toBe("file:///w/certs/ca%20one.pem");
    expect(fileBeside("file:///w/a.grpc", [], "/etc/ca.pem")).toBe("file:///etc/ca.pem");
    expect(fileBeside("file:///c%3A/w/a.grpc", [], "D:\\ca.pem")).toBe("file:///d:/ca.pem");
    expect(fileBeside("untitled:Untitled-1", [], "ca.pem")).toBeUndefined();
  });

  it("are on another machine where a share is named that the document is not on", () => {
    const elsewhere = (document: string, path: string) => isElsewhere(document, fileBeside(document, [], path) ?? "");
    expect(elsewhere("file:///c%3A/w/a.grpc", "\\\\server\\share\\ca.pem")).toBe(true);
    expect(elsewhere("file:///c%3A/w/a.grpc", "file://server/share/ca.pem")).toBe(true);
    expect(elsewhere("file://server/share/a.grpc", "ca.pem")).toBe(false);
    expect(elsewhere("file:///c%3A/w/a.grpc", "D:\\ca.pem")).toBe(false);
    expect(elsewhere("file:///w/a.grpc", "../ca.pem")).toBe(false);
  });
});
