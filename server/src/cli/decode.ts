import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { DescMessage, Registry } from "@bufbuild/protobuf";
import { type DecodedMessage, decodeMessage, messagesIn } from "../calling/decodeBytes.ts";
import { googleRpcTypes, withStandardTypes } from "../calling/googleRpc.ts";
import { printedJson } from "../calling/printedJson.ts";
import { readSchema } from "../calling/schema.ts";
import { joinedEntries } from "../compiler/describe/descriptorSet.ts";
import { readBytesText } from "../wire/bytesText.ts";
import { fittingTypes } from "../wire/typeFit.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { loadSchema, problemLines } from "./schema.ts";
import { UsageError } from "./usageError.ts";

export const decodeUsage = `protodial decode (--type NAME | --raw) [FILE|-] [--hex | --base64] [--fields] [--proto FILE]… [-I ROOT]…

Prints what a message's bytes say, as one line of JSON for each message. gRPC's frames (one or several) and gzip are
known by themselves. Exit code 1 where the bytes are not such a message; what can be read of it is printed all the same.

  FILE                    the bytes; \`-\`, or none, for stdin
  -t, --type NAME         the message's full name, \`pkg.Message\`
  --raw                   no type: fields by number, with guesses
  --hex                   the input is text: hexadecimal in any form (\`0a05…\`, \`0x0a, …\`, \`\\x0a…\`, a dump of xxd)
  --base64                the input is base64, of either alphabet
  --text                  the input is text in any form: those two, escapes as in source code, a list of numbers
  --fields                print each field with its place in the bytes beside the JSON
  --proto FILE            where the type is declared; all files below the current folder where there is none
  -I, --import-root ROOT  a folder that imports are relative to; found without when there is none`;

/** `protodial decode`: prints messages that stand in bytes; 1 where they are not of that type. */
export async function decodeCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArguments(args, {
    type: { type: "string", short: "t" },
    raw: { type: "boolean", default: false },
    hex: { type: "boolean", default: false },
    base64: { type: "boolean", default: false },
    text: { type: "boolean", default: false },
    fields: { type: "boolean", default: false },
    proto: { type: "string", multiple: true, default: [] },
    "import-root": { type: "string", short: "I", multiple: true, default: [] },
  });
  if (positionals.length > 1) throw new UsageError("one file is decoded at a time");
  if (values.raw && values.type !== undefined) throw new UsageError("`--type` and `--raw` exclude each other");
  const forms = (["hex", "base64", "text"] as const).filter(one => values[one]);
  if (forms.length > 1) throw new UsageError(`\`--${forms[0]}\` and \`--${forms[1]}\` exclude each other`);
  const bytes = asBytes(await inputBytes(positionals[0] ?? "-", io), forms[0]);
  const found = messagesIn(bytes);
  if (values.raw)
    return print(
      found.map(one => decodeMessage(one, undefined, undefined)),
      "fields",
      io,
    );

  const types = await knownTypes(values, io);
  if (types === undefined) return 1;
  if (values.type === undefined)
    throw new UsageError(`\`--type NAME\` or \`--raw\` is needed${suggestion(found, types)}`);
  const message = messageNamed(types, values.type);
  return print(
    found.map(one => decodeMessage(one, message, types)),
    values.fields ? "fields" : "json",
    io,
  );
}

function print(messages: readonly DecodedMessage[], form: "json" | "fields", io: CommandIo): number {
  for (const { json, fields, notes, place } of messages) {
    const text = printedJson(json ?? null);
    const parts = [
      ...(json === undefined ? [] : [`"json":${text}`]),
      `"fields":${JSON.stringify(fields)}`,
      ...(place === undefined ? [] : [`"place":${JSON.stringify(place)}`]),
    ];
    io.stdout(form === "json" ? `${text}\n` : `{${parts.join(",")}}\n`);
    for (const note of notes)
      io.stderr(`note: ${place === undefined || messages.length === 1 ? "" : `${place}: `}${note}\n`);
  }
  return messages.some(one => one.isBroken) ? 1 : 0;
}

interface SchemaValues {
  readonly type?: string | undefined;
  readonly proto: readonly string[];
  readonly "import-root": readonly string[];
}

/** Undefined where the files have errors, which are told. */
async function knownTypes(values: SchemaValues, io: CommandIo): Promise<Registry | undefined> {
  const standard = withStandardTypes(googleRpcTypes());
  const isStandard = values.type !== undefined && standard.getMessage(plainName(values.type)) !== undefined;
  if (values.proto.length === 0 && isStandard) return standard;
  const asked = { paths: values.proto, roots: values["import-root"], ignored: "left out" } as const;
  const loaded = await loadSchema(io.cwd, asked, { sourceInfo: "without" });
  if (loaded.kind === "problems") {
    io.stderr(problemLines(loaded.problems));
    if (values.proto.length === 0) io.stderr("`--proto FILE` reads one file and its imports alone\n");
    return undefined;
  }
  const schema = readSchema(joinedEntries(loaded.set));
  if (schema.kind === "wrong") throw new UsageError(schema.message);
  return schema.types;
}

function messageNamed(types: Registry, type: string): DescMessage {
  const name = plainName(type);
  const found = types.getMessage(name);
  if (found !== undefined) return found;
  const alike = messagesOf(types).filter(one => one.typeName.endsWith(`.${name}`));
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  const hint =
    alike.length > 1
      ? `; there are ${alike.map(one => `\`${one.typeName}\``).join(", ")}`
      : "; `--proto FILE` says where it is declared";
  throw new UsageError(`there is no message \`${name}\`${hint}`);
}

/** Without a leading dot, and without the host of an \`Any\`'s type. */
function plainName(type: string): string {
  return type.slice(type.lastIndexOf("/") + 1).replace(/^\./, "");
}

function messagesOf(types: Registry): DescMessage[] {
  return [...types].filter(one => one.kind === "message");
}

function suggestion(found: ReturnType<typeof messagesIn>, types: Registry): string {
  const fits = fittingTypes(found[0]?.bytes ?? new Uint8Array(), messagesOf(types), types)
    .filter(one => one.known > 0 && one.problems === 0)
    .slice(0, 3);
  return fits.length === 0 ? "" : `; these fit best: ${fits.map(one => `\`${one.message.typeName}\``).join(", ")}`;
}

function asBytes(input: Uint8Array, form: "hex" | "base64" | "text" | undefined): Uint8Array {
  if (form === undefined) return input;
  const text = new TextDecoder().decode(input);
  const read = form === "text" ? readBytesText(text) : readBytesText(text, form);
  if (read.kind === "bytes") return read.bytes;
  const before = text.slice(0, read.offset).split("\n");
  throw new UsageError(`line ${before.length}, column ${(before.at(-1) ?? "").length + 1}: ${read.reason}`);
}

async function inputBytes(path: string, io: CommandIo): Promise<Uint8Array> {
  if (path === "-") return io.stdinBytes();
  try {
    return await readFile(resolve(io.cwd, path));
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
