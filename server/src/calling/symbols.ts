// Which file of a set declares which name.
import type { DescriptorProto, EnumDescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";

/** Full names (no leading dot) of all a file declares: messages, enums and their values, fields, extensions, services, methods. */
export function declaredNames(file: FileDescriptorProto): string[] {
  const names: string[] = [];
  const scope = file.package === "" ? "" : `${file.package}.`;
  for (const message of file.messageType) addMessage(message, scope, names);
  for (const one of file.enumType) addEnum(one, scope, names);
  for (const extension of file.extension) names.push(`${scope}${extension.name}`);
  for (const service of file.service) {
    names.push(`${scope}${service.name}`, ...service.method.map(method => `${scope}${service.name}.${method.name}`));
  }
  return names;
}

function addMessage(message: DescriptorProto, scope: string, names: string[]): void {
  const inner = `${scope}${message.name}.`;
  names.push(`${scope}${message.name}`);
  for (const field of [...message.field, ...message.extension, ...message.oneofDecl])
    names.push(`${inner}${field.name}`);
  for (const nested of message.nestedType) addMessage(nested, inner, names);
  for (const one of message.enumType) addEnum(one, inner, names);
}

/** The values of an enum are its siblings, as in C++. */
function addEnum(one: EnumDescriptorProto, scope: string, names: string[]): void {
  names.push(`${scope}${one.name}`, ...one.value.map(value => `${scope}${value.name}`));
}
