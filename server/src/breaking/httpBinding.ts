// The `google.api.http` option of an rpc, by its numbers: the files that declare it need not be there.
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

const httpExtension = 72295728;

/**
 * The HTTP requests that encoded method options bind an rpc to, as `POST /v1/{parent}/books body: book`: the same words
 * whatever the order in which a compiler wrote their parts.
 */
export function httpBindings(methodOptions: Uint8Array): readonly string[] {
  try {
    const binding = emptyBinding();
    let isBound = false;
    eachField(methodOptions, (field, content) => {
      if (field !== httpExtension) return;
      // Parts of a message that stand apart are one message.
      readRule(content, binding);
      isBound = true;
    });
    return isBound ? wordsOf(binding) : [];
  } catch {
    // The content of options that nobody declared is anything: what is no message binds nothing.
    return [];
  }
}

interface Binding {
  method: string;
  path: string;
  body: string;
  responseBody: string;
  readonly more: Binding[];
}

function emptyBinding(): Binding {
  return { method: "", path: "", body: "", responseBody: "", more: [] };
}

// `google.api.HttpRule`.
function readRule(rule: Uint8Array, binding: Binding): void {
  eachField(rule, (field, content) => {
    const method = methods[field];
    if (method !== undefined) {
      binding.method = method;
      binding.path = decoder.decode(content);
    } else if (field === 7) {
      binding.body = decoder.decode(content);
    } else if (field === 8) {
      readCustom(content, binding);
    } else if (field === 11) {
      const another = emptyBinding();
      readRule(content, another);
      binding.more.push(another);
    } else if (field === 12) {
      binding.responseBody = decoder.decode(content);
    }
  });
}

const methods: Readonly<Record<number, string>> = { 2: "GET", 3: "PUT", 4: "POST", 5: "DELETE", 6: "PATCH" };

const decoder = new TextDecoder();

function readCustom(pattern: Uint8Array, binding: Binding): void {
  eachField(pattern, (field, content) => {
    if (field === 1) binding.method = decoder.decode(content);
    else if (field === 2) binding.path = decoder.decode(content);
  });
}

function wordsOf({ method, path, body, responseBody, more }: Binding): readonly string[] {
  const own = `${method} ${path}${body && ` body: ${body}`}${responseBody && ` response_body: ${responseBody}`}`;
  return [own, ...more.flatMap(wordsOf)];
}

/** Visits the fields that have a length. */
function eachField(message: Uint8Array, visit: (field: number, content: Uint8Array) => void): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) visit(field, reader.bytes());
    else reader.skip(wireType, field);
  }
}
