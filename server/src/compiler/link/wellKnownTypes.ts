/** Import path of each well-known type: they are offered even where nothing imports them yet. */
export const wellKnownTypes: Readonly<Record<string, string>> = {
  "google.protobuf.Any": "google/protobuf/any.proto",
  "google.protobuf.BoolValue": "google/protobuf/wrappers.proto",
  "google.protobuf.BytesValue": "google/protobuf/wrappers.proto",
  "google.protobuf.DoubleValue": "google/protobuf/wrappers.proto",
  "google.protobuf.Duration": "google/protobuf/duration.proto",
  "google.protobuf.Empty": "google/protobuf/empty.proto",
  "google.protobuf.FieldMask": "google/protobuf/field_mask.proto",
  "google.protobuf.FloatValue": "google/protobuf/wrappers.proto",
  "google.protobuf.Int32Value": "google/protobuf/wrappers.proto",
  "google.protobuf.Int64Value": "google/protobuf/wrappers.proto",
  "google.protobuf.ListValue": "google/protobuf/struct.proto",
  "google.protobuf.NullValue": "google/protobuf/struct.proto",
  "google.protobuf.StringValue": "google/protobuf/wrappers.proto",
  "google.protobuf.Struct": "google/protobuf/struct.proto",
  "google.protobuf.Timestamp": "google/protobuf/timestamp.proto",
  "google.protobuf.UInt32Value": "google/protobuf/wrappers.proto",
  "google.protobuf.UInt64Value": "google/protobuf/wrappers.proto",
  "google.protobuf.Value": "google/protobuf/struct.proto",
};

const descriptor = "google/protobuf/descriptor.proto";

/** Import path of the messages that custom options extend. */
export const optionsMessages: Readonly<Record<string, string>> = {
  "google.protobuf.EnumOptions": descriptor,
  "google.protobuf.EnumValueOptions": descriptor,
  "google.protobuf.ExtensionRangeOptions": descriptor,
  "google.protobuf.FieldOptions": descriptor,
  "google.protobuf.FileOptions": descriptor,
  "google.protobuf.MessageOptions": descriptor,
  "google.protobuf.MethodOptions": descriptor,
  "google.protobuf.OneofOptions": descriptor,
  "google.protobuf.ServiceOptions": descriptor,
};

/** What other languages call the scalar types. */
export const foreignScalars: Readonly<Record<string, string>> = {
  boolean: "bool",
  byte: "bytes",
  byte_array: "bytes",
  char: "string",
  decimal: "double",
  float32: "float",
  float64: "double",
  i32: "int32",
  i64: "int64",
  int: "int32",
  int16: "int32",
  int8: "int32",
  integer: "int32",
  long: "int64",
  number: "double",
  short: "int32",
  str: "string",
  text: "string",
  u32: "uint32",
  u64: "uint64",
  uint: "uint32",
  uint16: "uint32",
  uint8: "uint32",
  ulong: "uint64",
};
