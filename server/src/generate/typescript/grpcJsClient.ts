import type { DescMethod, DescService } from "@bufbuild/protobuf";
import type { Printable } from "@bufbuild/protoplugin";
import { code, type Form } from "./form.ts";
import { type MethodKind, methodTypes } from "./grpcJsTypes.ts";

// Members of grpc-js's `Client`, which a method must not hide.
const clientMembers: ReadonlySet<string> = new Set([
  "checkMetadataAndOptions",
  "checkOptionalUnaryResponseArguments",
  "close",
  "getChannel",
  "makeBidiStreamRequest",
  "makeClientStreamRequest",
  "makeServerStreamRequest",
  "makeUnaryRequest",
  "waitForReady",
]);

/** Prints `XClient`: promises for single responses, streams that can be iterated for many. */
export function printClient(form: Form, service: DescService): void {
  const { file, line } = form;
  line`${file.jsDoc(`A client of ${service.typeName}.`)}`;
  line`${file.export("class", `${service.name}Client`)} extends ${form.grpc("Client")} {`;
  for (const method of service.methods) {
    line`${file.jsDoc(method, "  ")}`;
    const name = clientMembers.has(method.localName) ? `${method.localName}$` : method.localName;
    const { parameter, result } = signatures(form, method)[method.methodKind];
    const options = code`options${form.type`?: ${form.local("CallSettings")}`}`;
    form.body("  ", code`${name}(${parameter}, ${options})${form.type`: ${result}`}`, [
      code`return ${form.local(callers[method.methodKind])}(this, ${service.name}Service.${method.localName}, ${argument(method)}, options);`,
    ]);
  }
  line`}`;
  line``;
}

interface Signature {
  readonly parameter: Printable;
  readonly result: Printable;
}

function signatures(form: Form, method: DescMethod): Readonly<Record<MethodKind, Signature>> {
  const { type, grpcType } = form;
  const { requestInit, response } = methodTypes(form, method);
  const one = code`request${type`: ${requestInit}`}`;
  const many = code`AsyncIterable<${requestInit}> | Iterable<${requestInit}>`;
  return {
    unary: { parameter: one, result: code`Promise<${response}>` },
    client_streaming: {
      parameter: code`requests${type`: ${many}`}`,
      result: code`Promise<${response}>`,
    },
    server_streaming: {
      parameter: one,
      result: code`AsyncIterable<${response}> & ${grpcType("ClientReadableStream")}<${response}>`,
    },
    bidi_streaming: {
      parameter: code`requests${type`?: ${many}`}`,
      result: code`AsyncIterable<${response}> & ${grpcType("ClientDuplexStream")}<${requestInit}, ${response}>`,
    },
  };
}

function argument(method: DescMethod): string {
  return method.methodKind === "client_streaming" || method.methodKind === "bidi_streaming" ? "requests" : "request";
}

const callers: Readonly<Record<MethodKind, string>> = {
  unary: "callUnary",
  client_streaming: "callClientStream",
  server_streaming: "callServerStream",
  bidi_streaming: "callBidiStream",
};
