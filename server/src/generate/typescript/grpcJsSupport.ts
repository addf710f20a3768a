// The functions at the end of a generated file that its services are made of: a file needs nothing beside grpc-js and
// protobuf-es. Only those are printed that the file's methods use.
import { code, type Form } from "./form.ts";
import { type MethodKind, streams } from "./grpcJsTypes.ts";

type Kinds = ReadonlySet<MethodKind>;

/** Prints `Method` and `defineMethod`. */
export function printDefinitionSupport(form: Form, kinds: Kinds): void {
  if (kinds.size === 0) return;
  const { file, line, type, local } = form;
  const protobuf = (name: string) => file.import(name, "@bufbuild/protobuf");
  const protobufType = (name: string) => file.import(name, "@bufbuild/protobuf", true);
  const [desc, init, shape] = [
    protobufType("DescMessage"),
    protobufType("MessageInitShape"),
    protobufType("MessageShape"),
  ];
  if (form.kind !== "js") {
    line`interface ${local("Method")}<Input extends ${desc}, Output extends ${desc}> {`;
    line`  readonly path: string;`;
    line`  readonly requestStream: boolean;`;
    line`  readonly responseStream: boolean;`;
    line`  requestSerialize(request: ${init}<Input>): Buffer;`;
    line`  requestDeserialize(bytes: Buffer): ${shape}<Input>;`;
    line`  responseSerialize(response: ${init}<Output>): Buffer;`;
    line`  responseDeserialize(bytes: Buffer): ${shape}<Output>;`;
    line`}`;
    line``;
  }
  if (form.kind === "dts") return;
  const generics = type`<Input extends ${desc}, Output extends ${desc}>`;
  const flags = code`requestStream${type`: boolean`}, responseStream${type`: boolean`}`;
  const parameters = code`path${type`: string`}, input${type`: Input`}, output${type`: Output`}, ${flags}`;
  line`function ${local("defineMethod")}${generics}(${parameters})${type`: ${local("Method")}<Input, Output>`} {`;
  line`  return {`;
  line`    path,`;
  line`    requestStream,`;
  line`    responseStream,`;
  line`    requestSerialize: request => ${local("encode")}(input, request),`;
  line`    requestDeserialize: bytes => ${protobuf("fromBinary")}(input, bytes),`;
  line`    responseSerialize: response => ${local("encode")}(output, response),`;
  line`    responseDeserialize: bytes => ${protobuf("fromBinary")}(output, bytes),`;
  line`  };`;
  line`}`;
  line``;
  const encoded = code`schema${type`: Desc`}, message${type`: ${init}<Desc>`}`;
  line`function ${local("encode")}${type`<Desc extends ${desc}>`}(${encoded})${type`: Buffer`} {`;
  line`  const bytes = ${protobuf("toBinary")}(schema, ${protobuf("create")}(schema, message));`;
  line`  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);`;
  line`}`;
  line``;
}

/** Prints what handlers of `Server.addService` are made with. */
export function printServerSupport(form: Form, kinds: Kinds): void {
  if (form.kind === "dts" || kinds.size === 0) return;
  const { line, type, local, grpc, grpcType } = form;
  const some = type`AsyncIterable<Output> | Iterable<Output>`;
  const one = type`Promise<Output> | Output`;
  const head = (
    name: string,
    parameter: string,
    input: string,
    call: string,
    output: typeof some,
    handle: string,
  ): void => {
    const callType = type`${grpcType(call)}<Input, Output>`;
    const answer = code`answer${type`: (${parameter}: ${input}, call: ${callType}) => ${output}`}`;
    line`function ${local(name)}${type`<Input, Output>`}(${answer})${type`: ${grpcType(handle)}<Input, Output>`} {`;
  };

  if (kinds.has("unary")) {
    head("answerUnary", "request", "Input", "ServerUnaryCall", one, "handleUnaryCall");
    line`  return (call, callback) => ${local("answerOnce")}(() => answer(call.request, call), callback);`;
    line`}`;
    line``;
  }
  if (kinds.has("client_streaming")) {
    head(
      "answerClientStream",
      "requests",
      "AsyncIterable<Input>",
      "ServerReadableStream",
      one,
      "handleClientStreamingCall",
    );
    line`  return (call, callback) => ${local("answerOnce")}(() => answer(${local("requestsOf")}(call), call), callback);`;
    line`}`;
    line``;
  }
  if (kinds.has("server_streaming")) {
    head("answerServerStream", "request", "Input", "ServerWritableStream", some, "handleServerStreamingCall");
    line`  return call => ${local("answerMany")}(() => answer(call.request, call), call);`;
    line`}`;
    line``;
  }
  if (kinds.has("bidi_streaming")) {
    head("answerBidiStream", "requests", "AsyncIterable<Input>", "ServerDuplexStream", some, "handleBidiStreamingCall");
    line`  return call => ${local("answerMany")}(() => answer(${local("requestsOf")}(call), call), call);`;
    line`}`;
    line``;
  }
  if (kinds.has("unary") || kinds.has("client_streaming")) {
    const parameters = code`answer${type`: () => ${one}`}, callback${type`: ${grpcType("sendUnaryData")}<Output>`}`;
    line`async function ${local("answerOnce")}${type`<Output>`}(${parameters})${type`: Promise<void>`} {`;
    line`  try {`;
    line`    callback(null, await answer());`;
    line`  } catch (error) {`;
    line`    callback(${local("statusOf")}(error));`;
    line`  }`;
    line`}`;
    line``;
  }
  if (kinds.has("server_streaming") || kinds.has("bidi_streaming")) {
    const call = type`: ${grpcType("ServerWritableStream")}<Input, Output> | ${grpcType("ServerDuplexStream")}<Input, Output>`;
    const parameters = code`answer${type`: () => ${some}`}, call${call}`;
    line`async function ${local("answerMany")}${type`<Input, Output>`}(${parameters})${type`: Promise<void>`} {`;
    line`  try {`;
    line`    await ${local("writeAll")}(answer(), call);`;
    line`  } catch (error) {`;
    line`    if (!call.cancelled) call.emit("error", ${local("statusOf")}(error));`;
    line`  }`;
    line`}`;
    line``;
  }
  if ([...kinds].some(kind => streams(kind).requests)) {
    const call = type`: ${grpcType("ServerReadableStream")}<Input, unknown> | ${grpcType("ServerDuplexStream")}<Input, unknown>`;
    line`async function* ${local("requestsOf")}${type`<Input>`}(call${call})${type`: AsyncGenerator<Input, void, undefined>`} {`;
    line`  // Leaving a loop over the stream itself would destroy it, and with it the way to answer.`;
    line`  for await (const request of call.iterator({ destroyOnReturn: false })) yield request;`;
    line`  // A stream that was cancelled ends like a whole one, and grpc-js tells so a few turns of the event loop later.`;
    line`  for (let turn = 0; turn < 5 && !call.cancelled; turn++) await new Promise(resolve => setImmediate(resolve));`;
    line`  if (call.cancelled) throw new Error("the client has cancelled the call");`;
    line`}`;
    line``;
  }
  line`function ${local("unimplemented")}(path${type`: string`})${type`: Error`} {`;
  line`  return Object.assign(new Error(path + " is not implemented"), { code: ${grpc("status")}.UNIMPLEMENTED });`;
  line`}`;
  line``;
  line`// An error says its status by \`code\`, \`details\` and \`metadata\`, as those do that clients get.`;
  line`function ${local("statusOf")}(error${type`: unknown`})${type`: Partial<${grpcType("StatusObject")}>`} {`;
  const errorType = type`: Partial<${grpcType("StatusObject")}> & { message?: string }`;
  line`  const { code, details, metadata, message = "unknown error" }${errorType} =`;
  line`    typeof error === "object" && error !== null ? error : { message: String(error) };`;
  line`  if (typeof code !== "number" || code <= 0 || ${grpc("status")}[code] === undefined) {`;
  line`    return { code: ${grpc("status")}.UNKNOWN, details: message };`;
  line`  }`;
  line`  return { code, details: details ?? message, ...(metadata ? { metadata } : {}) };`;
  line`}`;
  line``;
}

/** Prints what the methods of clients call, and `writeAll`, which servers use as well. */
export function printClientSupport(form: Form, kinds: Kinds): void {
  if (kinds.size === 0) return;
  printCallSettings(form);
  if (form.kind === "dts") return;
  if (kinds.has("unary")) printCaller(form, "unary");
  if (kinds.has("client_streaming")) printCaller(form, "client_streaming");
  if (kinds.has("server_streaming")) printCaller(form, "server_streaming");
  if (kinds.has("bidi_streaming")) printCaller(form, "bidi_streaming");
  printCancelling(form);
  if ([...kinds].some(kind => kind !== "unary")) printWriteAll(form);
}

function printCallSettings({ kind, line, local, grpcType }: Form): void {
  if (kind === "js") return;
  line`interface ${local("CallSettings")} extends ${grpcType("CallOptions")} {`;
  line`  readonly metadata?: ${grpcType("Metadata")} | undefined;`;
  line`  /** Cancels the call. */`;
  line`  readonly signal?: AbortSignal | undefined;`;
  line`}`;
  line``;
}

function printCaller(form: Form, kind: MethodKind): void {
  const { file, line, type, local, grpc, grpcType } = form;
  const [desc, init, shape] = ["DescMessage", "MessageInitShape", "MessageShape"].map(name =>
    file.import(name, "@bufbuild/protobuf", true),
  );
  if (desc === undefined || init === undefined || shape === undefined) return;
  const { requests, responses } = streams(kind);
  const names = {
    unary: "Unary",
    client_streaming: "ClientStream",
    server_streaming: "ServerStream",
    bidi_streaming: "BidiStream",
  };
  const many = type`AsyncIterable<${init}<Input>> | Iterable<${init}<Input>>`;
  const parameter = requests
    ? code`requests${type`: ${kind === "bidi_streaming" ? type`${many} | undefined` : many}`}`
    : code`request${type`: ${init}<Input>`}`;
  const result = {
    unary: type`Promise<${shape}<Output>>`,
    client_streaming: type`Promise<${shape}<Output>>`,
    server_streaming: type`${grpcType("ClientReadableStream")}<${shape}<Output>>`,
    bidi_streaming: type`${grpcType("ClientDuplexStream")}<${init}<Input>, ${shape}<Output>>`,
  }[kind];
  const parameters = [
    code`client${type`: ${grpcType("Client")}`}`,
    code`method${type`: ${local("Method")}<Input, Output>`}`,
    parameter,
    code`settings${type`: ${local("CallSettings")} | undefined`}`,
  ].flatMap((one, index) => (index === 0 ? [one] : [", ", one]));
  const generics = type`<Input extends ${desc}, Output extends ${desc}>`;
  line`function ${local(`call${names[kind]}`)}${generics}(${parameters})${type`: ${result}`} {`;
  const request = requests ? "" : "request, ";
  const head = code`client.make${names[kind]}Request${type`<${init}<Input>, ${shape}<Output>>`}(method.path, method.requestSerialize, method.responseDeserialize, ${request}metadata, options`;
  line`  const { metadata = new ${grpc("Metadata")}(), signal, ...options } = settings ?? {};`;
  if (responses) {
    line`  const call = ${head});`;
    line`  ${local("cancelWith")}(signal, call);`;
    line`  // Who leaves a loop over the responses wants no more of them.`;
    line`  call.once("close", () => {`;
    line`    if (!call.readableEnded) call.cancel();`;
    line`  });`;
    if (requests) {
      const destroy = code`(error${type`: Error`}) => call.destroy(error)`;
      line`  if (requests !== undefined) ${local("writeAll")}(requests, call).catch(${destroy});`;
    }
    line`  return call;`;
  } else {
    line`  return new Promise((resolve, reject) => {`;
    line`    const call = ${head}, (error, response) => {`;
    line`      if (response === undefined) reject(error);`;
    line`      else resolve(response);`;
    line`    });`;
    line`    ${local("cancelWith")}(signal, call);`;
    if (requests) {
      line`    ${local("writeAll")}(requests, call).catch(error => {`;
      line`      reject(error);`;
      line`      call.cancel();`;
      line`    });`;
    }
    line`  });`;
  }
  line`}`;
  line``;
}

function printCancelling({ line, type, local, grpcType }: Form): void {
  const call = type`: ${grpcType("ClientUnaryCall")}`;
  line`function ${local("cancelWith")}(signal${type`: AbortSignal | undefined`}, call${call})${type`: void`} {`;
  line`  if (signal === undefined) return;`;
  line`  const cancel = () => call.cancel();`;
  line`  if (signal.aborted) cancel();`;
  line`  signal.addEventListener("abort", cancel);`;
  line`  call.once("status", () => signal.removeEventListener("abort", cancel));`;
  line`}`;
  line``;
}

function printWriteAll({ line, type, local }: Form): void {
  line`// Writes no faster than the other side reads, and no more once the call is over.`;
  const stream = type`: {
  write(value: Value): boolean;
  end(): unknown;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
}`;
  const values = type`: AsyncIterable<Value> | Iterable<Value>`;
  line`async function ${local("writeAll")}${type`<Value>`}(values${values}, stream${stream})${type`: Promise<void>`} {`;
  line`  const endings = ["cancelled", "close", "status"];`;
  line`  let over = false;`;
  line`  for (const event of endings) {`;
  line`    stream.on(event, () => {`;
  line`      over = true;`;
  line`    });`;
  line`  }`;
  line`  for await (const value of values) {`;
  line`    if (over) return;`;
  line`    if (stream.write(value)) continue;`;
  line`    await new Promise${type`<void>`}(resolve => {`;
  line`      const go = () => {`;
  line`        for (const event of ["drain", ...endings]) stream.off(event, go);`;
  line`        resolve();`;
  line`      };`;
  line`      for (const event of ["drain", ...endings]) stream.on(event, go);`;
  line`    });`;
  line`  }`;
  line`  if (!over) stream.end();`;
  line`}`;
}
