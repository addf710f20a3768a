// How a type is named where it is used: as shortly as protobuf's scoping allows.

import type { DescriptorProto, EnumDescriptorProto, FileDescriptorProto } from "@bufbuild/protobuf/wkt";
import { joined } from "../compiler/link/declaring.ts";

export interface TypeNames {
  /** A name for `.full.Name` that is found from within `scope`, a full name without a dot before it. */
  readonly shortName: (fullName: string, scope: string) => string;
}

/** Of all that files declare. */
export function typeNames(files: readonly FileDescriptorProto[]): TypeNames {
  const declared = new Set(files.flatMap(namesIn));
  return {
    shortName: (fullName, scope) => {
      const full = fullName.replace(/^\./, "");
      const parts = full.split(".");
      for (let at = parts.length - 1; at >= 0; at -= 1) {
        const name = parts.slice(at).join(".");
        if (meaning(name, scope, declared) === full) return name;
      }
      return `.${full}`;
    },
  };
}

/**
 * What a relative name means: the innermost scope in which its first part is declared, as anything. Protobuf passes over
 * some of what is no type; a name that depends on that is not taken.
 */
function meaning(name: string, scope: string, declared: ReadonlySet<string>): string | undefined {
  const [first = ""] = name.split(".", 1);
  for (let around = scope; ; around = around.slice(0, Math.max(0, around.lastIndexOf(".")))) {
    if (declared.has(joined(around, first))) return joined(around, name);
    if (around === "") return undefined;
  }
}

function namesIn(file: FileDescriptorProto): string[] {
  const scope = file.package;
  const packages = scope.split(".").map((_, at, parts) => parts.slice(0, at + 1).join("."));
  return [
    ...packages,
    ...file.messageType.flatMap(one => namesInMessage(one, scope)),
    ...file.enumType.flatMap(one => namesInEnum(one, scope)),
    ...file.extension.map(one => joined(scope, one.name)),
    ...file.service.flatMap(one => {
      const service = joined(scope, one.name);
      return [service, ...one.method.map(method => joined(service, method.name))];
    }),
  ];
}

function namesInMessage(message: DescriptorProto, outer: string): string[] {
  const scope = joined(outer, message.name);
  const named = [...message.field, ...message.extension, ...message.oneofDecl];
  return [
    scope,
    ...named.map(one => joined(scope, one.name)),
    ...message.nestedType.flatMap(one => namesInMessage(one, scope)),
    ...message.enumType.flatMap(one => namesInEnum(one, scope)),
  ];
}

function namesInEnum(one: EnumDescriptorProto, scope: string): string[] {
  return [joined(scope, one.name), ...one.value.map(value => joined(scope, value.name))];
}
