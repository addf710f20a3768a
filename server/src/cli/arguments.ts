import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usageError.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<Given extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Given; allowPositionals: true; strict: true }>
>;

/**
 * Reads a command's arguments.
 * @throws {UsageError} for an unknown option or a missing value.
 */
export function parseArguments<const Given extends Options>(args: readonly string[], options: Given): Parsed<Given> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * One of a list of words.
 * @throws {UsageError} for another word; `option` is how it was given.
 */
export function oneOf<Word extends string>(option: string, word: string, words: readonly Word[]): Word {
  const found = words.find(one => one === word);
  if (found === undefined)
    throw new UsageError(`\`${option}\` is one of ${words.map(one => `\`${one}\``).join(", ")}, not \`${word}\``);
  return found;
}
