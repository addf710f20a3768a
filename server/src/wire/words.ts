// Values as they are told in a line.

const mostCharacters = 200;
const mostBytes = 32;

/** Text in quotes, cut; what is not UTF-8 of it as `�`. */
export function shortText(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, mostCharacters * 4));
  return text.length <= mostCharacters ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, mostCharacters))}…`;
}

/** `0a ff`, cut. */
export function shortHex(bytes: Uint8Array): string {
  const shown = hexPairs(bytes.subarray(0, mostBytes)).join(" ");
  return bytes.length <= mostBytes ? shown : `${shown} … (${bytes.length} bytes)`;
}

/** Two hexadecimal digits for each byte. */
export function hexPairs(bytes: Uint8Array): string[] {
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0"));
}
