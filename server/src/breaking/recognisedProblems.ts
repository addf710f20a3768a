import type { Elsewhere } from "./recognise.ts";
import { nestedName } from "./shapes.ts";
import type { Similar } from "./similar.ts";

// What became of something, in words.

/** It has another number. */
export function renumbered(
  noun: string,
  before: { readonly name: string; readonly number: number },
  now: number,
): string {
  return `${noun} \`${before.name}\` changed its number from ${before.number} to ${now}`;
}

/** Its number is that of another one, and it is gone. */
export function numberGiven(before: { readonly name: string; readonly number: number }, now: string): string {
  return `number ${before.number} was \`${before.name}\` and is given to \`${now}\` now`;
}

/** It has another name. */
export function renamed(noun: string, before: string, now: string): string {
  return `${noun} \`${before}\` was renamed to \`${now}\``;
}

/** It stands in another file, of the same package or another one. */
export function movedTo(before: Similar, { path, packageName, fullName }: Elsewhere): string {
  const what = `${before.kind} \`${nestedName(before)}\``;
  if (packageName === before.file.packageName && fullName === before.fullName) return `${what} is in \`${path}\` now`;
  return `${what} is \`${fullName}\` in \`${path}\` now`;
}

/** The file has another path. */
export function fileRenamed(before: string): string {
  return `the file was \`${before}\` before`;
}

/** A number or name that was reserved is in use. */
export function reservedTaken(what: string, noun: string, name: string): string {
  return `${what} was reserved and is taken by ${noun} \`${name}\``;
}
