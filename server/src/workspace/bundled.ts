// The `.proto` files that come with the product, as the workspace knows files. They never change.
import { optionTypesPath } from "../compiler/link/options.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import type { Steps } from "../compiler/text/steps.ts";
import { type BundledColumns, bundledColumns, bundledFiles } from "./bundledFiles.generated.ts";
import { FileText } from "./fileText.ts";
import { type FileOutline, Outline, symbolWidth } from "./outline.ts";
import { Outlines } from "./outlines.ts";
import { bundledUri } from "./uri.ts";

/** The text of a bundled file; undefined where there is none of that path. */
export function bundledText(path: string): FileText | undefined {
  const known = texts.get(path);
  if (known !== undefined) return known;
  const content = Object.hasOwn(bundledFiles, path) ? bundledFiles[path] : undefined;
  if (content === undefined) return undefined;
  const text = new FileText(bundledUri(path), content);
  texts.set(path, text);
  return text;
}

const texts = new Map<string, FileText>();

/** The `descriptor.proto` of the bundle: what `compilation` takes as built in. */
export function builtInOptionTypes(): ParsedFile | undefined {
  return bundledText(optionTypesPath)?.parsed(optionTypesPath);
}

/** Parses it in steps. */
export function parsingOptionTypes(): Steps<ParsedFile> | undefined {
  return bundledText(optionTypesPath)?.parsing(optionTypesPath);
}

/** The outlines of all of them, as they were made when the product was built; what they use is not in them. */
export function bundledOutlines(): Outlines {
  const files = () => Object.entries(bundledColumns()).map(([path, columns]) => outlineOf(path, columns));
  outlines ??= new Outlines().with(files());
  return outlines;
}

let outlines: Outlines | undefined;

function outlineOf(path: string, { header, declared, rows }: BundledColumns): FileOutline {
  const symbolCount = rows.length / symbolWidth;
  return {
    uri: bundledUri(path),
    outline: new Outline({ header, declared, used: "\n", rows: Int32Array.from(rows), symbolCount }),
  };
}
