import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { protodial } from "../support/commandLine.ts";
import { tempFolder } from "../support/tempFolder.ts";

afterEach(() => vi.unstubAllEnvs());

const shake256 = (text: string) => createHash("shake256", { outputLength: 64 }).update(text).digest("hex");

test("what buf finds in its cache without a network is found", async () => {
  const files = {
    "weather/v1/drop.proto": 'syntax = "proto3";\npackage weather.v1;\nmessage Drop {}\n',
    "weather/v1/rain.proto":
      'syntax = "proto3";\npackage weather.v1;\nimport "weather/v1/drop.proto";\nmessage Rain { Drop drop = 1; }\n',
  };
  const manifest = Object.entries(files).map(([name, text]) => `shake256:${shake256(text)}  ${name}\n`);
  const digest = `b5:${shake256(`shake256:${shake256(manifest.join(""))}`)}`;
  const commit = "6c776ed5bee54462b06d31fb7f7c16b8";
  const module = `cache/v3/modules/b5/buf.build/acme/weather/${commit}`;
  const folder = tempFolder({
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`${module}/files/${name}`, text])),
    [`${module}/module.yaml`]: "version: v1\nfiles_dir: files\n",
    "work/buf.yaml": "version: v2\nmodules:\n  - path: proto\ndeps:\n  - buf.build/acme/weather\n",
    "work/buf.lock": `version: v2\ndeps:\n  - name: buf.build/acme/weather\n    commit: ${commit}\n    digest: ${digest}\n`,
    "work/proto/a/v1/a.proto":
      'syntax = "proto3";\npackage a.v1;\nimport "weather/v1/rain.proto";\nmessage A { weather.v1.Rain rain = 1; }\n',
  });
  vi.stubEnv("BUF_CACHE_DIR", path.join(folder, "cache"));
  const cwd = path.join(folder, "work");
  const buf = path.resolve("node_modules/@bufbuild/buf/bin/buf");
  // Buf fails where it would have to ask the registry.
  execFileSync(process.execPath, [buf, "build"], { cwd, stdio: "pipe" });
  expect(await protodial(["check"], { cwd })).toEqual({
    code: 0,
    stdout: "",
    stderr: "1 file checked, 0 problems\n",
  });
});
