// The shapes of an image. It stands apart from those of compiled files: it brings a library for descriptors with it.
import { descriptorImage, type ImageForm } from "./descriptorImage.ts";
import { shapeOfDescriptor } from "./shapeOfDescriptor.ts";
import type { FileShape } from "./shapes.ts";

export type ImageShapes =
  | {
      readonly kind: "image";
      readonly all: readonly FileShape[];
      /** The file of one of the `names`, of which the first counts that there is; it is paired by `path`. */
      readonly shapeOf: (names: readonly string[], path: string) => FileShape | undefined;
    }
  /** `message`: why it cannot be read, to stand behind the name of the file. */
  | { readonly kind: "damaged"; readonly message: string };

/** The files of a descriptor image, which are known by their import paths. */
export async function imageShapes(bytes: Uint8Array, form: ImageForm): Promise<ImageShapes> {
  const read = await descriptorImage(bytes, form);
  if (read.kind === "damaged") return read;
  const byName = new Map(read.files.map(one => [one.name, one]));
  return {
    kind: "image",
    all: read.files.map(one => shapeOfDescriptor(one)),
    shapeOf: (names, path) => {
      const name = names.find(one => byName.has(one));
      const descriptor = name === undefined ? undefined : byName.get(name);
      return descriptor === undefined ? undefined : shapeOfDescriptor(descriptor, path);
    },
  };
}
