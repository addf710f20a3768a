import type { GenerateTarget } from "../protocol/requests.ts";
import { GenerateError, type Generator } from "./generator.ts";
import { python } from "./python/python.ts";
import { typescript, typescriptGrpc } from "./typescript/typescript.ts";

/** Every target by its name, the same in the command line, the settings and the editor. */
export const generators = { python, typescript, "typescript-grpc": typescriptGrpc } satisfies Record<string, Generator>;

/** The targets as clients list them. */
export const generateTargets: readonly GenerateTarget[] = Object.entries<Generator>(generators).map(
  ([name, { title, description, options }]) => ({ name, title, description, options }),
);

/** @throws {GenerateError} when there is no such target */
export function generatorOf(target: string): Generator {
  const found = Object.entries<Generator>(generators).find(([name]) => name === target)?.[1];
  if (found !== undefined) return found;
  throw new GenerateError(`there is no target \`${target}\`; there are ${Object.keys(generators).join(", ")}`);
}
