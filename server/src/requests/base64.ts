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

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes as base64, in the standard alphabet with padding. */
export function base64Text(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    const group = (first << 16) | (second << 8) | third;
    const left = bytes.length - at;
    parts.push(
      letters.charAt(group >> 18) +
        letters.charAt((group >> 12) & 63) +
        (left > 1 ? letters.charAt((group >> 6) & 63) : "=") +
        (left > 2 ? letters.charAt(group & 63) : "="),
    );
  }
  return parts.join("");
}
