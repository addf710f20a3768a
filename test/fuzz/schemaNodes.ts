// A schema that is about to be changed: its text and its nodes, and how one of them is picked and replaced.
import type { FieldNode, FileMember } from "../../server/src/compiler/syntax/nodes.ts";

export type Pick = (below: number) => number;

/** A text with its nodes; `pick` gives integers below a bound. */
export interface Schema {
  readonly text: string;
  readonly nodes: readonly Node[];
  readonly pick: Pick;
}

export type Node = AnyNode | FileMember;

export interface AnyNode {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly members?: readonly Node[];
}

/** All nodes, an outer one before those inside of it. */
export function flat(members: readonly Node[]): readonly Node[] {
  return members.flatMap(one => [one, ...flat("members" in one && one.members !== undefined ? one.members : [])]);
}

/** One of some items; undefined where there is none. */
export function oneOf<Item>(items: readonly Item[], pick: Pick): Item | undefined {
  return items.length === 0 ? undefined : items[pick(items.length)];
}

/** One of the nodes of some kinds. */
export function some<Kind extends Node>(schema: Schema, ...kinds: readonly string[]): Kind | undefined {
  return oneOf(
    schema.nodes.filter(one => kinds.includes(one.kind)) as readonly unknown[] as readonly Kind[],
    schema.pick,
  );
}

/** The text with another one in the place of a span. */
export function replaced(text: string, { start, end }: { start: number; end: number }, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** What stands at a span. */
export function sliceOf({ text }: Schema, { start, end }: { start: number; end: number }): string {
  return text.slice(start, end);
}

/** The text with an option of a field, in the place of the same one. */
export function withFieldOption(schema: Schema, field: FieldNode | undefined, option: string): string | undefined {
  if (field?.number === undefined) return undefined;
  const { options } = field;
  if (options === undefined)
    return replaced(schema.text, { start: field.number.end, end: field.number.end }, ` [${option}]`);
  const same = options.options.find(one => sliceOf(schema, one).split("=")[0]?.trim() === option.split("=")[0]?.trim());
  if (same !== undefined) return replaced(schema.text, same, option);
  return replaced(schema.text, { start: options.end - 1, end: options.end - 1 }, `,\n\t\t${option}`);
}
