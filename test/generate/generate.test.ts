import { describe, expect, test } from "vitest";
import { generate, isSafePath } from "../../server/src/generate/generate.ts";
import { generateTargets } from "../../server/src/generate/generators.ts";
import { compiled } from "./support/stubs.ts";

const proto =
  'syntax = "proto3"; import "google/protobuf/empty.proto"; service S { rpc R(google.protobuf.Empty) returns (google.protobuf.Empty); }';

test("there is one list of targets, each with a title and options that have a default", () => {
  expect(generateTargets.map(target => target.name)).toEqual(["python", "typescript", "typescript-grpc"]);
  for (const target of generateTargets) {
    expect(target.title).not.toBe("");
    for (const option of target.options) {
      if (option.values.length > 0) expect(option.values).toContain(option.default);
    }
  }
});

test("only what was asked for is generated, and nothing that comes with a runtime", () => {
  const protos = {
    "a.proto": 'syntax = "proto3"; import "b.proto"; message A { B b = 1; }',
    "b.proto": 'syntax = "proto3"; message B {}',
  };
  const paths = (targets: readonly string[]) =>
    generate(compiled(protos, [...targets]), "python", {}).files.map(file => file.path);
  expect(paths(["a.proto"])).toEqual(["a_pb2.py", "a_pb2.pyi"]);
  expect(paths(["b.proto", "google/protobuf/any.proto"])).toEqual(["b_pb2.py", "b_pb2.pyi"]);
  const { files, warnings } = generate(compiled({}, ["google/protobuf/any.proto"]), "typescript", {});
  expect({ files, warnings }).toEqual({ files: [], warnings: ["there is nothing to generate for"] });
});

test("every file says that it is generated", () => {
  for (const { name } of generateTargets) {
    for (const file of generate(compiled({ "s.proto": proto }), name, {}).files) {
      expect(file.content.split("\n", 4).join("\n"), file.path).toMatch(/@generated|DO NOT EDIT/);
    }
  }
});

test("files without a service have no service file", () => {
  const paths = generate(compiled({ "m.proto": 'syntax = "proto3"; message M {}' }), "typescript-grpc", {}).files.map(
    file => file.path,
  );
  expect(paths).toEqual(["m_pb.ts"]);
  const empty = compiled({ "e.proto": 'syntax = "proto3"; service Nothing {}' });
  expect(generate(empty, "typescript-grpc", {}).files.map(file => file.path)).toEqual(["e_pb.ts"]);
});

describe("what cannot be done is said", () => {
  test.each([
    ["an unknown target", "cobol", {}, "there is no target `cobol`; there are python, typescript, typescript-grpc"],
    [
      "an unknown option",
      "python",
      { import: "relative" },
      "`python` has no option `import`; it has imports, package_prefix, init_files",
    ],
    [
      "an unknown value",
      "python",
      { imports: "upward" },
      "`upward` is no value of `imports`; write absolute, relative",
    ],
    [
      "a prefix that is no package",
      "python",
      { package_prefix: "my-app" },
      "`my-app` is not the name of a Python package; write one like `app.gen`",
    ],
  ])("%s", (_, target, options, message) => {
    expect(() => generate(compiled({ "s.proto": proto }), target, options)).toThrow(message);
  });

  test("a path that leads out of the output folder", () => {
    const outside = compiled({ "../up.proto": 'syntax = "proto3"; message M {}' });
    expect(() => generate(outside, "typescript", {})).toThrow(
      "`../up_pb.ts` would be written outside the output folder",
    );
  });
});

test.each(["a\nb.proto", "a\rb.proto", "a\u2028b.proto"])(
  "a file name that would end a comment is refused: %j",
  path => {
    for (const target of ["python", "typescript"]) {
      const schema = compiled({ [path]: 'syntax = "proto3"; message M {}' });
      expect(() => generate(schema, target, {})).toThrow("a control character stands in the file name");
    }
  },
);

test("paths stay below the output folder on every system", () => {
  expect(["a.py", "a/b.py", "a..b/c.py"].filter(path => !isSafePath(path))).toEqual([]);
  expect(["/a", "../a", "a/../b", "./a", "a//b", "a\\b", "C:/a", "c:a", "", "a/", "a\0b"].filter(isSafePath)).toEqual(
    [],
  );
});

test("files whose names differ in case only are told, for some systems know one of them", () => {
  const protos = { "a/Pet.proto": 'syntax = "proto3"; message A {}', "a/pet.proto": 'syntax = "proto3"; message B {}' };
  expect(generate(compiled(protos, Object.keys(protos)), "typescript", {}).warnings).toEqual([
    "`a/Pet_pb.ts` and `a/pet_pb.ts` are one file where case does not count",
  ]);
});

test("two services of one file may use a message that is called as something of the runtime", () => {
  const clash =
    'syntax = "proto3"; message Client {} message Metadata {} message status {} message Server {} service S { rpc R(Client) returns (stream Metadata); rpc Q(status) returns (Server); } service T { rpc R(stream Client) returns (Server); }';
  const content = generate(compiled({ "clash.proto": clash }), "typescript-grpc", {}).files.find(
    file => file.path === "clash_grpc.ts",
  )?.content;
  expect(content).toContain("Client as Client$1");
});
