// What the language server asks of the generators. They are half of its code, and are loaded with the first question, in
// Node from a bundle of their own: so plain values go in and come out, and nothing that is thrown.
import type { GenerateTarget } from "../protocol/requests.ts";
import { compiledSchema } from "./compiledSchema.ts";
import type { DescribedTargets } from "./describeTargets.ts";
import { type Generated, generate } from "./generate.ts";
import { GenerateError } from "./generator.ts";
import { generateTargets } from "./generators.ts";

/** The targets as clients list them. */
export function stubTargets(): readonly GenerateTarget[] {
  return generateTargets;
}

/** The stubs of described files, or why there are none. */
export function stubs(
  described: readonly DescribedTargets[],
  target: string,
  options: Readonly<Record<string, string>>,
): ({ readonly kind: "files" } & Generated) | { readonly kind: "refused"; readonly reason: string } {
  try {
    return { kind: "files", ...generate(compiledSchema(described), target, options) };
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    return { kind: "refused", reason: error.message };
  }
}
