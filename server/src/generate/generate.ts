import type { GeneratedFile } from "../protocol/requests.ts";
import { GenerateError, type Generator, type Schema } from "./generator.ts";
import { generatorOf } from "./generators.ts";
import { generatedProtos } from "./targets.ts";

/** What a target makes of a schema, and what to know about it. */
export interface Generated {
  /** In the order of their paths, each of which is relative, has `/` and leads nowhere but down. */
  readonly files: readonly GeneratedFile[];
  readonly warnings: readonly string[];
}

/**
 * Generates in memory: nothing is written.
 *
 * @throws {GenerateError} for an unknown target or option, a file the target cannot express, or a path that leads out
 */
export function generate(schema: Schema, target: string, options: Readonly<Record<string, string>>): Generated {
  const { generator, checked } = checkTarget(target, options);
  const files = generator.generate(schema, checked);
  refuseUnsafePaths(files);
  refuseTwice(files);
  const warnings = generator.warnings?.(schema, checked) ?? [];
  const empty = files.length === 0 && generatedProtos(schema).length === 0 ? ["there is nothing to generate for"] : [];
  return {
    files: [...files].sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0)),
    warnings: [...warnings, ...namesOfOneFile(files), ...empty],
  };
}

/** A target's generator, and the options with their defaults. @throws {GenerateError} for an unknown target, option or value */
export function checkTarget(
  target: string,
  options: Readonly<Record<string, string>>,
): { readonly generator: Generator; readonly checked: Readonly<Record<string, string>> } {
  const generator = generatorOf(target);
  for (const [name, value] of Object.entries(options)) {
    const option = generator.options.find(one => one.name === name);
    if (option === undefined) {
      const known = generator.options.map(one => one.name).join(", ");
      throw new GenerateError(`\`${target}\` has no option \`${name}\`; it has ${known}`);
    }
    if (option.values.length > 0 && !option.values.includes(value)) {
      throw new GenerateError(`\`${value}\` is no value of \`${name}\`; write ${option.values.join(", ")}`);
    }
  }
  const defaults = Object.fromEntries(generator.options.map(option => [option.name, option.default]));
  return { generator, checked: { ...defaults, ...options } };
}

function refuseUnsafePaths(files: readonly GeneratedFile[]): void {
  for (const { path } of files) {
    // Generated files name their source in a comment, which such a character would end.
    if (/[\p{Cc}\u2028\u2029]/u.test(path)) {
      throw new GenerateError(`a control character stands in the file name ${JSON.stringify(path)}; rename the file`);
    }
    if (!isSafePath(path)) throw new GenerateError(`\`${path}\` would be written outside the output folder`);
  }
}

/** Whether a path stays in the folder that it is relative to, on every system. */
export function isSafePath(path: string): boolean {
  if (/[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  return path.split("/").every(part => part !== "" && part !== "." && part !== "..");
}

/** Paths that differ in case only: on macOS and Windows one file would take the place of the other. */
function namesOfOneFile(files: readonly GeneratedFile[]): string[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ path }) => {
    const other = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    return other === undefined ? [] : [`\`${other}\` and \`${path}\` are one file where case does not count`];
  });
}

function refuseTwice(files: readonly GeneratedFile[]): void {
  const seen = new Set<string>();
  for (const { path } of files) {
    if (seen.has(path)) throw new GenerateError(`two files would both be written to \`${path}\``);
    seen.add(path);
  }
}
