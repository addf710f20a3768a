/** What a token that begins with a character is. Characters beyond ASCII begin none. */
export const CharacterClass = { None: 0, White: 1, Letter: 2, Digit: 3, Quote: 4, Punctuation: 5 } as const;

const classes = characterClasses();

export function classOf(code: number): number {
  return code < 128 ? (classes[code] ?? CharacterClass.None) : CharacterClass.None;
}

/** Whether an identifier may hold this character code after its first. */
export function isIdentifierPart(code: number): boolean {
  const found = classOf(code);
  return found === CharacterClass.Letter || found === CharacterClass.Digit;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function characterClasses(): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of "\t\n\v\f\r ") table[character.charCodeAt(0)] = CharacterClass.White;
  for (const character of "\"'") table[character.charCodeAt(0)] = CharacterClass.Quote;
  for (const character of ";,.=(){}[]<>:-+/") table[character.charCodeAt(0)] = CharacterClass.Punctuation;
  for (let code = 48; code <= 57; code++) table[code] = CharacterClass.Digit;
  for (let code = 65; code <= 90; code++) table[code] = table[code + 32] = CharacterClass.Letter;
  table[95] = CharacterClass.Letter;
  return table;
}
