// Extensions: of a message, with a number that it leaves to extensions, each number once.

import { below } from "../link/clashes.ts";
import type { Declaration, FieldDeclaration, MessageDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import { isDelimited, isMessageSet } from "../link/wireForm.ts";
import { Remembered } from "../text/remembered.ts";
import type { FileCheck, Report } from "./checks.ts";
import { extensionsIn } from "./declarationsIn.ts";
import {
  duplicateExtensionNumber,
  extendeeNotMessage,
  extendInProto3,
  liteExtension,
  messageSetExtension,
  notAnExtensionNumber,
} from "./extensionProblems.ts";
import { firstInternalNumber, lastInternalNumber } from "./freeNumbers.ts";
import { isLite } from "./isLite.ts";
import { extensionRanges, isExtensionNumber } from "./ranges.ts";

/** Extensions suit the message they extend. */
export const extensions: FileCheck = (file, report) => {
  const { declared } = file;
  const reportedBlocks = new Set<FieldDeclaration["extend"]>();
  const own = [...extensionsIn(declared)];
  if (own.length === 0) return;
  const others = [...below(file.imports)].map(numbersIn);
  const seen = new Map<string, FieldDeclaration>();
  for (const field of own) {
    const extendee = extendeeOf(file, field);
    if (extendee === undefined) continue;
    if (extendee.kind !== "message") {
      const node = field.extend?.extendee;
      if (node !== undefined && !reportedBlocks.has(field.extend)) report(extendeeNotMessage(node, extendee));
      reportedBlocks.add(field.extend);
      continue;
    }
    if (declared.syntax === "proto3" && !optionMessages.has(extendee.fullName)) {
      const node = field.extend?.extendee;
      if (node !== undefined && !reportedBlocks.has(field.extend)) report(extendInProto3(node));
      reportedBlocks.add(field.extend);
      continue;
    }
    if (extendee.file !== declared && isLite(declared) && !isLite(extendee.file)) {
      const node = field.extend?.extendee;
      if (node !== undefined && !reportedBlocks.has(field.extend)) report(liteExtension(node));
      reportedBlocks.add(field.extend);
    }
    const free = () => freeExtensionNumber(extendee, field, [numbersIn(file), ...others]);
    checkNumber(file, field, extendee, free, report);
    if (field.number === undefined) continue;
    const key = `${extendee.fullName} ${field.number}`;
    const earlier = seen.get(key) ?? others.map(numbers => numbers.get(key)).find(one => one !== undefined);
    if (earlier !== undefined && earlier !== field) report(duplicateExtensionNumber(field, earlier, extendee, free()));
    else seen.set(key, field);
  }
};

/** What the `extend` block around an extension extends; undefined where its name is not resolved. */
export function extendeeOf(file: LinkedFile, field: FieldDeclaration): Declaration | undefined {
  const node = field.extend?.extendee;
  return node === undefined ? undefined : file.types.get(node);
}

/** The messages that proto3 files may extend: with custom options (protoc, `AllowedExtendeeInProto3`). */
const optionMessages: ReadonlySet<string> = new Set(
  ["File", "Message", "Field", "Oneof", "Enum", "EnumValue", "ExtensionRange", "Service", "Method"].map(
    element => `google.protobuf.${element}Options`,
  ),
);

// The next number above that the message leaves to extensions and none of those that are known has, else the first.
function freeExtensionNumber(
  extendee: MessageDeclaration,
  field: FieldDeclaration,
  known: readonly ReadonlyMap<string, FieldDeclaration>[],
): number | undefined {
  const isFree = (number: number) =>
    !known.some(one => one.has(`${extendee.fullName} ${number}`)) &&
    (number < firstInternalNumber || number > lastInternalNumber);
  const ranges = extensionRanges(extendee).filter(range => range.from >= 1);
  for (const least of [field.number ?? 1, 1]) {
    for (const { from, to } of ranges) {
      const start = Math.max(from, least);
      for (let number = start; number <= Math.min(to, start + 9999); number++) if (isFree(number)) return number;
    }
  }
  return undefined;
}

function checkNumber(
  file: LinkedFile,
  field: FieldDeclaration,
  extendee: MessageDeclaration,
  free: () => number | undefined,
  report: Report,
): void {
  const { number } = field;
  if (number !== undefined && number > 0 && !isExtensionNumber(extendee, number)) {
    report(notAnExtensionNumber(field, extendee, extensionRanges(extendee), free()));
  }
  if (!isMessageSet(extendee)) return;
  const type = field.typeName === undefined ? undefined : file.types.get(field.typeName);
  const isMessage = type?.kind === "message" && !isDelimited(field);
  const isKnown = field.scalar !== undefined || field.ownMessage !== undefined || type !== undefined;
  if ((isKnown && !isMessage) || field.label === "repeated") report(messageSetExtension(field));
}

const known = new Remembered<LinkedFile, ReadonlyMap<string, FieldDeclaration>>();

// The extensions of a file by extended message and number.
function numbersIn(file: LinkedFile): ReadonlyMap<string, FieldDeclaration> {
  const remembered = known.get(file);
  if (remembered !== undefined) return remembered;
  const numbers = new Map<string, FieldDeclaration>();
  for (const field of extensionsIn(file.declared)) {
    const extendee = extendeeOf(file, field);
    if (extendee !== undefined) numbers.set(`${extendee.fullName} ${field.number}`, field);
  }
  known.set(file, numbers);
  return numbers;
}
