// How the types of a service's methods are written.
import type { DescMethod, DescMethodStreaming, DescMethodUnary } from "@bufbuild/protobuf";
import type { Printable } from "@bufbuild/protoplugin";
import { code, type Form } from "./form.ts";

export type MethodKind = (DescMethodUnary | DescMethodStreaming)["methodKind"];

/** The types that a method's signatures are made of. */
export interface MethodTypes {
  /** A request as the server gets it. */
  readonly request: Printable;
  /** What stands for a request: a message, or the fields of one. */
  readonly requestInit: Printable;
  readonly response: Printable;
  readonly responseInit: Printable;
}

export function methodTypes({ file }: Form, method: DescMethod): MethodTypes {
  const init = file.import("MessageInitShape", "@bufbuild/protobuf", true);
  return {
    request: file.importShape(method.input),
    requestInit: code`${init}<typeof ${file.importSchema(method.input, true)}>`,
    response: file.importShape(method.output),
    responseInit: code`${init}<typeof ${file.importSchema(method.output, true)}>`,
  };
}

/** Whether a method takes, and whether it gives, a stream. */
export function streams(kind: MethodKind): { readonly requests: boolean; readonly responses: boolean } {
  return {
    requests: kind === "client_streaming" || kind === "bidi_streaming",
    responses: kind === "server_streaming" || kind === "bidi_streaming",
  };
}

/** `/pkg.Service/Method` */
export function methodPath(method: DescMethod): string {
  return `/${method.parent.typeName}/${method.name}`;
}
