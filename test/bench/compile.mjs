// All of google-proto-files to one descriptor set with source info: ours, protoc and buf, in turns.
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { protoFiles } from "./folders.mjs";
import { measured, median, table } from "./measured.mjs";
import { bufBinary } from "./programs.mjs";

export const compileMeasured =
  "All of google-proto-files to one descriptor set with source info, from the start of the process to its end.";

/** The files of it that protoc itself refuses. */
const refused = /^google\/protobuf\/(compiler\/ruby|util\/json_format_proto3)/;

/** A table; `rounds` runs of each. */
export async function benchCompile(repository, rounds) {
  const root = path.join(repository, "node_modules/google-proto-files");
  const work = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  try {
    const files = protoFiles(root).filter(name => !refused.test(name));
    const list = path.join(work, "files");
    writeFileSync(list, files.join("\n"));
    const programs = [
      [
        "Protodial",
        process.execPath,
        [path.join(repository, "dist/cli.js"), "build", "-I", ".", "-o", path.join(work, "ours"), ...files],
      ],
      [
        "protoc",
        path.join(repository, "node_modules/protoc/bin/protoc-linux-x86_64"),
        [
          `-I${root}`,
          "--include_imports",
          "--include_source_info",
          "--retain_options",
          `-o${path.join(work, "protoc")}`,
          `@${list}`,
        ],
      ],
      ["buf", bufBinary(repository), ["build", bufModule(root, work), "-o", path.join(work, "buf.binpb")]],
    ].filter(([, command]) => existsSync(command));
    const runs = new Map(programs.map(([name]) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, command, args] of programs) runs.get(name).push(await measured(command, args, { cwd: root }));
    }
    const cpu = name => median(runs.get(name).map(run => run.cpuSeconds));
    const rows = programs.map(([name]) => {
      const all = runs.get(name);
      const failed = all.some(run => run.code !== 0) ? " (failed)" : "";
      const peak = median(all.map(run => run.peakMegabytes));
      const wall = median(all.map(run => run.wallSeconds));
      return [
        name + failed,
        cpu(name).toFixed(1),
        wall.toFixed(1),
        peak.toFixed(0),
        (cpu("Protodial") / cpu(name)).toFixed(2),
      ];
    });
    return table(["", "CPU s", "wall s", "peak MB", "our CPU to theirs"], rows);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** buf refuses the copies of google/protobuf there, so its module leaves them out. */
function bufModule(root, work) {
  symlinkSync(root, path.join(work, "protos"));
  const excludes = "excludes: [protos/google/protobuf]";
  writeFileSync(path.join(work, "buf.yaml"), `version: v2\nmodules:\n  - path: protos\n    ${excludes}\n`);
  return work;
}
