// The uris under which the texts of earlier versions are shown.
import { normalUri } from "../workspace/uri.ts";

const earlierScheme = "protodial-earlier:";

/** That of a file in the version `id`. The path is that of the file, so that editors name and colour it as they do the file. */
export function earlierUri(uri: string, id: string): string {
  return uri.startsWith("file:") ? `${earlierScheme}${uri.slice("file:".length)}?${encodeURIComponent(id)}` : uri;
}

/** The version and the file that an uri is of. */
export function ofEarlier(uri: string): { readonly id: string | undefined; readonly file: string | undefined } {
  const [, path, query] = /^protodial-earlier:([^?]*)\?(.*)$/.exec(uri) ?? [];
  if (path === undefined || query === undefined) return { id: undefined, file: undefined };
  return { id: decodeURIComponent(query), file: normalUri(path.startsWith("//") ? `file:${path}` : `file://${path}`) };
}
