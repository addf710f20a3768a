// Options as they are written, for what has to be known of a declaration before its options are interpreted, or without.
import type { MessageValueName, OptionNamePart, OptionNode } from "../syntax/nodes.ts";
import type { DeclaredFile } from "./declarations.ts";
import { outer } from "./scopes.ts";

/**
 * The name of an option that is no extension, and no part of one, written without parentheses. `default` and `json_name`
 * are known by it, `max` in a message set and what features there are: protoc asks for those before it looks names up.
 */
export function plainName({ name }: OptionNode): string | undefined {
  const [first, second] = name?.parts ?? [];
  return first === undefined || second !== undefined || first.extension ? undefined : first.text;
}

/**
 * The option of descriptor.proto that is set as a whole: `deprecated` of `deprecated = true` and of
 * `(google.protobuf.FileOptions.deprecated) = true`, which is the same to protoc. `file`: where it stands.
 */
export function builtInName({ name }: OptionNode, file: DeclaredFile): string | undefined {
  const [first, second] = name?.parts ?? [];
  return first === undefined || second !== undefined ? undefined : builtInField(first, file);
}

/**
 * The field of an options message, or of what stands in one, that a part of an option's name stands for; undefined for
 * an extension.
 */
export function builtInField(part: OptionNamePart | MessageValueName, file: DeclaredFile): string | undefined {
  const isPlain = part.kind === "optionNamePart" ? !part.extension : part.kind === "fieldName";
  if (isPlain) return part.text;
  if (!part.text.includes("Options.") && !part.text.includes("FeatureSet.")) return undefined;
  const [, path, field] = fieldOfOptions.exec(part.text) ?? [];
  return path !== undefined && means(part.text, `google.protobuf.${path}`, file) ? field : undefined;
}

const fieldOfOptions =
  /^(?:\.?google\.protobuf\.|protobuf\.)?((?:(?:File|Message|Field|Oneof|Enum|EnumValue|ExtensionRange|Service|Method)Options\.(?:FeatureSupport\.)?|FeatureSet\.)(\w+))$/;

// Whether a name means `fullName` at the top of the file, where nothing in its packages stands in the way.
function means(name: string, fullName: string, file: DeclaredFile): boolean {
  const first = name.split(".", 1)[0];
  for (let at = first === "" ? "" : file.packageName; at !== ""; at = outer(at)) {
    if (`${at}.${name}` === fullName) return true;
    if (file.byName.has(`${at}.${first}`)) return false;
  }
  return name === fullName || name === `.${fullName}`;
}

/** Whether the option `name = true` of descriptor.proto stands among `options` in `file`. */
export function isSetTrue(options: readonly OptionNode[], name: string, file: DeclaredFile): boolean {
  return options.some(option => isTrue(option) && builtInName(option, file) === name);
}

/** Whether the value of `option` is `true`. */
export function isTrue({ value }: OptionNode): boolean {
  return value?.kind === "identifier" && value.text === "true";
}
