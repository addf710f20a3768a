import { expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { jsonText } from "../../server/src/requests/json/jsonText.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";
import { requestAt } from "../../server/src/requests/requestDocument.ts";
import { printProblems } from "./printProblems.ts";

function parse(text: string) {
  const document = parseRequests(sourceFile("file:///a/calls.http", text));
  const requests = document.requests.map(one => ({
    name: one.name,
    options: one.options.map(option => `${option.key}=${option.value.text}`),
    rpc: `${one.line?.target.text} ${one.line?.service.text}/${one.line?.method.text}`,
    headers: one.headers.map(header => `${header.key.text}=${header.value.text}`),
    messages: one.messages.map(message => jsonText(text, message, ({ name }) => `{{${name}}}`)),
  }));
  return { document, requests, problems: printProblems(document.source, document.problems) };
}

const rest = { options: [], headers: [] };

it("reads the gRPC requests of an `.http` file as JetBrains' client writes them, and says nothing of the others", () => {
  const text = `# what the team calls
@host = localhost:50051

### List
// @no-cookie-jar
// @deadline 5s
GRPC {{host}}/shop.v1.Shop/List
authorization: Bearer {{token}}

{ "page": 1 }

> {%
  client.test("ok", () => { client.assert(response.status === 0) })
%}
<> answers/list.json

### Not ours
POST https://example.com/orders
Content-Type: application/json

{ nonsense }

### Buy
< {%
  request.variables.set("x", 1)
%}
GRPC {{host}}/shop.v1.Shop/Buy

{ "item": "a" }
>> answers/buy.json
`;
  const { document, requests, problems } = parse(text);
  expect(problems).toEqual([]);
  expect(requests).toEqual([
    {
      name: "List",
      options: ["deadline=5s"],
      rpc: "{{host}} shop.v1.Shop/List",
      headers: ["authorization=Bearer {{token}}"],
      messages: ['{"page":1}'],
    },
    { ...rest, name: "Buy", rpc: "{{host}} shop.v1.Shop/Buy", messages: ['{"item":"a"}'] },
  ]);
  expect(document.variables.map(one => [one.name, one.value.text])).toEqual([["host", "localhost:50051"]]);
  expect(requestAt(document, text.indexOf("nonsense"))).toBeUndefined();
  expect(requestAt(document, text.indexOf('"item"'))?.name).toBe("Buy");
});

it("reads those that httpyac writes: imports of files, scripts and tests", () => {
  const { requests, problems } = parse(`/*
GRPC h:1/none.of/These
*/
PROTO < ./shop.proto
includeDirs: ./protos

{{
  exports.item = "a";
}}
GRPC h:1/shop.v1.Shop/Buy
{ "item": "{{item}}" }
?? status == 0
{{@streaming
  async function writeStream() {}
}}
###
GRPC h:1/shop.v1.Shop/Echo

{{message}}
===
{ "b": 2 }
=== wait-for-server
{ "c": 3 }
`);
  expect(problems).toEqual([]);
  expect(requests).toEqual([
    { ...rest, name: "", rpc: "h:1 shop.v1.Shop/Buy", messages: ['{"item":"{{item}}"}'] },
    { ...rest, name: "", rpc: "h:1 shop.v1.Shop/Echo", messages: ["{{message}}", '{"b":2}', '{"c":3}'] },
  ]);
});

it("says that a message in a file is not read, and where the request itself is wrong", () => {
  const { problems } = parse(`### a
GRPC h:1/shop.v1.Shop/Buy

< ./message.json
### b
GRPC h:1/
# @deadlin 5s

{ "a": 1, }
`);
  expect(problems).toEqual([
    '4:1 "< ./message.json" error[request-body] the message is in a file, which is not read: `< ./message.json` (write the message itself here)',
    expect.stringMatching(/^6:\d+ .*error\[request-line\] the request line does not name an rpc/),
    expect.stringMatching(/^9:9 "," error/),
  ]);
});

it("takes any beginning of such a file", () => {
  const text = `@a = {{b}}\n/* x */ {{\n### n\n< {% y %}\nPROTO < z\nk: v\nGRPC h:1/s.S/M\nk: v\n\n{ "a": [1, "{{x}}"] }\n> {% z %}\n?? q\n`;
  for (let end = 0; end <= text.length; end++) parse(text.slice(0, end));
  expect(parse(text).requests).toHaveLength(1);
});
