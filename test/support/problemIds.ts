// The ids of all problems that the compiler can find, read from its source.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const compiler = path.join(import.meta.dirname, "../../server/src/compiler");

/** In alphabetical order. */
export function problemIds(): string[] {
  const ids = new Set<string>();
  for (const name of readdirSync(compiler, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".ts")) continue;
    const text = readFileSync(path.join(compiler, name), "utf8");
    // An id stands in the call that makes the problem, or at the top of a file that makes several with it.
    for (const [, called, named] of text.matchAll(/\bproblem\(\s*"([a-z0-9-]+)"|^const id = "([a-z0-9-]+)"/gm)) {
      const id = called ?? named;
      if (id !== undefined) ids.add(id);
    }
  }
  return [...ids].sort();
}
