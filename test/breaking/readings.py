"""Writes messages as one version has them and reads them as the other: protobuf itself says what others see.

stdin: a JSON list of {before, after, json} with full names of messages; argv[1]: a descriptor set that has them.
stdout: a JSON list of {wire, json}: what the other version reads from the bytes and from the JSON, or "refused".
"""

import json
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

pool = descriptor_pool.DescriptorPool()
with open(sys.argv[1], "rb") as file:
    for one in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(one)
factory = message_factory.MessageFactory(pool)


def shown(message):
    if not message.IsInitialized():
        return "refused"
    values = json_format.MessageToDict(message, preserving_proto_field_name=True)
    for field in message.DESCRIPTOR.fields:
        if field.has_default_value and not message.HasField(field.name):
            values["default of " + field.name] = getattr(message, field.name)
    return values


def read(parse):
    try:
        return shown(parse())
    except Exception:  # Each of protobuf's own errors is a refusal.
        return "refused"


results = []
for row in json.load(sys.stdin):
    before = factory.GetPrototype(pool.FindMessageTypeByName(row["before"]))
    after = factory.GetPrototype(pool.FindMessageTypeByName(row["after"]))
    text = json.dumps(row["json"])
    written = bytes.fromhex(row["bytes"]) if "bytes" in row else json_format.Parse(text, before()).SerializePartialToString()
    results.append({
        "wire": read(lambda: after.FromString(written)),
        "json": read(lambda: json_format.Parse(text, after())),
    })
print(json.dumps(results))
