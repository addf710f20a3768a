// The folders that are measured, made anew below one temporary folder.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The files of google-proto-files that are opened there. */
export const openedFiles = {
  small: "google/type/latlng.proto",
  medium: "google/pubsub/v1/pubsub.proto",
  large: "google/cloud/compute/v1/compute.proto",
};

/** The file that is opened in the small folder. */
export const exampleFile = "directories/v1/directories.proto";

/** The example, with two files more that import it. */
export function smallFolder(repository, work) {
  const folder = path.join(work, "three");
  cpSync(path.join(repository, "examples/directories/directories"), path.join(folder, "directories"), {
    recursive: true,
  });
  writeFileSync(path.join(folder, "buf.yaml"), "version: v2\n");
  const declare = (name, fields) =>
    writeFileSync(
      path.join(folder, `directories/v1/${name.toLowerCase()}.proto`),
      [
        'syntax = "proto3";',
        "package directories.v1;",
        `import "${exampleFile}";`,
        'import "google/protobuf/timestamp.proto";',
        `message ${name} {\n${fields}\n}\n`,
      ].join("\n\n"),
    );
  declare("Visit", "  DirectoryEntry entry = 1;\n  google.protobuf.Timestamp at = 2;");
  declare("Snapshot", "  repeated DirectoryEntry entries = 1;\n  google.protobuf.Timestamp made_at = 2;");
  return folder;
}

/** All of google-proto-files, or `count` of its files, taken evenly. buf refuses the copies of google/protobuf in it. */
export function largeFolder(repository, work, count) {
  const source = path.join(repository, "node_modules/google-proto-files");
  const all = protoFiles(source);
  const taken = count === undefined ? all : all.filter((_, at) => isTaken(at, all.length, count));
  const folder = path.join(work, `googleapis-${taken.length}`);
  for (const file of new Set([...taken, openedFiles.small])) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(source, file), path.join(folder, file));
  }
  const module = "modules:\n  - path: .\n    excludes: [google/protobuf]\n";
  writeFileSync(path.join(folder, "buf.yaml"), `version: v2\n${module}`);
  return folder;
}

/** All `.proto` files below a folder, sorted, with `/` between the parts of a path. */
export function protoFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map(name => String(name).split(path.sep).join("/"))
    .filter(name => name.endsWith(".proto"))
    .sort();
}

function isTaken(at, all, count) {
  return Math.floor(((at + 1) * count) / all) > Math.floor((at * count) / all);
}
