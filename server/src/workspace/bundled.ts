// The `.proto` files that come with the product, as the workspace knows files. They never change.
import { optionTypesPath } from "../compiler/link/options.ts";
import type { ParsedFile } from "../compiler/syntax/parsedFile.ts";
import { bundledFiles } from "./bundledFiles.generated.ts";
import { FileText } from "./fileText.ts";
import { Outlines } from "./outlines.ts";
import { outlineOfText } from "./outlineText.ts";
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

/** The outlines of all of them, made for the first who asks. */
export function bundledOutlines(): Outlines {
  outlines ??= new Outlines(
    Object.entries(bundledFiles).map(([path, content]) => {
      const uri = bundledUri(path);
      return { uri, outline: outlineOfText(new FileText(uri, content).source(path)) };
    }),
  );
  return outlines;
}

let outlines: Outlines | undefined;
