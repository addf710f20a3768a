import type { GeneratedFile, Printable } from "@bufbuild/protoplugin";

/**
 * One of the three forms of a generated file, with which all are printed from one text: JavaScript is TypeScript without
 * its types, declarations are TypeScript without its bodies.
 */
export interface Form {
  readonly kind: "ts" | "js" | "dts";
  readonly file: GeneratedFile;
  /** What only has a meaning for types: nothing in JavaScript. */
  readonly type: (parts: TemplateStringsArray, ...values: readonly Printable[]) => Printable;
  /** A line of code with values put in. */
  readonly line: (parts: TemplateStringsArray, ...values: readonly Printable[]) => void;
  /** A function or method: `head { body }`, or `head;` in declarations. */
  readonly body: (indentation: string, head: Printable, lines: readonly Printable[]) => void;
  /** A name of this file that is not exported; names that are imported give way to it. */
  readonly local: (name: string) => Printable;
  /** Names of `@grpc/grpc-js`, as values and as types. */
  readonly grpc: (name: string) => Printable;
  readonly grpcType: (name: string) => Printable;
}

/** @param name of the file, without its ending */
export function createForm(kind: Form["kind"], file: GeneratedFile, name: string): Form {
  return {
    kind,
    file,
    type: (parts, ...values) => (kind === "js" ? [] : interleaved(parts, values)),
    line: (parts, ...values) => file.print(...interleaved(parts, values)),
    body: (indentation, head, lines) => {
      if (kind === "dts") {
        file.print(indentation, head, ";");
        return;
      }
      file.print(indentation, head, " {");
      for (const line of lines) file.print(indentation, "  ", line);
      file.print(indentation, "}");
    },
    local: local => file.import(local, `./${name}.js`),
    grpc: imported => file.import(imported, "@grpc/grpc-js"),
    grpcType: imported => file.import(imported, "@grpc/grpc-js", true),
  };
}

/** Text with printable values in it, as one printable value. */
export function code(parts: TemplateStringsArray, ...values: readonly Printable[]): Printable {
  return interleaved(parts, values);
}

function interleaved(parts: TemplateStringsArray, values: readonly Printable[]): Printable[] {
  return parts.flatMap((part, index) => {
    const value = values[index];
    return value === undefined ? [part] : [part, value];
  });
}
