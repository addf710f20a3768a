import type { Span } from "../text/span.ts";
import { preferred, replaceFix } from "./fix.ts";
import { nearestName } from "./nearestName.ts";
import type { ProblemExtras } from "./problem.ts";

/** Help and fix of a problem at `span`, where one of `names` is near to `name`. */
export function nearest(span: Span, name: string, names: readonly string[]): ProblemExtras {
  const found = nearestName(name, names);
  return found === undefined ? {} : didYouMean(span, found);
}

/** Help and fix of a problem whose span should read `name`. */
export function didYouMean(span: Span, name: string): ProblemExtras {
  return { help: `did you mean \`${name}\`?`, fixes: [preferred(replaceFix(`Change to \`${name}\``, span, name))] };
}
