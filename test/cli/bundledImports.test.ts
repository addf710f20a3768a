// The most imported files of the world resolve in an empty folder, for the command line as it is shipped.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { shopProto } from "../support/shopProto.ts";
import { tempFolder } from "../support/tempFolder.ts";

const packages = path.resolve(import.meta.dirname, "../../node_modules");
const protoc = path.join(packages, "protoc/bin/protoc-linux-x86_64");

describe("in a folder with nothing else", () => {
  test("`check` finds no problem", async () => {
    const folder = tempFolder({ "shop/v1/shop.proto": shopProto });
    const checked = await protodial(["check"], { cwd: folder });
    expect(checked).toEqual({ code: 0, stdout: "", stderr: "1 file checked, 0 problems\n" });
  });

  test("`build` writes what protoc writes with the files of the packages", async () => {
    const folder = tempFolder({ "shop/v1/shop.proto": shopProto });
    const built = await protodial(["build", "shop/v1/shop.proto", "-o", "ours.binpb"], { cwd: folder });
    expect(built).toEqual({ code: 0, stdout: "", stderr: "" });
    const roots = [
      ".",
      path.join(packages, "protoc/include"),
      path.join(packages, "google-proto-files"),
      `grpc/health/v1=${path.join(packages, "grpc-health-check/proto/health/v1")}`,
      // Printed from the descriptor that its package has.
      path.resolve(import.meta.dirname, "../../dist/protos"),
    ];
    const flags = ["--include_imports", "--include_source_info", "--retain_options", "-oprotoc.binpb"];
    execFileSync(protoc, [...roots.map(root => `-I${root}`), ...flags, "shop/v1/shop.proto"], { cwd: folder });
    expect(readFileSync(path.join(folder, "ours.binpb")).equals(readFileSync(path.join(folder, "protoc.binpb")))).toBe(
      true,
    );
  });
});

test("a file of the folder is taken before a bundled one", async () => {
  const folder = tempFolder({
    "google/type/date.proto": 'syntax = "proto3";\npackage google.type;\nmessage Date { string text = 1; }\n',
    "a.proto": 'syntax = "proto3";\nimport "google/type/date.proto";\nmessage A { google.type.Date at = 1; }\n',
  });
  await protodial(["build", "a.proto", "-o", "out.binpb"], { cwd: folder });
  expect(readFileSync(path.join(folder, "out.binpb"), "latin1")).toContain("text");
});
