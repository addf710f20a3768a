import { expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { convertRequests } from "../../server/src/requests/convertRequests.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";

const converted = (path: string, text: string) => convertRequests(parseRequests(sourceFile(path, text)));

it("makes a request document of an `.http` file: variables are put in, what others run stays as comments", () => {
  const { form, text } = converted(
    "a.http",
    `@port = 50051
@host = localhost:{{port}}

### List
# @no-log
# @timeout 2 m
< {%
  request.variables.set("x", 1)
%}
GRPC {{host}}/shop.v1.Shop/List
authorization: Bearer {{token}}

{ "page": 1 }
===
{ "page": 2 }

> {% done() %}

### other
POST https://example.com/x

### File
GRPC {{host}}/shop.v1.Shop/Buy

< ./buy.json
`,
  );
  expect(form).toBe("grpc");
  expect(text).toBe(`# What is not as it was:
# - line 7: \`< {%\` does not run here
# - line 17: \`> {% done() %}\` does not run here
# - line 20: \`POST https://example.com/x\` is no gRPC request, and left out
# - line 25: the message of \`< ./buy.json\` is to be put in by hand

### List
# no-log
# @deadline 2m
# < {%
# request.variables.set("x", 1)
# %}
GRPC localhost:50051/shop.v1.Shop/List
authorization: Bearer {{token}}

{ "page": 1 }

{ "page": 2 }

# > {% done() %}

### File
GRPC localhost:50051/shop.v1.Shop/Buy

# < ./buy.json
`);
  expect(parseRequests(sourceFile("a.grpc", text)).problems).toEqual([]);
});

it("makes an `.http` file of a request document, and of that the same requests again", () => {
  const written = `### Talk
# @deadline 5s
# @tls
GRPC {{host}}/shop.v1.Shop/Talk
authorization: Bearer {{$secret token}}

{ "a": 1 } // first
{ "a": 2 }

###
GRPC h:1/shop.v1.Shop/Buy

{}
`;
  const http = converted("a.grpc", written);
  expect(http.form).toBe("http");
  expect(http.text).toBe(`# What is not as it was:
# - line 3: \`@tls\` is read by Protodial alone
# - line 5: \`{{$secret token}}\` is read by Protodial alone

### Talk
# @deadline 5s
# @timeout 5 s
# @tls
GRPC {{host}}/shop.v1.Shop/Talk
authorization: Bearer {{$secret token}}

{ "a": 1 } // first
===
{ "a": 2 }

###
GRPC h:1/shop.v1.Shop/Buy

{}
`);
  const back = parseRequests(sourceFile("a.http", http.text)).requests;
  expect(back.map(one => [one.name, one.messages.length])).toEqual([
    ["Talk", 2],
    ["", 1],
  ]);
});

it("converts any beginning of a file", () => {
  const text = `@a = {{b}}\n@b = {{a}}\n### n\n# @x y\n< {% y %}\nGRPC {{a}}/s.S/M\nk: v\n\n{ "a": [1, "{{b}}"] }\n===\n< f\n> {% z %}\n?? q\n`;
  for (let end = 0; end <= text.length; end++) {
    for (const path of ["a.http", "a.grpc"]) expect(converted(path, text.slice(0, end)).text).toMatch(/\n$/);
  }
});
