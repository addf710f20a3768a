// The messages inside a message.
import {
  type DescExtension,
  type DescMessage,
  fromBinary,
  getExtension,
  isMessage,
  type Registry,
} from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";

/** Those directly inside: its fields and extensions, the items of its lists and maps. */
export function* partsOf(message: ReflectMessage, types: Registry): Generator<ReflectMessage> {
  for (const field of message.fields) {
    if (field.message === undefined || !message.isSet(field)) continue;
    if (field.fieldKind === "message") {
      yield message.get(field);
      continue;
    }
    const items: Iterable<unknown> = field.fieldKind === "map" ? message.get(field).values() : message.get(field);
    for (const item of items) if (isReflectMessage(item)) yield item;
  }
  for (const no of new Set(message.getUnknown()?.map(one => one.no))) {
    const extension = types.getExtensionFor(message.desc, no);
    if (extension?.message !== undefined) yield* extensionParts(message, extension, extension.message);
  }
}

function extensionParts(message: ReflectMessage, extension: DescExtension, desc: DescMessage): ReflectMessage[] {
  try {
    const value: unknown = getExtension(message.message, extension);
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.filter(one => isMessage(one, desc)).map(one => reflect(desc, one));
  } catch {
    // Not an error: bytes that are no such message are told where they are printed.
    return [];
  }
}

export interface AnyContent {
  readonly typeUrl: string;
  readonly value: Uint8Array;
  /** Undefined where its type is not known, or its bytes are no such message. */
  readonly held: ReflectMessage | undefined;
}

/** What an `Any` has; undefined of other messages. */
export function anyContent(message: ReflectMessage, types: Registry): AnyContent | undefined {
  if (message.desc.typeName !== "google.protobuf.Any") return undefined;
  const [url, bytes] = message.desc.fields;
  if (url?.fieldKind !== "scalar" || bytes?.fieldKind !== "scalar") return undefined;
  const [typeUrl, value] = [message.get(url), message.get(bytes)];
  if (typeof typeUrl !== "string" || !(value instanceof Uint8Array)) return undefined;
  const desc = types.getMessage(typeUrl.slice(typeUrl.lastIndexOf("/") + 1));
  return { typeUrl, value, held: desc === undefined ? undefined : readMessage(desc, value) };
}

function readMessage(desc: DescMessage, bytes: Uint8Array): ReflectMessage | undefined {
  try {
    return reflect(desc, fromBinary(desc, bytes));
  } catch {
    // Not an error: bytes that are no such message are shown as bytes.
    return undefined;
  }
}
