// Options as shapes need them. Nearly all are read as they stand; what is set by extensions is interpreted, which is
// done only for files that have such options.
import type { DeclaredFile, FieldDeclaration, MethodDeclaration } from "../compiler/link/declarations.ts";
import type { LinkedFile } from "../compiler/link/linkedFile.ts";
import { interpretOptions } from "../compiler/link/options.ts";
import { builtInName } from "../compiler/link/plainOptions.ts";
import type { OptionNode } from "../compiler/syntax/nodes.ts";
import { httpBindings } from "./httpBinding.ts";
import type { FileShape } from "./shapes.ts";

/** A file whose shapes are being made. */
export interface ShapeContext {
  readonly file: FileShape;
  readonly linked: LinkedFile;
  readonly optionTypes: LinkedFile | undefined;
}

/** The word that an option of descriptor.proto is set to among `options` in `file`, as in `jstype = JS_STRING`. */
export function optionWord(options: readonly OptionNode[], name: string, file: DeclaredFile): string | undefined {
  const option = options.find(one => builtInName(one, file) === name);
  return option?.value?.kind === "identifier" ? option.value.text : undefined;
}

/** What the `google.api.http` option binds an rpc to. */
export function httpOf({ linked, optionTypes }: ShapeContext, method: MethodDeclaration): readonly string[] {
  const mayBind = method.options.some(({ name }) => /\bhttp$/.test(name?.parts[0]?.text ?? ""));
  const bytes = mayBind ? interpretOptions(linked, optionTypes).bytesOf(method) : undefined;
  return bytes === undefined ? unbound : httpBindings(bytes);
}

const unbound: readonly string[] = [];

/** A feature of generated code that is an extension of FeatureSet: `(pb.java).utf8_validation`. */
export type CustomFeature = "(pb.java).utf8_validation" | "(pb.cpp).string_type";

/** The word that a field, or its file, sets a feature to; undefined where neither does. */
export function customFeature(context: ShapeContext, field: FieldDeclaration, name: CustomFeature): string | undefined {
  return featureAmong(context, mapFieldOf(field) ?? field, name) ?? featureAmong(context, field.file, name);
}

function featureAmong(
  { linked, optionTypes }: ShapeContext,
  owner: FieldDeclaration | DeclaredFile,
  name: CustomFeature,
): string | undefined {
  if (!owner.options.some(setsCustomFeature)) return undefined;
  const value = interpretOptions(linked, optionTypes).valueOf(owner, `features.${name}`);
  return typeof value === "string" ? value : undefined;
}

function setsCustomFeature({ name, value }: OptionNode): boolean {
  const [first, second] = name?.parts ?? [];
  if (first?.text !== "features") return false;
  if (second !== undefined) return second.extension;
  return value?.kind === "messageValue" && value.fields.some(one => one.name.kind === "extensionName");
}

// The key and value of a map take the features of the map field.
function mapFieldOf(field: FieldDeclaration): FieldDeclaration | undefined {
  const entry = field.parent;
  if (entry?.isMapEntry !== true) return undefined;
  const around = entry.parent;
  return around?.fields.find(one => one.ownMessage === entry);
}
