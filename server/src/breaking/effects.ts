// What a breaking change does to others, in the words of an editor: the page of the rule says more.

/** What a change does. */
export interface Effect {
  /** What those see who still have the version before: lower case, no full stop. */
  readonly seen: string;
  /** What to do instead. */
  readonly instead: string;
}

/** Several rules look at one cause: by category, and by file or package. */
export function causeOf(ruleId: string): string {
  return ruleId
    .replace(/_UNLESS_(NUMBER|NAME)_RESERVED$/, "")
    .replace(/^FIELD_WIRE_(JSON_)?COMPATIBLE_/, "FIELD_SAME_")
    .replace(/^PACKAGE_(MESSAGE|ENUM|SERVICE|EXTENSION)_NO_DELETE$/, "$1_NO_DELETE")
    .replace(/^FIELD_SAME_JSON_NAME$/, "FIELD_SAME_NAME");
}

/** What a change of this cause does. */
export function effectOf(cause: string): Effect {
  return effects[cause] ?? (cause.startsWith("FILE_SAME_") ? generatedCode : source);
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

const effects: Readonly<Record<string, Effect>> = {
  FIELD_NO_DELETE: {
    seen: "what old peers send under this number is put aside as unknown, and JSON with its name is refused; once the number is given to another field, old bytes are misread",
    instead: "keep the field as deprecated, or reserve its number and name",
  },
  FIELD_SAME_NAME: {
    seen: "bytes hold only the number and stay as they are; JSON with the old name is refused, and code that uses the old accessor does not compile",
    instead: 'keep the name, or at least the name in JSON with `json_name = "…"`',
  },
  FIELD_SAME_TYPE: {
    seen: "readers with the old type take the bytes for another value, or put them aside and see the default",
    instead: "keep the field, and add a new one with the new type and a new number",
  },
  FIELD_SAME_CARDINALITY: {
    seen: "where one side has a list and the other a single value, the last element is kept or none; JSON wants `[ ]` on one side only; where presence changes, `0` and “not set” become one",
    instead: "keep the label, and add a new field with a new number",
  },
  FIELD_SAME_ONEOF: {
    seen: "of several members of a oneof the last one on the wire wipes the others, so a peer that sets two fields loses one; accessors change",
    instead: "leave the field where it was, and add new members with new numbers",
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
