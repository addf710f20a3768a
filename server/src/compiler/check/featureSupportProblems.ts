import type { EnumValueDeclaration, FieldDeclaration } from "../link/declarations.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

type Supported = FieldDeclaration | EnumValueDeclaration;

export function optionOutsideEdition(
  at: Span,
  used: Supported,
  what: "introduced" | "removed",
  edition: string,
  reason?: string,
): Problem {
  const when = what === "introduced" ? `needs edition ${edition} or later` : `is gone since edition ${edition}`;
  return problem("option-outside-edition", at, `\`${used.name}\` ${when}`, {
    help: reason ?? (what === "introduced" ? "remove it, or give the file that edition" : "remove it"),
  });
}

export function deprecatedOption(at: Span, used: Supported, edition: string, reason: string | undefined): Problem {
  return problem("deprecated-option", at, `\`${used.name}\` is deprecated since edition ${edition}`, {
    severity: "warning",
    help: reason,
    tag: "deprecated",
  });
}

export function wrongFeatureSupport(support: Span, used: Supported, fault: string): Problem {
  return problem("feature-support", support, `\`${used.name}\` ${fault}`);
}
