// Floats of an answer in the digits that protobuf's own JSON has: @bufbuild/protobuf prints them as doubles.
import { type DescField, type DescMessage, type Registry, ScalarType } from "@bufbuild/protobuf";
import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import { shortestFloat } from "../wire/shortestFloat.ts";
import { partsOf } from "./messageParts.ts";

/** Gives each `float` in `message` the shortest number that is the same one, in place; those in extensions and `Any` stay. */
export function shortenFloats(message: ReflectMessage, types: Registry): void {
  if (!reachesFloat(message.desc)) return;
  for (const field of message.fields) {
    if (!message.isSet(field)) continue;
    if (field.scalar === ScalarType.FLOAT) shortenField(message, field);
    if (field.fieldKind === "message" && field.message.typeName === "google.protobuf.FloatValue") {
      const wrapper = message.get(field);
      shortenFloats(wrapper, types);
      message.set(field, wrapper);
    }
  }
  for (const part of partsOf(message, types)) shortenFloats(part, types);
}

function shortenField(message: ReflectMessage, field: DescField): void {
  switch (field.fieldKind) {
    case "scalar":
      message.set(field, short(message.get(field)));
      return;
    case "list": {
      const list = message.get(field);
      for (let index = 0; index < list.size; index += 1) list.set(index, short(list.get(index)));
      return;
    }
    case "map": {
      const map = message.get(field);
      for (const [key, value] of map) map.set(key, short(value));
      return;
    }
    case "enum":
    case "message":
  }
}

function short<Value>(value: Value): Value | number {
  return typeof value === "number" ? shortestFloat(value) : value;
}

const known = new WeakMap<DescMessage, boolean>();

/** Most messages have none anywhere, and are not looked through. */
function reachesFloat(desc: DescMessage): boolean {
  const remembered = known.get(desc);
  if (remembered !== undefined) return remembered;
  const reached = new Set([desc]);
  for (const one of reached) for (const { message } of one.fields) if (message !== undefined) reached.add(message);
  const reaches = [...reached].some(one => one.fields.some(field => field.scalar === ScalarType.FLOAT));
  known.set(desc, reaches);
  return reaches;
}
