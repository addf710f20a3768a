// The files of a descriptor image.
import { readFileSync } from "node:fs";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { descriptorImage, type ImagePlaces } from "../breaking/descriptorImage.ts";
import type { Against } from "../node/against.ts";
import { unpacked } from "../node/packed.ts";
import { readBytes } from "../node/syncFiles.ts";
import type { Imports } from "./importedFiles.ts";
import { UsageError } from "./usageError.ts";

/**
 * Reads an image. Where imports are left out, so are the files that it marks as such.
 * @throws {UsageError} when it cannot be read, or is none.
 */
export async function imageFiles(
  { file, form, compression }: Extract<Against, { readonly kind: "image" }>,
  { imports, places = "left out" }: { readonly imports: Imports; readonly places?: ImagePlaces },
): Promise<readonly FileDescriptorProto[]> {
  const name = file ?? "standard input";
  const content = file === undefined ? readFileSync(0) : readBytes(file);
  if (content === undefined) throw new UsageError(`\`${name}\` cannot be read`);
  const image = await descriptorImage(unpacked(content, compression, name), form, places);
  if (image.kind === "damaged") throw new UsageError(`\`${name}\` ${image.message}`);
  return imports === "compared" ? image.files : image.files.filter(one => !image.imported.has(one.name));
}
