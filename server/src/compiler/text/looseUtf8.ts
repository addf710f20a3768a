// Bytes that are nearly UTF-8. protoc passes on what stands in comments and strings as it is, so none of it may be lost:
// a byte that belongs to no character is the unit U+DC00 + byte in a text, as in Python's `surrogateescape`.

/** Decodes bytes that are not all UTF-8. */
export function decodedLoosely(bytes: Uint8Array): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = endOfUtf8(bytes, at);
    if (end > at) parts.push(decoder.decode(bytes.subarray(at, end)));
    if (end < bytes.length) parts.push(String.fromCharCode(0xdc00 + (bytes[end] ?? 0)));
    at = end + 1;
  }
  return parts.join("");
}

/** Where the run of whole characters from `at` ends. */
export function endOfUtf8(bytes: Uint8Array, at = 0): number {
  let end = at;
  while (end < bytes.length) {
    const length = (bytes[end] ?? 0) < 0x80 ? 1 : lengthOfCharacter(bytes, end);
    if (length === 0) return end;
    end += length;
  }
  return end;
}

/** Whether this unit stands for a byte, where it is no half of a character. */
export function standsForByte(unit: number): boolean {
  return unit >= 0xdc80 && unit <= 0xdcff;
}

/** The bytes of a text, one string unit a byte. */
export function bytesOf(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is its own encoding, and nearly every text is that.
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  let bytes = "";
  // With `u`, only halves that stand alone are matched.
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    if (part.length === 1 && standsForByte(part.charCodeAt(0)))
      bytes += String.fromCharCode(part.charCodeAt(0) - 0xdc00);
    else for (const byte of new TextEncoder().encode(part)) bytes += String.fromCharCode(byte);
  }
  return bytes;
}

// Bytes of the character beyond ASCII that begins at `at`, 0 where none does (Unicode 16, table 3-7).
function lengthOfCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
