import type { FieldDeclaration } from "../link/declarations.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

const id = "feature-definition";

/** Code generators and `protoc --edition_defaults_out` refuse it, the compiler does not. */
const severity = "warning";

export function wrongFeatureSet(extension: FieldDeclaration, why: string): Problem {
  return problem(id, extension.nameSpan, `\`${extension.name}\` extends the features, so it ${why}`, {
    severity,
    help: "declare a message of its own for it, with a field for each feature",
  });
}

export function wrongFeature(field: FieldDeclaration, why: string): Problem {
  return problem(id, field.nameSpan, `the feature \`${field.name}\` ${why}`, { severity, help: helpOf(why) });
}

export function wrongFeatureDefault(at: Span, field: FieldDeclaration, which: string): Problem {
  return problem(id, at, `the feature \`${field.name}\` has a default ${which}`, { severity });
}

function helpOf(why: string): string | undefined {
  if (why.includes("targets")) return "say what it can be set on: `targets = TARGET_TYPE_FILE`";
  if (why.includes("feature_support"))
    return "say when it came: `feature_support = { edition_introduced: EDITION_2023 }`";
  if (why.includes("EDITION_LEGACY"))
    return 'say what holds in proto2: `edition_defaults = { edition: EDITION_LEGACY value: "…" }`';
  return undefined;
}
