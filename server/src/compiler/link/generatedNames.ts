// Names that the compiler makes out of written ones, letter for letter as protoc's parser and descriptor builder do.

/** The JSON name of a field without `json_name`: `user_id` → `userId`; the first letter stays as it is. */
export function jsonNameOf(fieldName: string): string {
  return joinedWords(fieldName);
}

/** The name of the message that stands for an entry of a map field: `user_ids` → `UserIdsEntry`. */
export function mapEntryName(fieldName: string): string {
  return `${joinedWords(`_${fieldName}`)}Entry`;
}

/**
 * The name of the oneof that a proto3 `optional` field gets: `_name`, with `X` put before it until it is free in its
 * message; a name that begins with an underscore gets no second one, as C++ reserves those.
 */
export function syntheticOneofName(fieldName: string, taken: ReadonlySet<string>): string {
  let name = fieldName.startsWith("_") ? fieldName : `_${fieldName}`;
  while (taken.has(name)) name = `X${name}`;
  return name;
}

/** The name of a group's field. */
export function groupFieldName(groupName: string): string {
  return groupName.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

// Drops the underscores and puts a capital after each.
function joinedWords(name: string): string {
  if (!name.includes("_")) return name;
  let result = "";
  let upperNext = false;
  for (const letter of name) {
    if (letter === "_") {
      upperNext = true;
      continue;
    }
    result += upperNext && letter >= "a" && letter <= "z" ? letter.toUpperCase() : letter;
    upperNext = false;
  }
  return result;
}
