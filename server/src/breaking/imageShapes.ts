// The shapes of descriptors. It stands apart from those of compiled files: it brings a library for descriptors with it.
import { type DescribedFiles, filesOfImage, filesOfServer, type PresentFile } from "./describedFiles.ts";
import { descriptorImage, type ImageForm } from "./descriptorImage.ts";
import type { Ignored } from "./ignored.ts";
import { areRebuilt } from "./rebuiltDescriptors.ts";
import { isToldByServer } from "./serverTells.ts";

/** Where descriptors come from: a server tells also of services that are not of these files, and not all of its own. */
export type DescriptorSource = "image" | "server";

export type ImageShapes =
  | {
      readonly kind: "image";
      readonly filesAs: (present: readonly PresentFile[]) => DescribedFiles;
      /** Undefined where all is told. */
      readonly isTold: Ignored["isTold"];
    }
  /** `message`: why it cannot be read, to stand behind the name of the file. */
  | { readonly kind: "damaged"; readonly message: string };

/** Reads a descriptor image, or what a server has told in the form of one. */
export async function imageShapes(bytes: Uint8Array, form: ImageForm, source: DescriptorSource): Promise<ImageShapes> {
  const read = await descriptorImage(bytes, form);
  if (read.kind === "damaged") return read;
  const { files } = read;
  if (source === "image") return { kind: "image", filesAs: present => filesOfImage(files, present), isTold: undefined };
  const schema = areRebuilt(files) ? "rebuilt" : "sound";
  return {
    kind: "image",
    filesAs: present => filesOfServer(files, present),
    isTold: finding => isToldByServer(finding, schema),
  };
}
