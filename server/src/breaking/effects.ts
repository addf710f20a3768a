// What a breaking change does to others, in the words of an editor: the page of the rule says more.
import type { Cause } from "./causes.ts";
import type { Finding } from "./compare.ts";
import { cardinalityEffect, isAloneInOneof, typeEffect } from "./fieldEffects.ts";
import type { Became } from "./recognise.ts";

/** What a change does. */
export interface Effect {
  /** What stands in front instead of who notices. */
  readonly lead?: string;
  /** What those see who still have the version before: lower case, no full stop. */
  readonly seen: string;
  /** What to do instead. */
  readonly instead: string;
}

/** What a change of this cause does, as far as `finding` tells of it. */
export function effectOf({ id, became, parts }: Cause, { before, at }: Finding): Effect {
  const renamed = became === undefined ? undefined : effectOfBecoming(became, id, before);
  if (renamed !== undefined) return renamed;
  const now = at.kind === "part" ? at.shape : undefined;
  if (before?.kind === "field" && now?.kind === "field") {
    if (id === "FIELD_SAME_TYPE") return typeEffect({ before, after: now });
    if (id === "FIELD_SAME_CARDINALITY") return cardinalityEffect({ before, after: now });
  }
  if (id === "FIELD_NO_DELETE" && parts.some(one => one.id === "MESSAGE_SAME_REQUIRED_FIELDS")) return requiredGone;
  if (id === "FIELD_SAME_ONEOF" && before?.kind === "field" && now?.kind === "field")
    return now.oneof === undefined ? outOfOneof : isAloneInOneof({ before, after: now }) ? intoNewOneof : intoOneof;
  return effects[id] ?? (id.startsWith("FILE_SAME_") ? generatedCode : source);
}

function effectOfBecoming(
  { how, isWhole, fullName }: Became,
  id: string,
  before: Finding["before"],
): Effect | undefined {
  if (how === "renumbered") return id.startsWith("ENUM_VALUE") ? valueRenumbered : fieldRenumbered;
  if (id === "ONEOF_NO_DELETE") return oneofRenamed;
  if (how === "moved" && before?.kind !== "file" && before?.fullName === fullName) return movedType;
  return isWhole && (id === "MESSAGE_NO_DELETE" || id === "ENUM_NO_DELETE") ? typeRenamed : undefined;
}

const source: Effect = {
  seen: "nothing changes on the wire; code that is generated again no longer fits what uses it",
  instead: "keep it, or tell those who use the generated code",
};

const generatedCode: Effect = {
  seen: "nothing changes on the wire or in JSON; generated code lands elsewhere or has another form, so what imports it does not compile",
  instead: "keep the option as it was",
};

const typeGone: Effect = {
  seen: "generated classes vanish, so what uses them does not compile; an `Any` with the old name cannot be opened",
  instead: "keep the declaration, marked as deprecated",
};

const fence: Effect = {
  seen: "a number or name that was retired can be taken again, and what old peers still send would be read as the new field",
  instead: "keep it reserved",
};

const strings: Effect = {
  seen: "of strings that are not UTF-8, one side takes what the other refuses with the whole message",
  instead: "keep the validation as it was",
};

const json: Effect = {
  seen: "the compiler no longer refuses clashing names in JSON, so the type may not be read or written as JSON any more",
  instead: "keep the format `ALLOW`",
};

const requiredGone: Effect = {
  seen: "old readers require the field and refuse every message without it: all calls fail until they are upgraded",
  instead: "keep the field and always set it, until nobody is left who requires it",
};

const intoOneof: Effect = {
  seen: "setting one member clears the others: of two that an old peer sends only the last one on the wire is left; accessors change",
  instead: "leave the field where it was, and add new members with new numbers",
};

const intoNewOneof: Effect = {
  seen: "a single field in a new oneof reads as it did; what clears it are members that old peers do not know; accessors change",
  instead: "leave the field where it was",
};

const outOfOneof: Effect = {
  seen: "a peer can now set it beside other members, of which old readers keep only the last one on the wire; accessors change",
  instead: "leave the field in its oneof",
};

const fieldRenumbered: Effect = {
  seen: "what old peers send under the old number is put aside as unknown, and the field reads as not set, both ways; JSON stays as it is",
  instead: "put the old number back",
};

const valueRenumbered: Effect = {
  seen: "old peers send the old number, which has no name here or means another value, both ways; JSON, which has the name, stays as it is",
  instead: "put the old number back",
};

const movedType: Effect = {
  seen: "nothing changes in bytes; generated code is in another file, which those who include or import the old one do not find, and an `Any` knows the type by its full name alone",
  instead: "let the old file `import public` the new one, and keep the package",
};

const typeRenamed: Effect = {
  seen: "bytes and JSON stay as they are where it is the type of a field, request or response; an `Any` with the old name cannot be opened, and code that uses the old name does not compile",
  instead: "keep the old name",
};

const oneofRenamed: Effect = {
  seen: "nothing changes on the wire or in JSON, which do not have the name; code that asks which member is set does not compile",
  instead: "keep the old name",
};

const effects: Readonly<Record<string, Effect>> = {
  "extension-renumbered": {
    seen: "what old peers send under the old number is put aside as unknown, and the extension reads as not set, both ways",
    instead: "keep the number and the message, and declare a new extension beside it",
  },
  "http-binding": {
    seen: "REST clients that come through a gateway (`google.api.http`) get 404, or send a body that is read in another way; gRPC clients notice nothing",
    instead: "keep the binding, and add the new one to `additional_bindings`",
  },
  "packed-list": {
    lead: "fine by the specification",
    seen: "the bytes have another form; parsers must read both, and only those that do not (written by hand, or older than protobuf 2.3) lose the list",
    instead: "write `packed` out if such readers are left",
  },
  FIELD_NO_DELETE: {
    seen: "what old peers send under this number is put aside as unknown, and JSON with its name is refused; once the number is given to another field, old bytes are misread",
    instead: "keep the field as deprecated, or reserve its number and name",
  },
  FIELD_SAME_NAME: {
    seen: "bytes hold only the number and stay as they are; JSON with the old name is refused, and code that uses the old accessor does not compile",
    instead: 'keep the name, or at least the name in JSON with `json_name = "…"`',
  },
  FIELD_SAME_DEFAULT: {
    seen: "what is not set is not sent: each side fills in its own default, and they disagree about the same bytes",
    instead: "keep the default",
  },
  FIELD_SAME_JSTYPE: {
    seen: "nothing changes on the wire; JavaScript gets a string where it had a number, or the reverse",
    instead: "keep the `jstype`",
  },
  FIELD_SAME_CPP_STRING_TYPE: {
    seen: "nothing changes on the wire; C++ code gets another type of string",
    instead: "keep the type of string",
  },
  FIELD_SAME_UTF8_VALIDATION: strings,
  FIELD_SAME_JAVA_UTF8_VALIDATION: strings,
  ONEOF_NO_DELETE: {
    seen: "a single field is the same on the wire; fields that were exclusive can be set together, and accessors change",
    instead: "keep the oneof and its name",
  },
  MESSAGE_SAME_REQUIRED_FIELDS: {
    seen: "the side that knows the field as required refuses the whole message without it, and the other side does not send it: every call fails until all are upgraded",
    instead: "add fields as optional, and never remove a required one that is still read",
  },
  ENUM_VALUE_NO_DELETE: {
    seen: "old peers still send the number: it stays without a name in an open enum and is put aside in a closed one; JSON with its name is refused",
    instead: "keep the value as deprecated, or reserve its number and name",
  },
  ENUM_VALUE_SAME_NAME: {
    seen: "bytes hold only the number; JSON with the old name is refused, and code that uses it does not compile",
    instead: "keep the name, and add the new one as an alias (`allow_alias`)",
  },
  ENUM_SAME_TYPE: {
    seen: "a number that nobody knows stays in the field of an open enum, and is put aside as if unset with a closed one",
    instead: "keep the enum open or closed as it was",
  },
  ENUM_SAME_JSON_FORMAT: json,
  MESSAGE_SAME_JSON_FORMAT: json,
  RESERVED_ENUM_NO_DELETE: fence,
  RESERVED_MESSAGE_NO_DELETE: fence,
  EXTENSION_MESSAGE_NO_DELETE: {
    seen: "extensions of others in that range no longer compile, and their bytes become unknown fields",
    instead: "keep the range",
  },
  MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR: {
    seen: "nothing changes on the wire; C++ code that calls `descriptor()` does not compile",
    instead: "keep the accessor",
  },
  RPC_NO_DELETE: {
    seen: "old clients that call it get UNIMPLEMENTED",
    instead: "keep the rpc, marked as deprecated, as long as anyone calls it",
  },
  RPC_SAME_REQUEST_TYPE: {
    seen: "the path stays, so old requests are read by the numbers of the new type: silently wrong or empty fields, seldom an error",
    instead: "add a new rpc with the new type beside this one",
  },
  RPC_SAME_RESPONSE_TYPE: {
    seen: "the path stays, so old clients read the new responses by the numbers of the old type: silently wrong or empty fields, seldom an error",
    instead: "add a new rpc with the new type beside this one",
  },
  RPC_SAME_CLIENT_STREAMING: {
    seen: "one side waits for more messages, or for an end, than the other sends: INTERNAL or UNIMPLEMENTED",
    instead: "add a new rpc beside this one",
  },
  RPC_SAME_SERVER_STREAMING: {
    seen: "an old client fails with the second response, or waits for an end that does not come",
    instead: "add a new rpc beside this one",
  },
  RPC_SAME_IDEMPOTENCY_LEVEL: {
    seen: "calls by HTTP GET, retries and caches (as in Connect) that relied on it fail, or repeat what must not be repeated",
    instead: "keep the level",
  },
  MESSAGE_NO_DELETE: typeGone,
  ENUM_NO_DELETE: typeGone,
  EXTENSION_NO_DELETE: {
    seen: "what old peers send under its number becomes unknown, and code that uses it does not compile",
    instead: "keep the extension, marked as deprecated",
  },
  SERVICE_NO_DELETE: {
    seen: "old clients that call it get UNIMPLEMENTED, and its stubs vanish",
    instead: "keep the service, marked as deprecated, as long as anyone calls it",
  },
  FILE_NO_DELETE: {
    seen: "files that import it do not compile",
    instead: "keep the file, with `import public` of where its declarations are now",
  },
  PACKAGE_NO_DELETE: {
    seen: "every full name of it is gone: calls get UNIMPLEMENTED, an `Any` cannot be opened, imports do not compile",
    instead: "keep the package, and add the new one beside it",
  },
  FILE_SAME_PACKAGE: {
    seen: "every full name changes: call paths, the types of `Any`, imports; old clients get UNIMPLEMENTED",
    instead: "keep the package, and put the new version into a new one beside it",
  },
  FILE_SAME_SYNTAX: {
    seen: "defaults change underneath: presence, packed lists, open and closed enums, checks of UTF-8",
    instead: "keep the syntax, or set the features that keep what it meant",
  },
};
