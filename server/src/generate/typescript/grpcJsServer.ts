import type { DescMethod, DescService } from "@bufbuild/protobuf";
import type { Printable } from "@bufbuild/protoplugin";
import { code, type Form } from "./form.ts";
import { type MethodKind, methodPath, methodTypes, streams } from "./grpcJsTypes.ts";

/** Prints `XService`: paths, kinds and encodings of the methods, as `Server.addService` takes them. */
export function printDefinition(form: Form, service: DescService): void {
  const { file, line, local } = form;
  const name = `${service.name}Service`;
  line`${file.jsDoc(service)}`;
  if (form.kind === "dts") {
    line`${file.export("const", name)}: {`;
    for (const method of service.methods) {
      const schemas = code`typeof ${file.importSchema(method.input, true)}, typeof ${file.importSchema(method.output, true)}`;
      line`  readonly ${method.localName}: ${local("Method")}<${schemas}>;`;
    }
    line`};`;
  } else {
    line`${file.export("const", name)} = {`;
    for (const method of service.methods) {
      const schemas = code`${file.importSchema(method.input)}, ${file.importSchema(method.output)}`;
      const { requests, responses } = streams(method.methodKind);
      line`  ${method.localName}: ${local("defineMethod")}(${file.string(methodPath(method))}, ${schemas}, ${requests}, ${responses}),`;
    }
    line`};`;
  }
  line``;
}

/** Prints the interface to implement, a class that answers UNIMPLEMENTED, and the function that adds one to a server. */
export function printServer(form: Form, service: DescService): void {
  const { file, line, type, local } = form;
  const implementation = `${service.name}Implementation`;
  if (form.kind !== "js") {
    line`${file.jsDoc(implementationText(service))}`;
    line`${file.export("interface", implementation)} {`;
    for (const method of service.methods) {
      line`${file.jsDoc(method, "  ")}`;
      line`  ${method.localName}${signature(form, method, "")};`;
    }
    line`}`;
    line``;
  }

  line`${file.jsDoc(`Extend it to implement ${service.typeName}: methods that are not overridden answer UNIMPLEMENTED.`)}`;
  const base = file.export(form.kind === "js" ? "class" : "abstract class", `${service.name}Base`);
  line`${base}${type` implements ${implementation}`} {`;
  for (const method of service.methods) {
    const path = file.string(methodPath(method));
    form.body("  ", code`${method.localName}${signature(form, method, "_")}`, [
      code`throw ${local("unimplemented")}(${path});`,
    ]);
  }
  line`}`;
  line``;

  line`${file.jsDoc(`Adds an implementation of ${service.typeName} to a server.`)}`;
  const add = file.export("function", `add${service.name}ToServer`);
  const parameters = code`implementation${type`: ${implementation}`}, server${type`: ${form.grpcType("Server")}`}`;
  form.body("", code`${add}(${parameters})${type`: void`}`, [
    code`server.addService(${service.name}Service, {`,
    ...service.methods.map(method => code`  ${method.localName}: ${handler(form, method)},`),
    "});",
  ]);
  line``;
}

function implementationText(service: DescService): string {
  return [
    `What a server of ${service.typeName} does.`,
    "",
    "To fail with a status, throw an error that has its number as `code` (`status.NOT_FOUND`); any other error is UNKNOWN.",
    "When the client cancels, `call` emits `cancelled`, and streams of requests end with an error.",
  ].join("\n");
}

// Parameters that a body does not use begin with an underscore.
function signature(form: Form, method: DescMethod, prefix: string): Printable {
  const { type, grpcType } = form;
  const { request, responseInit } = methodTypes(form, method);
  const call = type`: ${grpcType(callTypes[method.methodKind])}<${request}, ${responseInit}>`;
  const { requests, responses } = streams(method.methodKind);
  const parameter = requests
    ? code`${prefix}requests${type`: AsyncIterable<${request}>`}`
    : code`${prefix}request${type`: ${request}`}`;
  const result = responses
    ? type`: AsyncIterable<${responseInit}> | Iterable<${responseInit}>`
    : type`: Promise<${responseInit}> | ${responseInit}`;
  return code`(${parameter}, ${prefix}call${call})${result}`;
}

function handler(form: Form, method: DescMethod): Printable {
  const { request, responseInit } = methodTypes(form, method);
  const types = form.type`<${request}, ${responseInit}>`;
  const parameter = streams(method.methodKind).requests ? "requests" : "request";
  const answer = code`(${parameter}, call) => implementation.${method.localName}(${parameter}, call)`;
  return code`${form.local(answerers[method.methodKind])}${types}(${answer})`;
}

const callTypes: Readonly<Record<MethodKind, string>> = {
  unary: "ServerUnaryCall",
  client_streaming: "ServerReadableStream",
  server_streaming: "ServerWritableStream",
  bidi_streaming: "ServerDuplexStream",
};

const answerers: Readonly<Record<MethodKind, string>> = {
  unary: "answerUnary",
  client_streaming: "answerClientStream",
  server_streaming: "answerServerStream",
  bidi_streaming: "answerBidiStream",
};
