import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { formatRequests } from "../../server/src/requests/formatRequests.ts";
import { type JsonNode, jsonNodes } from "../../server/src/requests/json/jsonNodes.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";

function formatted(text: string, unit = "  "): string {
  const edits = formatRequests(parseRequests(sourceFile("a.grpc", text)), { unit });
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}

/** Everything a document means: what is sent, and what is said beside it. */
function meaning(text: string) {
  return parseRequests(sourceFile("a.grpc", text)).requests.map(one => ({
    name: one.name,
    options: one.options.map(({ key, value }) => [key, value.text]),
    line: one.line && [one.line.target.text, one.line.service.text, one.line.method.text],
    headers: one.headers.map(({ key, value }) => [key.text, value.text]),
    messages: one.messages.map(node => jsonNodes(node).map(part => shown(part, text))),
    comments: one.comments.map(({ start, end }) => text.slice(start, end).trimEnd()),
  }));
}

function shown(node: JsonNode, text: string): string {
  return node.kind === "object" || node.kind === "array" ? node.kind : text.slice(node.start, node.end);
}

describe("formatting a request document", () => {
  it("aligns options and headers, and gives each member its line", () => {
    const text = [
      "###Buy",
      "#@deadline    5s",
      "//  @authority   shop.example",
      "# @tls",
      "GRPC    h:1/shop.v1.Shop/Buy",
      "authorization:Bearer x",
      "x-id  :   7",
      "",
      '{"a":1.50e3,"b" : {"c":[1,2],"d":{}} , // why',
      '  /* one */ "e": 9007199254740993',
      "",
      "",
      ',"f":',
      "{{raw}}}",
      "",
    ].join("\n");
    expect(formatted(text)).toBe(`### Buy
# @deadline  5s
// @authority shop.example
# @tls
GRPC h:1/shop.v1.Shop/Buy
authorization: Bearer x
x-id:          7

{
  "a": 1.50e3,
  "b": { "c": [1, 2], "d": {} }, // why
  /* one */ "e": 9007199254740993,
  "f": {{raw}}
}
`);
  });

  it("leaves what is no JSON as it is, and keeps tabs and CRLF", () => {
    for (const body of ['{ "a": 1, ', "{a: 1}", '{ "a": {{n}}0 }', '["x]', "{ ] }", '{ "a": +1x$ }', "/* {"]) {
      const text = `GRPC h:1/s.S/M\n\n${body}\n`;
      expect(formatted(text)).toBe(text);
    }
    expect(formatted('GRPC h:1/s.S/M\r\n\r\n{"a":\r\n1}\r\n', "\t")).toBe(
      'GRPC h:1/s.S/M\r\n\r\n{\r\n\t"a": 1\r\n}\r\n',
    );
  });

  it("changes space alone, and nothing the second time, whatever is written", () => {
    const pieces =
      '{ } [ ] , : "a" "b\\n" "é{{x}}" 1 -1.50E+3 true null {{raw}} //c\n #d\n /*e*/ /*\n*/ \n \r\n \t ### x: GRPC @tls \' ~ {"k":1} [1,2]'.split(
        " ",
      );
    let state = 7;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 4000; round++) {
      const body = Array.from({ length: next(14) }, () => `${pieces[next(pieces.length)]}${next(2) ? " " : ""}`).join(
        "",
      );
      const head = [
        "GRPC h:1/s.S/M\n\n",
        "###  n \n#  @deadline 5s\n//@tls\nGRPC   h:1/s.S/M\nk:v\nlong-key :  v\n\n",
        "",
      ][next(3)];
      const text = `${head}${next(2) ? `{"a": [${body}]}` : body}`;
      const once = formatted(text);
      expect(once.replace(/\s/g, ""), text).toBe(text.replace(/\s/g, ""));
      expect(meaning(once), text).toEqual(meaning(text));
      expect(formatted(once), text).toBe(once);
    }
  });
});
