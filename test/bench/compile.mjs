// All of google-proto-files to one descriptor set with source info: ours, protoc and buf, in turns.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { measured, median, table } from "./measured.mjs";

/** The files of it that protoc itself refuses. */
const refused = /^google\/protobuf\/(compiler\/ruby|util\/json_format_proto3)/;

/** Prints a table; `rounds` runs of each. */
export async function benchCompile(repository, rounds) {
  const root = path.join(repository, "node_modules/google-proto-files");
  const work = mkdtempSync(path.join(tmpdir(), "protodial-bench-"));
  try {
    const files = readdirSync(root, { recursive: true })
      .map(name => String(name).split(path.sep).join("/"))
      .filter(name => name.endsWith(".proto") && !refused.test(name))
      .sort();
    const list = path.join(work, "files");
    writeFileSync(list, files.join("\n"));
    const bytes = files.reduce((sum, file) => sum + readFileSync(path.join(root, file)).length, 0);
    console.log(
      `\n## Compile ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, to one descriptor set with source info\n`,
    );
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
    console.log(table(["", "CPU s", "wall s", "peak MB", "our CPU to theirs"], rows));
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

/** The platform's own binary: the package's script is Node, and would be measured with it. */
export function bufBinary(repository) {
  return path.join(repository, `node_modules/@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`);
}
