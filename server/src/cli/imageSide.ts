// The files of a descriptor image, as the side to compare with.
import { readFileSync } from "node:fs";
import type { FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { descriptorImage } from "../breaking/descriptorImage.ts";
import type { Against } from "../node/against.ts";
import { unpacked } from "../node/packed.ts";
import { readBytes } from "../node/syncFiles.ts";
import { UsageError } from "./usageError.ts";

/**
 * Reads an image.
 * @throws {UsageError} when it cannot be read, or is none.
 */
export async function imageFiles({
  file,
  form,
  compression,
}: Extract<Against, { readonly kind: "image" }>): Promise<readonly FileDescriptorProto[]> {
  const name = file ?? "standard input";
  const content = file === undefined ? readFileSync(0) : readBytes(file);
  if (content === undefined) throw new UsageError(`\`${name}\` cannot be read`);
  const image = await descriptorImage(unpacked(content, compression, name), form);
  if (image.kind === "damaged") throw new UsageError(`\`${name}\` ${image.message}`);
  return image.files;
}
