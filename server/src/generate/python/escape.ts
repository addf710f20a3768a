// Bytes and texts as Python literals, escaped as protoc's C++ code escapes them, so that files are equal byte for byte.

const named: ReadonlyMap<number, string> = new Map([
  [0x0a, "\\n"],
  [0x0d, "\\r"],
  [0x09, "\\t"],
  [0x22, '\\"'],
  [0x27, "\\'"],
  [0x5c, "\\\\"],
]);

/** The inside of `b'…'` with hexadecimal escapes. */
export function hexEscaped(bytes: Uint8Array): string {
  let text = "";
  let afterHex = false;
  for (const byte of bytes) {
    const short = named.get(byte);
    if (short !== undefined) {
      text += short;
      afterHex = false;
      // A digit right after a hexadecimal escape would be read as part of it by C++, where this form comes from.
    } else if (isPrintable(byte) && !(afterHex && isHexDigit(byte))) {
      text += String.fromCharCode(byte);
      afterHex = false;
    } else {
      text += `\\x${byte.toString(16).padStart(2, "0")}`;
      afterHex = true;
    }
  }
  return text;
}

/** The inside of `b'…'` with octal escapes. */
export function octalEscaped(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text +=
      named.get(byte) ?? (isPrintable(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, "0")}`);
  }
  return text;
}

/** `'text'` */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}'`;
}

/** A line of a docstring: what would end the string or be read as an escape is escaped. */
export function docstringLine(line: string): string {
  return line.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replaceAll("\0", "\\x00");
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

function isHexDigit(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
