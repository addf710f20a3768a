// Which thing of one version is which of the other. Files are the same by their path; what is declared by its full
// name, wherever it stands; fields and extensions by their number, rpcs by their name.
import type { Steps } from "../compiler/text/steps.ts";
import type { Pair, PairOf, VersionPair } from "./rule.ts";
import type { EnumShape, FieldShape, FileShape, MessageShape, MethodShape, ServiceShape, Version } from "./shapes.ts";

/** Everything that is in both versions. */
export interface Pairs {
  readonly version: readonly VersionPair[];
  readonly file: readonly PairOf<FileShape>[];
  readonly message: readonly PairOf<MessageShape>[];
  /** Those of map entries and extensions included. */
  readonly field: readonly PairOf<FieldShape>[];
  readonly enum: readonly PairOf<EnumShape>[];
  readonly service: readonly PairOf<ServiceShape>[];
  readonly method: readonly PairOf<MethodShape>[];
}

/** Pairs what two versions have in common, in the order of the version before. In steps. */
export function* pairSteps(whole: VersionPair): Steps<Pairs> {
  const named = <Named extends { fullName: string }>(of: (file: FileShape) => readonly Named[]) =>
    paired(all(whole, of), one => one.fullName);
  const messages = named(file => file.messages);
  yield;
  const services = named(file => file.services);
  const fields: Pair<FieldShape>[] = [];
  for (const [at, { before, after }] of messages.entries()) {
    for (const one of paired({ before: before.fields, after: after.fields }, field => field.number)) fields.push(one);
    if (at % messagesOfStep === messagesOfStep - 1) yield;
  }
  const extensions = paired(
    all(whole, file => file.extensions.filter(one => one.extendee !== "")),
    field => `${field.extendee} ${field.number}`,
  );
  const methods = services.flatMap(({ before, after }) =>
    paired({ before: before.methods, after: after.methods }, method => method.name),
  );
  yield;
  const inWhole = <Compared>(pairs: readonly Pair<Compared>[]) => pairs.map(pair => ({ ...pair, whole }));
  return {
    version: [whole],
    file: inWhole(paired(files(whole), file => file.path)),
    message: inWhole(messages),
    field: inWhole([...fields, ...extensions]),
    enum: inWhole(named(file => file.enums)),
    service: inWhole(services),
    method: inWhole(methods),
  };
}

const messagesOfStep = 100;

/** Of several with one key, which no valid schema has, the first counts. */
function paired<Compared>(
  { before, after }: Pair<readonly Compared[]>,
  keyOf: (one: Compared) => string | number,
): readonly Pair<Compared>[] {
  const byKey = new Map<string | number, Compared>();
  for (const one of after) if (!byKey.has(keyOf(one))) byKey.set(keyOf(one), one);
  const pairs: Pair<Compared>[] = [];
  for (const one of before) {
    const other = byKey.get(keyOf(one));
    if (other !== undefined) pairs.push({ before: one, after: other });
  }
  return pairs;
}

function all<One>(versions: VersionPair, of: (file: FileShape) => readonly One[]): Pair<readonly One[]> {
  const { before, after } = files(versions);
  return { before: before.flatMap(of), after: after.flatMap(of) };
}

function files({ before, after }: VersionPair): Pair<readonly FileShape[]> {
  const inOrder = (version: Version) => [...version.files.values()];
  return { before: inOrder(before), after: inOrder(after) };
}
