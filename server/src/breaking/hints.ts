// What breaks others and no rule of buf sees: rows as the rules, with ids of our own, so that no `buf.yaml` names them.
import type { hintIds } from "../protocol/hintIds.ts";
import { rpcHidden, serviceHidden } from "./deletionProblems.ts";
import { bindingGone, extensionMoved, packingChanged } from "./hintProblems.ts";
import { lostBindings } from "./lostBindings.ts";
import type { Found, Rule, VersionPair } from "./rule.ts";
import type { FieldShape, Version } from "./shapes.ts";

/** A hint, and the rules that say the same where they are asked for. */
export type Hint = Rule & {
  readonly id: (typeof hintIds)[number];
  readonly level: "wire" | "json" | "source";
  readonly instead?: readonly string[];
};

/** All hints. They are of no category. */
export const hints: readonly Hint[] = [
  {
    id: "rpc-deleted",
    categories: [],
    level: "wire",
    instead: ["RPC_NO_DELETE"],
    summary: "an rpc can be called as long as old clients do",
    over: "service",
    check: ({ before, after }) => {
      const names = new Set(after.methods.map(one => one.name));
      return before.methods.filter(one => !names.has(one.name)).map(one => rpcHidden(one, after));
    },
  },
  {
    id: "service-deleted",
    categories: [],
    level: "wire",
    instead: ["SERVICE_NO_DELETE", "PACKAGE_SERVICE_NO_DELETE"],
    summary: "a service can be called as long as old clients do",
    over: "version",
    check: servicesGone,
  },
  {
    id: "extension-renumbered",
    categories: [],
    level: "wire",
    summary: "an extension keeps its number and what it extends",
    over: "version",
    check: extensionsMoved,
  },
  {
    id: "http-binding",
    categories: [],
    level: "json",
    summary: "an rpc keeps its HTTP requests (`google.api.http`)",
    over: "method",
    check: ({ before, after }) => lostBindings(before.http, after.http).map(one => bindingGone({ before, after }, one)),
  },
  {
    id: "packed-list",
    categories: [],
    level: "source",
    summary: "a list goes on to be packed, or not",
    over: "field",
    check: ({ before, after }) =>
      before.packed !== after.packed && isList(before) && isList(after) && before.type === after.type
        ? [packingChanged({ before, after })]
        : [],
  },
];

function isList(field: FieldShape): boolean {
  return field.cardinality === "repeated";
}

function servicesGone({ before, after }: VersionPair): readonly Found[] {
  const now = new Set([...after.files.values()].flatMap(file => file.services.map(one => one.fullName)));
  return [...before.files.values()].flatMap(file =>
    file.services.filter(one => !now.has(one.fullName)).map(one => serviceHidden(one, after.files.get(file.path))),
  );
}

function extensionsMoved({ before, after }: VersionPair): readonly Found[] {
  const now = new Map(extensionsOf(after).map(one => [one.fullName, one]));
  return extensionsOf(before).flatMap(one => {
    const same = now.get(one.fullName);
    const isKnown = same !== undefined && one.extendee !== "" && same.extendee !== "";
    if (!isKnown || (same.number === one.number && same.extendee === one.extendee)) return [];
    return [extensionMoved({ before: one, after: same })];
  });
}

function extensionsOf(version: Version): readonly FieldShape[] {
  return [...version.files.values()].flatMap(file => file.extensions);
}
