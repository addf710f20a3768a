// JSON names where a descriptor has none. Python's and C++'s reflection send none, and @bufbuild/protobuf then prints ''.
import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/** Sets `json_name` of every field that lacks it, in place. */
export function fillJsonNames(file: FileDescriptorProto): void {
  for (const extension of file.extension) fillField(extension);
  for (const message of file.messageType) fillMessage(message);
}

function fillMessage(message: DescriptorProto): void {
  for (const field of message.field) fillField(field);
  for (const extension of message.extension) fillField(extension);
  for (const nested of message.nestedType) fillMessage(nested);
}

function fillField(field: FieldDescriptorProto): void {
  if (field.jsonName === "") field.jsonName = jsonNameOf(field.name);
}

/** protoc's rule: underscores go, and a letter after one is capital. */
function jsonNameOf(name: string): string {
  let capital = false;
  let result = "";
  for (const letter of name) {
    if (letter === "_") {
      capital = true;
      continue;
    }
    result += capital ? letter.toUpperCase() : letter;
    capital = false;
  }
  return result;
}
