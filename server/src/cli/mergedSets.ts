import { pathsByCompilation } from "../compiler/compile.ts";
import { descriptorSet } from "../compiler/describe/descriptorSet.ts";
import type { TargetFile } from "./protoTree.ts";
import { UsageError } from "./usageError.ts";

/**
 * One descriptor set of all targets, each file after its imports. Targets below different import roots stand in
 * compilations of their own; what they share is written once.
 * @throws {UsageError} when two of them have one import path.
 */
export function mergedSets(
  targets: readonly TargetFile[],
  options: { readonly sourceInfo: "with" | "without" },
): Uint8Array {
  const groups = pathsByCompilation(targets);
  refuseSharedPaths(groups.values());
  const sets = [...groups].map(([compilation, paths]) =>
    descriptorSet([...paths], compilation, { ...options, jsonNames: "all" }),
  );
  const [first, ...rest] = sets;
  if (first === undefined) return new Uint8Array();
  if (rest.length === 0) return first;
  const files = new Map<string, Uint8Array>();
  for (const set of sets)
    for (const file of setEntries(set)) if (!files.has(file.name)) files.set(file.name, file.entry);
  return concatenated([...files.values()]);
}

/** @throws {UsageError} when two compilations have a target of one import path. */
function refuseSharedPaths(groups: Iterable<ReadonlySet<string>>): void {
  const seen = new Set<string>();
  for (const paths of groups) {
    for (const path of paths) {
      if (seen.has(path))
        throw new UsageError(
          `two files have the import path \`${path}\`; name them in runs of their own, or say their root with \`-I\``,
        );
      seen.add(path);
    }
  }
}

/** The entries of a FileDescriptorSet as they stand (tag and length included), with the name that begins each. */
function* setEntries(set: Uint8Array): Iterable<{ name: string; entry: Uint8Array }> {
  let at = 0;
  while (at < set.length) {
    const start = at;
    const size = varint(set, at + 1);
    const content = size.end;
    at = content + size.value;
    const name = varint(set, content + 1);
    yield {
      name: new TextDecoder().decode(set.subarray(name.end, name.end + name.value)),
      entry: set.subarray(start, at),
    };
  }
}

function varint(bytes: Uint8Array, from: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  let at = from;
  for (let byte = 0x80; byte >= 0x80; at++, scale *= 128) {
    byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
  }
  return { value, end: at };
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
