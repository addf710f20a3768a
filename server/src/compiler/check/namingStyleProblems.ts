import type { Declaration, FieldDeclaration } from "../link/declarations.ts";
import { nounOf } from "../link/declareProblems.ts";
import { replaceFix } from "../report/fix.ts";
import { nouns } from "../report/nouns.ts";
import { type Problem, problem } from "../report/problem.ts";
import type { DottedName } from "../syntax/nodes.ts";

const optOut = "`features.enforce_naming_style = STYLE_LEGACY` opts out";

export function nameStyle(declaration: Declaration, style: string, better: string): Problem {
  const what = `the name of the ${nouns[nounOf(declaration)]} \`${declaration.name}\` must be in ${style}`;
  const isOther = better !== declaration.name && better !== "";
  return problem("naming-style", declaration.nameSpan, what, {
    help: isOther ? `for example \`${better}\`; ${optOut}` : optOut,
    fixes: isOther ? [replaceFix(`Rename to \`${better}\``, declaration.nameSpan, better)] : [],
  });
}

export function packageStyle(name: DottedName): Problem {
  return problem("naming-style", name, `the package \`${name.text}\` must be in lower_snake_case`, { help: optOut });
}

export function fieldNameCollides(field: FieldDeclaration, other: string): Problem {
  const what =
    other === "descriptor"
      ? "a field cannot be called `descriptor`"
      : `\`${field.name}\` is a name that generated code makes of the field \`${other}\``;
  return problem("naming-style", field.nameSpan, what, {
    help: "give it another name; `features.enforce_naming_style = STYLE2024` opts out",
  });
}
