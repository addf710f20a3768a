// Where the shapes of an earlier version come from: files that are compiled, or descriptors.
import { shapeOfLinked } from "../breaking/shapeOfLinked.ts";
import type { FileShape } from "../breaking/shapes.ts";
import { normalUri, pathBelow } from "../workspace/uri.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { ImageBaseline, OpenBaseline } from "./baselines.ts";

/** An earlier version that has been opened. */
export interface EarlierSide {
  /** What files were, by the uris that they have now; undefined of a file that was not there. */
  readonly shapes: (uris: readonly string[]) => Promise<ReadonlyMap<string, FileShape | undefined>>;
  /** Files that are known before anybody asks for them. */
  readonly all: readonly FileShape[];
  /** The content of an earlier file; undefined where there is no text. */
  readonly read: OpenBaseline["read"];
}

/** Files of another time or place. `workspace` reads them; `keyFor`: what a file is paired by. */
export function sideOfFiles(
  folder: string,
  baseline: OpenBaseline,
  { workspace, keyFor }: { readonly workspace: Workspace; readonly keyFor: (uri: string) => string },
): EarlierSide {
  const before = normalUri(baseline.folderUri);
  return {
    all: [],
    read: baseline.read,
    shapes: async uris => {
      const shapes = new Map<string, FileShape | undefined>();
      for (const uri of uris) {
        const path = pathBelow(folder, uri) ?? "";
        const earlier = before === folder ? uri : `${before}/${path}`;
        const snapshot = await workspace.loaded([earlier]);
        const linked = snapshot.linked(earlier);
        const options = snapshot.compilation(earlier).compilation.optionTypes();
        shapes.set(uri, linked === undefined ? undefined : shapeOfLinked(linked, options, keyFor(uri)));
      }
      return shapes;
    },
  };
}

interface ImagePlaces {
  /** How the image is told. */
  readonly words: string;
  readonly keyFor: (uri: string) => string;
  readonly importPath: (uri: string) => string;
}

/**
 * The files of a descriptor image, which are known by their import paths.
 * @throws when it is none.
 */
export async function sideOfImage(
  { image, form }: ImageBaseline,
  { words, keyFor, importPath }: ImagePlaces,
): Promise<EarlierSide> {
  // Hardly anybody compares with an image, and a start need not wait for what reads them.
  const { imageShapes } = await import("../breaking/imageShapes.ts");
  const read = await imageShapes(image, form);
  if (read.kind === "damaged") throw new Error(`\`${words}\` ${read.message}`);
  return {
    all: read.all,
    read: async () => undefined,
    shapes: async uris =>
      new Map(
        uris.map(uri => {
          const key = keyFor(uri);
          return [uri, read.shapeOf([key, importPath(uri)], key)];
        }),
      ),
  };
}
