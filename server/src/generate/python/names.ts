// What things of a schema are called in Python, after protoc's rules.
import { quoted } from "./escape.ts";

// https://docs.python.org/3/reference/lexical_analysis.html#keywords
const keywords: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

export function isKeyword(name: string): boolean {
  return keywords.has(name);
}

/** Whether `name` can stand after a dot inside a class: no keyword, and nothing that Python mangles there. */
export function isPlainAttribute(name: string): boolean {
  return !isKeyword(name) && !(name.startsWith("__") && !name.endsWith("__"));
}

/** `acme/v1/all-x.proto` → `acme.v1.all_x_pb2` */
export function moduleName(protoPath: string): string {
  return `${protoPath
    .replace(/\.proto(devel)?$/, "")
    .replaceAll("-", "_")
    .replaceAll("/", ".")}_pb2`;
}

/** `acme/v1/all-x.proto` → `acme/v1/all_x_pb2`, to which the kind of file is added. */
export function modulePath(protoPath: string): string {
  return moduleName(protoPath).replaceAll(".", "/");
}

/** The name under which one generated module knows another: `acme.v1.all_x_pb2` → `acme_dot_v1_dot_all__x__pb2`. */
export function moduleAlias(module: string): string {
  return module
    .replaceAll("_", "__")
    .replaceAll(".", "_dot_")
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/^(?=[0-9])/, "_");
}

/** Whether `module` can be written in an import statement. */
export function isImportable(module: string): boolean {
  return module.split(".").every(part => /^[A-Za-z_][A-Za-z0-9_]*$/.test(part) && !isKeyword(part));
}

/** An expression for a name of this module. */
export function globalName(name: string): string {
  return isKeyword(name) ? `globals()[${quoted(name)}]` : name;
}

/** An expression for an attribute of `object`. */
export function attribute(object: string, name: string): string {
  return isKeyword(name) ? `getattr(${object}, ${quoted(name)})` : `${object}.${name}`;
}

/** An expression for a message class: of this module when `alias` is undefined, else of the one it names. */
export function className(names: readonly string[], alias: string | undefined): string {
  const [first = "", ...rest] = names;
  return rest.reduce(attribute, alias === undefined ? globalName(first) : attribute(alias, first));
}

/** The module-level name that the runtime gives to a descriptor: `_OUTER_INNER`. */
export function descriptorName(names: readonly string[]): string {
  return `_${names.join("_").replace(/[a-z]/g, letter => letter.toUpperCase())}`;
}

/** What a class is called in stubs, where no keyword can be declared. */
export function stubName(name: string): string {
  return isKeyword(name) ? `${name}_` : name;
}
