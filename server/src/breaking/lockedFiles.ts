// The lock file of protolock (`proto.lock`): JSON with what that tool keeps of each file. It is read as sources, so that
// names mean what they mean in any others. What it does not tell (see `lockTells`) is left out or guessed.
import { fileOptionNames } from "./shapes.ts";

export type LockedFiles =
  | {
      readonly kind: "files";
      /** Their sources, by the paths that the lock tells. */
      readonly files: ReadonlyMap<string, string>;
    }
  /** `message`: why it cannot be read, to stand behind the name of the file. */
  | { readonly kind: "damaged"; readonly message: string };

/** Reads the text of a lock. */
export function lockedFiles(text: string): LockedFiles {
  let lock: unknown;
  try {
    lock = JSON.parse(text);
  } catch (error) {
    return damaged(error instanceof Error ? error.message : String(error));
  }
  const definitions = get(lock, "definitions");
  if (!Array.isArray(definitions)) return damaged("it has no list of `definitions`");
  const files = definitions.map(lockedFile).filter(one => one.path !== "");
  if (files.length === 0) return damaged("it tells of no file");
  return { kind: "files", files: new Map(files.map(one => [one.path, sourceOf(one, files)])) };
}

function damaged(message: string): LockedFiles {
  return { kind: "damaged", message: `is no lock file of protolock: ${message}` };
}

interface LockedFile {
  readonly path: string;
  readonly packageName: string;
  readonly imports: readonly string[];
  /** As JSON. */
  readonly messages: readonly unknown[];
  readonly enums: readonly unknown[];
  readonly services: readonly unknown[];
  readonly options: readonly unknown[];
}

function lockedFile(definition: unknown): LockedFile {
  const of = get(definition, "def");
  return {
    // Whatever parts paths where it was written, there it stands between colons.
    path: (word(definition, "protopath") || word(definition, "filepath")).replaceAll(":/:", "/"),
    packageName: nameIn(get(of, "package")),
    imports: list(of, "imports").map(one => word(one, "path")),
    messages: list(of, "messages"),
    enums: list(of, "enums"),
    services: list(of, "services"),
    options: list(of, "options"),
  };
}

function sourceOf(file: LockedFile, all: readonly LockedFile[]): string {
  const syntax = allLabelled(file) ? "proto2" : "proto3";
  const enums = new Map<string, unknown[]>();
  for (const one of file.enums) {
    const known = enums.get(nameIn(one));
    if (known === undefined) enums.set(nameIn(one), [one]);
    else known.push(one);
  }
  const messages = file.messages.flatMap(one => {
    const name = nameIn(one);
    if (isExtended(name) || isOfImported(name, file, all)) return extendLines(one);
    // Both stand for the message and for what extends it, and nobody knows which is which.
    const isClear = file.messages.filter(other => nameIn(other) === name).length === 1;
    return isClear ? messageLines(one, { enums, all: file.messages }) : [];
  });
  return [
    "// What proto.lock keeps of this file. Its syntax, comments and some of its options are not among it.",
    `syntax = "${syntax}";`,
    ...(file.packageName === "" ? [] : ["", `package ${file.packageName};`]),
    ...["", ...file.imports.filter(isPath).map(one => `import "${one}";`)],
    ...["", ...optionsIn(file.options, fileOptions, "").map(one => `option ${one};`)],
    ...messages,
    ...[...enums].flatMap(([name, same]) => (name.includes(".") || same.length > 1 ? [] : enumLines(same[0], name))),
    ...file.services.flatMap(serviceLines),
    "",
  ].join("\n");
}

// In proto2 each field that stands alone has a label, and `optional` is kept. Older locks keep none.
function allLabelled({ messages }: LockedFile): boolean {
  const alone = messages.flatMap(allFields).filter(one => word(one, "oneof_parent") === "" && !is(one, "is_repeated"));
  return alone.length > 0 && alone.every(one => is(one, "optional") || is(one, "required"));
}

function allFields(message: unknown): readonly unknown[] {
  return [...list(message, "fields"), ...list(message, "messages").flatMap(allFields)];
}

// Blocks of `extend` are kept as messages that are called as what they extend.
function isExtended(name: string): boolean {
  return name.includes(".");
}

function isOfImported(name: string, { path, imports, packageName }: LockedFile, all: readonly LockedFile[]): boolean {
  return all.some(
    one =>
      one.path !== path &&
      one.packageName === packageName &&
      imports.some(imported => one.path === imported || one.path.endsWith(`/${imported}`)) &&
      one.messages.some(message => nameIn(message) === name),
  );
}

interface InFile {
  readonly enums: ReadonlyMap<string, readonly unknown[]>;
  /** Its messages. */
  readonly all: readonly unknown[];
}

function messageLines(message: unknown, file: InFile): readonly string[] {
  const name = nameIn(message);
  if (name === "") return [];
  const inner = list(message, "messages");
  const ownEnums = [...file.enums].filter(([one]) => one.startsWith(`${name}.`));
  // An enum is called with the message around it alone.
  const isOnly = countOf(name, file.all) === 1;
  return block(`message ${name}`, [
    ...fieldLines(message),
    ...list(message, "maps").flatMap(mapLines),
    ...reservedLines(message),
    ...inner.flatMap(one => (isExtended(nameIn(one)) ? extendLines(one) : messageLines(one, file))),
    ...ownEnums.flatMap(([one, same]) =>
      isOnly && same.length === 1 ? enumLines(same[0], one.slice(name.length + 1)) : [],
    ),
  ]);
}

function countOf(name: string, messages: readonly unknown[]): number {
  return messages.reduce<number>(
    (count, one) => count + (nameIn(one) === name ? 1 : 0) + countOf(name, list(one, "messages")),
    0,
  );
}

function extendLines(message: unknown): readonly string[] {
  const fields = list(message, "fields").flatMap(fieldLine);
  return fields.length === 0 ? [] : block(`extend ${nameIn(message)}`, fields);
}

function fieldLines(message: unknown): readonly string[] {
  const lines: string[] = [];
  const oneofs = new Map<string, string[]>();
  for (const field of list(message, "fields")) {
    const oneof = asName(word(field, "oneof_parent"));
    if (oneof === "") lines.push(...fieldLine(field));
    else oneofs.set(oneof, [...(oneofs.get(oneof) ?? []), ...fieldLine(field)]);
  }
  return [...lines, ...[...oneofs].flatMap(([name, fields]) => block(`oneof ${name}`, fields))];
}

function fieldLine(field: unknown): readonly string[] {
  const [name, type] = [nameIn(field), asType(word(field, "type"))];
  if (name === "" || type === "") return [];
  const labels = ["optional", "required"].filter(one => is(field, one));
  const label = is(field, "is_repeated") ? "repeated " : labels.map(one => `${one} `).join("");
  return [`${label}${type} ${name} = ${whole(field, "id")}${fieldOptionsOf(field, type)};`];
}

function mapLines(map: unknown): readonly string[] {
  const field = get(map, "field");
  const [name, key, type] = [nameIn(field), asType(word(map, "key_type")), asType(word(field, "type"))];
  if (name === "" || key === "" || type === "") return [];
  return [`map<${key}, ${type}> ${name} = ${whole(field, "id")}${fieldOptionsOf(field, type)};`];
}

function fieldOptionsOf(field: unknown, type: string): string {
  const options = optionsIn(list(field, "options"), fieldOptions, type);
  return options.length === 0 ? "" : ` [${options.join(", ")}]`;
}

function enumLines(declared: unknown, name: string): readonly string[] {
  if (asName(name) === "") return [];
  const values = list(declared, "enum_fields").filter(one => nameIn(one) !== "");
  const hasAliases = new Set(values.map(one => whole(one, "integer"))).size < values.length;
  return block(`enum ${name}`, [
    ...(hasAliases ? ["option allow_alias = true;"] : []),
    ...values.map(one => `${nameIn(one)} = ${whole(one, "integer")};`),
    ...reservedLines(declared),
  ]);
}

function reservedLines(declared: unknown): readonly string[] {
  const ids = list(declared, "reserved_ids").filter(one => Number.isSafeInteger(one)) as readonly number[];
  const names = list(declared, "reserved_names").filter(one => typeof one === "string" && asName(one) !== "");
  const lines = rangesOf(ids).map(({ from, to }) => `reserved ${from === to ? from : `${from} to ${to}`};`);
  return [...lines, ...names.map(one => `reserved "${one}";`)];
}

// Each number is kept by itself.
function rangesOf(ids: readonly number[]): readonly { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  for (const id of [...new Set(ids)].sort((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to + 1 === id) last.to = id;
    else ranges.push({ from: id, to: id });
  }
  return ranges;
}

function serviceLines(service: unknown): readonly string[] {
  const name = nameIn(service);
  return name === "" ? [] : block(`service ${name}`, list(service, "rpcs").flatMap(rpcLines));
}

function rpcLines(rpc: unknown): readonly string[] {
  const [name, input, output] = [nameIn(rpc), asType(word(rpc, "in_type")), asType(word(rpc, "out_type"))];
  if (name === "" || input === "" || output === "") return [];
  const of = (type: string, isStream: boolean) => `(${isStream ? "stream " : ""}${type})`;
  const head = `rpc ${name}${of(input, is(rpc, "in_streamed"))} returns ${of(output, is(rpc, "out_streamed"))}`;
  const options = optionsIn(list(rpc, "options"), methodOptions, "");
  return options.length === 0
    ? [`${head};`]
    : block(
        head,
        options.map(one => `option ${one};`),
      );
}

function block(head: string, lines: readonly string[]): readonly string[] {
  return ["", `${head} {`, ...lines.map(one => (one === "" ? "" : `  ${one}`)), "}"];
}

const fileOptions: ReadonlySet<string> = new Set(fileOptionNames);
const fieldOptions: ReadonlySet<string> = new Set(["json_name", "default", "deprecated", "jstype", "ctype"]);
const methodOptions: ReadonlySet<string> = new Set(["idempotency_level"]);

/** Options as they are written, of those that are `known`. `type`: of the field. */
function optionsIn(options: readonly unknown[], known: ReadonlySet<string>, type: string): readonly string[] {
  return options.flatMap(one => {
    const [name, value] = [word(one, "name"), word(one, "value")];
    if (!known.has(name)) return [];
    if (name === "default" ? type === "string" || type === "bytes" : !isWordOption.test(name))
      return [`${name} = ${quoted(value)}`];
    return isWord(value) ? [`${name} = ${value}`] : [];
  });
}

// A text is kept as it was written, without its quotes, which may have been single ones.
function quoted(value: string): string {
  const text = value.replace(/\\.|"/gs, part => (part === '"' ? '\\"' : part));
  return /^(?:[^"\\\n]|\\.)*$/.test(text) ? `"${text}"` : JSON.stringify(value);
}

const isWordOption =
  /^(deprecated|jstype|ctype|optimize_for|idempotency_level|cc_enable_arenas|\w+_generic_services|java_multiple_files|java_string_check_utf8)$/;

function isWord(value: string): boolean {
  return /^-?[\w.+-]+$/.test(value);
}

function isPath(text: string): boolean {
  return text !== "" && !/["\\\n]/.test(text);
}

/** A name in JSON: of a declaration, or with dots; empty where it is none. */
function nameIn(value: unknown): string {
  return /^\w+(\.\w+)*$/.exec(word(value, "name"))?.[0] ?? "";
}

function asName(text: string): string {
  return /^\w+$/.exec(text)?.[0] ?? "";
}

function asType(text: string): string {
  return /^\.?\w+(\.\w+)*$/.exec(text)?.[0] ?? "";
}

function get(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = get(value, name);
  return Array.isArray(found) ? found : [];
}

function word(value: unknown, name: string): string {
  const found = get(value, name);
  return typeof found === "string" ? found : "";
}

function is(value: unknown, name: string): boolean {
  return get(value, name) === true;
}

// What is zero is left out.
function whole(value: unknown, name: string): number {
  const found = get(value, name);
  return typeof found === "number" && Number.isSafeInteger(found) ? found : 0;
}
