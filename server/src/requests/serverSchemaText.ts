import type { Request } from "./requestDocument.ts";

/**
 * The text of a document in which a request is made with the schema of its server. `addedLines`: so many more stand above
 * the request line than before.
 */
export function withServerSchema(
  text: string,
  request: Request,
): { readonly text: string; readonly addedLines: number } {
  const option = request.options.find(one => one.key === "schema");
  const at = option?.value ?? {
    start: request.line?.start ?? request.start,
    end: request.line?.start ?? request.start,
  };
  const put = option === undefined ? "# @schema server\n" : "server";
  return { text: `${text.slice(0, at.start)}${put}${text.slice(at.end)}`, addedLines: option === undefined ? 1 : 0 };
}
