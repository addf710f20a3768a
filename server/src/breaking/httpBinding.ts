// The `google.api.http` option of an rpc, by its number: the file that declares it need not be there.
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

const httpExtension = 72295728;

/** The content of the binding in encoded method options, one unit a byte; undefined where there is none. */
export function httpBytes(methodOptions: Uint8Array): string | undefined {
  const reader = new BinaryReader(methodOptions);
  let found: string | undefined;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    // Parts of a message that stand apart are one message when they are joined.
    if (field === httpExtension && wireType === WireType.LengthDelimited)
      found = (found ?? "") + latin1(reader.bytes());
    else reader.skip(wireType, field);
  }
  return found;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
