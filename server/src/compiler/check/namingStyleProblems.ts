import type { Declaration, FieldDeclaration, OneofDeclaration } from "../link/declarations.ts";
import { nounOf } from "../link/declareProblems.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { nouns, withArticle } from "../report/nouns.ts";
import { type Fix, type Problem, problem, type TextChange } from "../report/problem.ts";
import type { DottedName } from "../syntax/nodes.ts";

const optOut = "`features.enforce_naming_style = STYLE_LEGACY` opts out";

export function nameStyle(file: LinkedFile, declaration: Declaration, style: string, better: string): Problem {
  const what = `the name of the ${nouns[nounOf(declaration)]} \`${declaration.name}\` must be in ${style}`;
  const isOther = better !== declaration.name && better !== "";
  return problem("naming-style", declaration.nameSpan, what, {
    help: isOther ? `for example \`${better}\`; ${optOut}` : optOut,
    fixes: isOther ? rename(file, declaration, better) : [],
  });
}

// The declaration and its uses as a type in this file; what uses it in others is told there.
function rename(file: LinkedFile, declaration: Declaration, better: string): Fix[] {
  const { fullName } = declaration;
  const scope = fullName.slice(0, fullName.length - declaration.name.length);
  if (file.declared.byName.has(scope + better)) return [];
  const edits: TextChange[] = [{ span: declaration.nameSpan, newText: better }];
  const depth = fullName.split(".").length;
  const { text } = file.declared.parsed.source;
  for (const [node, meaning] of file.types) {
    if (meaning.fullName !== fullName && !meaning.fullName.startsWith(`${fullName}.`)) continue;
    const parts = text.slice(node.start, node.end).split(".");
    const at = parts.length - 1 - (meaning.fullName.split(".").length - depth);
    if (parts[at] !== declaration.name) continue;
    const start = node.start + parts.slice(0, at).join(".").length + (at > 0 ? 1 : 0);
    edits.push({ span: { start, end: start + declaration.name.length }, newText: better });
  }
  return [{ title: `Rename to \`${better}\``, edits }];
}

export function wrongPackageStyle(name: DottedName): Problem {
  return problem("naming-style", name, `the name of the package \`${name.text}\` must be in lower_snake_case`, {
    help: `${optOut}; renaming a package changes the full names of all that stands in it`,
  });
}

export function nameCollides(one: FieldDeclaration | OneofDeclaration, other: string): Problem {
  const what =
    other === "descriptor"
      ? `${withArticle(nounOf(one))} cannot be called \`descriptor\``
      : `\`${one.name}\` is a name that generated code makes of \`${other}\``;
  return problem("naming-style", one.nameSpan, what, {
    help: "give it another name; `features.enforce_naming_style = STYLE2024` opts out",
  });
}
