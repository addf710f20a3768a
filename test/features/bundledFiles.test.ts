// Bundled files in the features of the editor: offered where they help, silent where the workspace has its own.
import { describe, expect, it } from "vitest";
import { completion } from "../../server/src/features/completion/completion.ts";
import { isNeeds } from "../../server/src/features/needs.ts";
import { references } from "../../server/src/features/references.ts";
import { requestCompletion } from "../../server/src/features/requestCompletion.ts";
import { requestDiagnostics } from "../../server/src/features/requestDiagnostics.ts";
import { workspaceSymbols } from "../../server/src/features/workspaceSymbols.ts";
import { bundledFiles } from "../../server/src/workspace/bundledFiles.generated.ts";
import { fixture } from "../support/fixture.ts";

const head = 'syntax = "proto3";\npackage a.v1;\n';

/** The workspace's own copy of a bundled file, where no root would find it. */
function copyIn(folder: string, path: string): string {
  return `//- ${folder}/${path}\n${bundledFiles[path] ?? ""}`;
}

async function offered(text: string): Promise<readonly string[]> {
  const { snapshot, params } = await fixture(text);
  return completion(snapshot, params, { snippets: false }).items.map(one => one.labelDetails?.description ?? one.label);
}

describe("completion of imports", () => {
  it("offers bundled files by any part of the path", async () => {
    const { snapshot, params } = await fixture(`${head}import "annot$0";\n`);
    const { items } = completion(snapshot, params, { snippets: false });
    expect(items.map(one => one.label)).toContain("google/api/annotations.proto");
  });

  it("offers a path once where the workspace has a copy", async () => {
    const text = `//- a/v1/a.proto\n${head}import "google/type/da$0";\n${copyIn("odd/place", "google/type/date.proto")}`;
    const { snapshot, params } = await fixture(text);
    const labels = completion(snapshot, params, { snippets: false }).items.map(one => one.label);
    expect(labels.filter(one => one === "google/type/date.proto")).toHaveLength(1);
  });
});

describe("completion of types", () => {
  it("offers the everyday ones, and the others to those who write their package", async () => {
    expect(await offered(`${head}message M {\n  Money$0\n}`)).toEqual(["google.type"]);
    expect(await offered(`${head}message M {\n  HttpRul$0\n}`)).toEqual([]);
    expect(await offered(`${head}message M {\n  google.api.HttpRul$0\n}`)).toEqual(["google.api"]);
  });

  it("offers a type once where the workspace has a copy", async () => {
    const text = `//- a/v1/a.proto\n${head}message M {\n  Money$0\n}\n${copyIn("odd/place", "google/type/money.proto")}`;
    expect(await offered(text)).toEqual(["google.type"]);
  });
});

describe("the symbols and references of a workspace", () => {
  const files = `//- a/v1/a.proto\n${head}import "google/rpc/status.proto";\nmessage M {\n  google.rpc.Sta$0tus s = 1;\n}\n`;

  it("leave out what is only bundled", async () => {
    const { snapshot, params } = await fixture(files);
    expect(workspaceSymbols(snapshot, { query: "Status" })).toEqual([]);
    const found = references(snapshot, { ...params, context: { includeDeclaration: false } });
    expect(isNeeds(found) ? found : found.map(one => one.uri)).toEqual([params.textDocument.uri]);
  });

  it("have those of its own copies once", async () => {
    const { snapshot } = await fixture(files + copyIn("googleapis", "google/rpc/status.proto"));
    const found = workspaceSymbols(snapshot, { query: "google.rpc.Status" });
    expect(isNeeds(found) ? found : found.map(one => one.location.uri)).toEqual([
      "file:///work/googleapis/google/rpc/status.proto",
    ]);
  });
});

describe("a request document", () => {
  it("calls services that nearly every server has without a file of them", async () => {
    const { snapshot, params } = await fixture("//- a.grpc\nGRPC h:1/grpc.health$0\n");
    const found = requestCompletion(snapshot, params, { snippets: false });
    expect(found !== null && !isNeeds(found) ? found.items.map(one => one.label) : found).toEqual(
      expect.arrayContaining(["grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch"]),
    );
    const whole = await fixture('//- a.grpc\nGRPC h:1/grpc.health.v1.Health/Check\n\n{ "serv$0ice": "" }\n');
    expect(requestDiagnostics(whole.snapshot, whole.params)).toEqual([]);
    const wrong = await fixture('//- a.grpc\nGRPC h:1/grpc.health.v1.Health/Check\n\n{ "serv$0": "" }\n');
    expect(requestDiagnostics(wrong.snapshot, wrong.params)).toMatchObject([{ code: "request-unknown-field" }]);
  });
});
