/** What a declaration is called in a message, without an article. */
export const nouns = {
  message: "message",
  field: "field",
  extension: "extension",
  oneof: "oneof",
  enum: "enum",
  enumValue: "enum value",
  service: "service",
  method: "rpc",
  package: "package",
} as const;

export type NounKind = keyof typeof nouns;

const articles: Readonly<Record<NounKind, "a" | "an">> = {
  message: "a",
  field: "a",
  extension: "an",
  oneof: "a",
  enum: "an",
  enumValue: "an",
  service: "a",
  method: "an",
  package: "a",
};

/** `a message`, `an enum`. */
export function withArticle(kind: NounKind): string {
  return `${articles[kind]} ${nouns[kind]}`;
}

/** `` `a` ``, `` `a` and `b` ``, `` `a`, `b` or `c` `` with the joining word given. */
export function listed(names: readonly string[], joint: "and" | "or"): string {
  const quoted = names.map(name => `\`${name}\``);
  if (quoted.length < 2) return quoted.join("");
  return `${quoted.slice(0, -1).join(", ")} ${joint} ${quoted.at(-1)}`;
}
