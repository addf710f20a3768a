import type { Declaration, FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import { placesOf } from "../link/linkProblems.ts";
import { indentationAt } from "../report/fix.ts";
import { withArticle } from "../report/nouns.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { TypeName } from "../syntax/nodes.ts";
import { nextFree, useFree } from "./numberProblems.ts";
import { holds, type NumberRange, rangeText, reservedRanges } from "./ranges.ts";

export function extendeeNotMessage(node: TypeName, meaning: Declaration): Problem {
  const what = `\`${node.text}\` is ${withArticle(meaning.kind)}, and only messages can be extended`;
  return problem("extendee-not-message", node, what, {
    help: "an extension adds a field, which an enum or service has not got",
    related: placesOf(meaning, "it is declared here"),
  });
}

export function extendInProto3(node: TypeName): Problem {
  return problem("extend-in-proto3", node, "in proto3, only the options messages of protobuf can be extended", {
    help: "`google.protobuf.MessageOptions` and the like, for custom options; for the rest use `google.protobuf.Any` or an edition",
  });
}

export function liteExtension(node: TypeName): Problem {
  return problem(
    "lite-extension",
    node,
    `a file for the lite runtime cannot extend \`${node.text}\`, which is not lite`,
    {
      help: "remove `option optimize_for = LITE_RUNTIME` here, or set it in the other file, too",
    },
  );
}

export function notAnExtensionNumber(
  field: FieldDeclaration,
  extendee: MessageDeclaration,
  ranges: readonly NumberRange[],
  free: number | undefined,
): Problem {
  const span = field.node.number ?? field.nameSpan;
  const what = `\`${extendee.name}\` does not leave the number ${field.number} to extensions`;
  const first = ranges[0];
  return problem("extension-number", span, what, {
    help:
      first === undefined
        ? "it has no extension ranges at all"
        : `its extension ranges are ${ranges.map(rangeText).join(", ")}${free === undefined ? "" : `; ${nextFree(free)}`}`,
    related: placesOf(extendee, `\`${extendee.name}\` is declared here`),
    fixes: free === undefined ? leaveNumber(field, extendee) : useFree(span, free),
  });
}

// In the message itself, where it stands in this file and has room for extensions at all.
function leaveNumber(field: FieldDeclaration, extendee: MessageDeclaration): Fix[] {
  const { node, file } = extendee;
  const { number } = field;
  if (file !== field.file || file.syntax === "proto3" || node.kind === "mapField" || number === undefined) return [];
  const last = node.members.at(-1);
  const taken = [...reservedRanges(extendee)].some(range => holds(range, number));
  if (node.body === undefined || taken || extendee.fields.some(one => one.number === number)) return [];
  const { text } = file.parsed.source;
  const statement = `extensions ${number};`;
  const at = last?.end ?? node.body.start + 1;
  const line = last === undefined ? `${indentationAt(text, node.start)}  ` : indentationAt(text, last.start);
  const isOneLine = !text.slice(node.body.start, node.body.end).includes("\n");
  const newText = isOneLine ? ` ${statement}${last === undefined ? " " : ""}` : `\n${line}${statement}`;
  const title = `Leave ${number} of \`${extendee.name}\` to extensions`;
  return [{ title, edits: [{ span: { start: at, end: at }, newText }] }];
}

export function duplicateExtensionNumber(
  field: FieldDeclaration,
  earlier: FieldDeclaration,
  extendee: MessageDeclaration,
  free: number | undefined,
): Problem {
  const span = field.node.number ?? field.nameSpan;
  const where = earlier.file === field.file ? "" : ` in \`${earlier.file.path}\``;
  const what = `extension number ${field.number} of \`${extendee.name}\` is already used by \`${earlier.name}\`${where}`;
  return problem("duplicate-extension-number", span, what, {
    // The files may never meet in one program, so protoc warns only.
    severity: earlier.file === field.file ? "error" : "warning",
    help: nextFree(free),
    related: [
      {
        source: earlier.file.parsed.source,
        span: earlier.node.number ?? earlier.nameSpan,
        message: `\`${earlier.name}\` uses ${field.number} here`,
      },
    ],
    fixes: useFree(span, free),
  });
}

export function messageSetExtension(field: FieldDeclaration): Problem {
  return problem("message-set-extension", field.nameSpan, "an extension of a message set must be a single message", {
    help: "give it a message type and the label `optional`",
  });
}
