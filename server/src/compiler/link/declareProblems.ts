import { upperSnake } from "../report/casing.ts";
import { type NounKind, nouns, withArticle } from "../report/nouns.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";
import type { Declaration } from "./declarations.ts";

/** A full name that an earlier declaration of the file bears. */
export function duplicateName(declaration: Declaration, earlier: Declaration): Problem {
  const scope = scopeOf(declaration);
  const where = scope === "" ? "" : ` in \`${scope}\``;
  const what = `the name \`${declaration.name}\` is already used by ${withArticle(nounOf(earlier))}${where}`;
  return problem("duplicate-name", declaration.nameSpan, madeByCompiler(declaration, what) ?? what, {
    help: isEnumValue(declaration, earlier)
      ? "values of an enum are its siblings, not its members: their names must be unique beside the enum, not only in it"
      : "rename one of the two: all that stands in one scope has one set of names",
    related: [
      {
        source: earlier.file.parsed.source,
        span: earlier.nameSpan,
        message: `the ${nouns[nounOf(earlier)]} \`${earlier.name}\` is declared here`,
      },
    ],
    fixes: isEnumValue(declaration, earlier) ? prefixed(declaration) : [],
  });
}

/** A field or enum value number that does not fit into 32 bits. */
export function numberBeyondInt32(span: Span, number: number | bigint, of: "field" | "enum value"): Problem {
  if (of === "enum value") {
    return problem("enum-number-range", span, `\`${number}\` is too large for an enum value`, {
      help: "numbers of enum values have 32 bits: they go from -2147483648 to 2147483647",
    });
  }
  return problem("field-number-range", span, `field number ${number} is out of range`, {
    help: "field numbers go from 1 to 536870911",
  });
}

/** The word for a declaration in messages. */
export function nounOf(declaration: Declaration): NounKind {
  return declaration.kind === "field" && declaration.extend !== undefined ? "extension" : declaration.kind;
}

function scopeOf(declaration: Declaration): string {
  return declaration.fullName.slice(0, Math.max(0, declaration.fullName.length - declaration.name.length - 1));
}

function isEnumValue(declaration: Declaration, earlier: Declaration): boolean {
  const oneEnum =
    declaration.kind === "enumValue" && earlier.kind === "enumValue" && declaration.parent === earlier.parent;
  return !oneEnum && (declaration.kind === "enumValue" || earlier.kind === "enumValue");
}

function madeByCompiler(declaration: Declaration, what: string): string | undefined {
  if (declaration.kind !== "message" || !declaration.isMapEntry) return undefined;
  return `the map field \`${declaration.node.name?.text ?? ""}\` makes a message \`${declaration.name}\`, but ${what}`;
}

// The usual way out is the one of the style guide: values that begin with the name of their enum.
function prefixed(declaration: Declaration): Fix[] {
  if (declaration.kind !== "enumValue") return [];
  const prefix = `${upperSnake(declaration.parent.name)}_`;
  const newText = prefix + declaration.name;
  const { file, parent } = declaration;
  const scope = scopeOf(declaration);
  const taken = file.byName.has(scope === "" ? newText : `${scope}.${newText}`);
  if (declaration.name.startsWith(prefix) || taken || parent.values.some(value => value.name === newText)) return [];
  return [{ title: `Rename to \`${newText}\``, edits: [{ span: declaration.nameSpan, newText }] }];
}
