import type { DeclaredFile } from "../link/declarations.ts";
import { preferred, removal, replaceFix, wordRemoval } from "../report/fix.ts";
import { nearestName } from "../report/nearestName.ts";
import { type Problem, problem } from "../report/problem.ts";
import type {
  DottedName,
  ExtendNode,
  ExtensionsNode,
  OneofNode,
  PackageNode,
  SyntaxNode,
  Word,
} from "../syntax/nodes.ts";
import { syntaxFix } from "./labelProblems.ts";

export function missingSyntax(file: DeclaredFile): Problem {
  const first = file.parsed.tree.members[0] ?? { start: 0, end: 0 };
  const firstToken = { start: first.start, end: file.parsed.tokens.ends[0] ?? first.start };
  return problem("missing-syntax", firstToken, "the file names no syntax and is read as proto2", {
    severity: "warning",
    help: 'begin it with `syntax = "proto3";`, or with `syntax = "proto2";` to keep what it means now',
    fixes: [preferred(syntaxFix("proto2", file)), syntaxFix("proto3", file)],
  });
}

export function unknownSyntax(node: SyntaxNode, value: string): Problem {
  const span = node.value ?? node;
  if (node.keyword === "syntax") {
    const isYear = /^20\d\d$/.test(value);
    const edition = isYear
      ? replaceFix(`Change to \`edition = "${value}"\``, node, `edition = "${value}";`)
      : undefined;
    // Of two that are equally near, the one that nearly all files have.
    const fixes = ["proto3", "proto2"].map(one => replaceFix(`Change to \`${one}\``, span, `"${one}"`));
    if (nearestName(value, ["proto3", "proto2"]) === "proto2") fixes.reverse();
    return problem("unknown-syntax", span, `\`${value}\` is not a syntax`, {
      help: isYear ? `a year is an edition: \`edition = "${value}";\`` : "there are `proto2` and `proto3`",
      fixes: edition === undefined ? fixes.map((fix, at) => (at === 0 ? preferred(fix) : fix)) : [preferred(edition)],
    });
  }
  const isSyntax = value === "proto2" || value === "proto3";
  return problem("unknown-edition", span, `\`${value}\` is not an edition`, {
    help: isSyntax ? `write \`syntax = "${value}";\`` : "the editions are `2023`, `2024` and `2026`",
    fixes: isSyntax
      ? [preferred(replaceFix(`Change to \`syntax = "${value}"\``, node, `syntax = "${value}";`))]
      : [replaceFix("Change to `2023`", span, '"2023"'), replaceFix("Change to `2024`", span, '"2024"')],
  });
}

export function duplicatePackage(file: DeclaredFile, again: PackageNode, first: PackageNode): Problem {
  const { source } = file.parsed;
  return problem("duplicate-package", again, "a file has one package only", {
    help: "remove it; what belongs to another package goes to another file",
    related: [{ source, span: first, message: "the package is named here" }],
    fixes: [{ title: "Remove it", edits: [removal(source.text, again)] }],
  });
}

export function longPackage(name: DottedName): Problem {
  return problem("package-too-long", name, "the name of the package is too long", {
    help: "it has at most 511 characters and 101 parts",
  });
}

export function emptyOneof(file: DeclaredFile, node: OneofNode): Problem {
  return problem("empty-oneof", node.name ?? node.keyword, `oneof \`${node.name?.text ?? ""}\` has no fields`, {
    help: "a oneof has at least one field",
    fixes: [{ title: "Remove the oneof", edits: [removal(file.parsed.source.text, node)] }],
  });
}

export function emptyExtend(file: DeclaredFile, node: ExtendNode): Problem {
  return problem("empty-extend", node.keyword, "this `extend` block has no fields", {
    help: "it declares at least one",
    fixes: [{ title: "Remove the block", edits: [removal(file.parsed.source.text, node)] }],
  });
}

export function extensionsInProto3(file: DeclaredFile, node: ExtensionsNode): Problem {
  return problem("extensions-in-proto3", node, "proto3 has no extension ranges", {
    help: "use a field of type `google.protobuf.Any`, or an edition",
    fixes: [{ title: "Remove it", edits: [removal(file.parsed.source.text, node)] }],
  });
}

export function visibilityBeforeEdition(file: DeclaredFile, word: Word<"export" | "local">): Problem {
  const edit = wordRemoval(file.parsed.source.text, word);
  return problem("visibility-before-edition", word, `\`${word.word}\` needs edition 2024 or later`, {
    help: "without it, all that is declared can be used by other files",
    fixes: [preferred({ title: `Remove \`${word.word}\``, edits: [edit] })],
  });
}
