/**
 * Whether a text is base64 as ProtoJSON and gRPC metadata take it: the standard or the url-safe alphabet, with or
 * without padding.
 */
export function isBase64(text: string): boolean {
  const match = /^([A-Za-z0-9+/_-]*)(={0,2})$/.exec(text);
  if (match === null) return false;
  const letters = (match[1] ?? "").length;
  const padding = (match[2] ?? "").length;
  if (letters % 4 === 1) return false;
  return padding === 0 || (letters + padding) % 4 === 0;
}
