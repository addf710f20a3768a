// A descriptor image as what is compared, instead of files: `breaking image.binpb --against …`.
import path from "node:path";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { type CountedRules, readRules } from "../breaking/moduleRules.ts";
import type { Category, VersionPair } from "../breaking/rule.ts";
import { rulesIn } from "../breaking/rules.ts";
import { shapeOfDescriptor } from "../breaking/shapeOfDescriptor.ts";
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import { versionOf } from "../breaking/versionOf.ts";
import { type Against, readAgainst } from "../node/against.ts";
import { pathKind, readBytes } from "../node/syncFiles.ts";
import { imageFiles } from "./imageSide.ts";
import { type Imports, withImports } from "./importedFiles.ts";
import { pastTree } from "./pastSide.ts";
import { UsageError } from "./usageError.ts";

type Image = Extract<Against, { readonly kind: "image" }>;

/** The image that a command names as its only path; undefined where it names files or folders. */
export function namedImage(cwd: string, paths: readonly string[]): Image | undefined {
  const [only] = paths;
  if (only === undefined || paths.length > 1) return undefined;
  const [name = ""] = only.split("#");
  if (name !== "-" && pathKind(path.resolve(cwd, name)) !== "file") return undefined;
  const named = readAgainst(cwd, only);
  return named.kind === "image" ? named : undefined;
}

export interface ImageInput {
  readonly cwd: string;
  readonly image: Image;
  readonly against: Against | undefined;
  readonly imports: Imports;
}

/** The versions of an image and of what it is compared with, and how that is told to the user. */
export async function imageInputVersions(
  input: ImageInput,
): Promise<{ readonly versions: VersionPair; readonly words: string }> {
  const after = shapesOf(await imageFiles(input.image, { imports: input.imports, places: "kept" }));
  const { before, words } = await earlierShapes(input);
  return { versions: { before: versionOf(before), after: versionOf(after) }, words };
}

async function earlierShapes({
  cwd,
  against,
  imports,
}: ImageInput): Promise<{ readonly before: ReadonlyMap<string, FileShape>; readonly words: string }> {
  if (against?.kind === "image")
    return { before: shapesOf(await imageFiles(against, { imports })), words: against.file ?? "standard input" };
  if (against?.kind === "server") {
    const { serverFiles } = await import("./serverSide.ts");
    return { before: shapesOf(await serverFiles(against.address)), words: against.address };
  }
  const past = await pastTree({ cwd, files: { paths: [], roots: [], ignored: "left out" } }, against);
  const named = new Map(past.tree.targets.map(one => [one.path, one]));
  const before = new Map<string, FileShape>();
  for (const [key, { compilation, path: importPath }] of imports === "compared" ? withImports(named) : named) {
    const linked = compilation.file(importPath);
    if (linked !== undefined) before.set(key, shapeOfLinked(linked, compilation.optionTypes(), key));
  }
  return { before, words: past.words };
}

function shapesOf(files: readonly FileDescriptorProto[]): ReadonlyMap<string, FileShape> {
  return new Map(files.map(one => [one.name, shapeOfDescriptor(one)]));
}

/**
 * The rules that count for an image: those that the `buf.yaml` of the current folder has for all modules.
 * @throws {UsageError} when it is wrong.
 */
export async function imageRules(cwd: string, category: Category | undefined): Promise<CountedRules> {
  const name = path.join(cwd, "buf.yaml");
  const content = readBytes(name);
  const text = content === undefined ? undefined : new TextDecoder().decode(content);
  const { rules, ignored, version, problems } = await readRules(text, undefined);
  if (problems.length > 0) throw new UsageError(`\`${name}\`: ${problems.join("; ")}`);
  return { rules: category === undefined ? rules : rulesIn(category, version), ignored };
}
