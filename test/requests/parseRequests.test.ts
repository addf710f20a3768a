import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { jsonText } from "../../server/src/requests/json/jsonText.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";
import { requestAt } from "../../server/src/requests/requestDocument.ts";
import { firstFix, printProblems } from "./printProblems.ts";

function parse(text: string) {
  const document = parseRequests(sourceFile("a.grpc", text));
  const requests = document.requests.map(one => ({
    name: one.name,
    options: one.options.map(option => `${option.key}=${option.value.text}`),
    target: one.line?.target.text,
    rpc: one.line && `${one.line.service.text}/${one.line.method.text}`,
    headers: one.headers.map(header => `${header.key.text}=${header.value.text}`),
    messages: one.messages.map(message => jsonText(text, message, () => undefined)),
  }));
  return { document, requests, problems: printProblems(document.source, document.problems) };
}

describe("the form of a request document", () => {
  it("reads names, options, the request line, headers and the body", () => {
    const { requests, problems } = parse(`### Make a directory
# @deadline 5s
// @tls
# a plain comment
GRPC {{host}}/directories.v1.Directories/MakeDirectory
authorization: Bearer {{token}}
# a comment between headers
trace-bin: aGk=

{ "path": "/directory/name" } // done

###
GRPC localhost:50051/directories.v1.Directories/ListDirectory
{ "path": "/" }
`);
    expect(problems).toEqual([]);
    expect(requests).toEqual([
      {
        name: "Make a directory",
        options: ["deadline=5s", "tls="],
        target: "{{host}}",
        rpc: "directories.v1.Directories/MakeDirectory",
        headers: ["authorization=Bearer {{token}}", "trace-bin=aGk="],
        messages: ['{"path":"/directory/name"}'],
      },
      {
        name: "",
        options: [],
        target: "localhost:50051",
        rpc: "directories.v1.Directories/ListDirectory",
        headers: [],
        messages: ['{"path":"/"}'],
      },
    ]);
  });

  it("takes the last two parts of the request line for the rpc and all before them for the target", () => {
    for (const [line, target] of [
      ["unix:///run/x.sock/pkg.S/M", "unix:///run/x.sock"],
      ["dns:///h:1/pkg.S/M", "dns:///h:1"],
      ["https://h:443/pkg.S/M", "https://h:443"],
      ["[::1]:50051/pkg.S/M", "[::1]:50051"],
      ["{{ a/b }}/pkg.S/M", "{{ a/b }}"],
      ["unix:/tmp/a b.sock/pkg.S/M", "unix:/tmp/a b.sock"],
    ]) {
      const { requests } = parse(`GRPC ${line}`);
      expect(requests.map(one => [one.target, one.rpc])).toEqual([[target, "pkg.S/M"]]);
    }
  });

  it("reads several JSON values as the messages of a stream, with numbers as they are written", () => {
    const { requests, problems } = parse(`GRPC h:1/s.S/M

{ "id": 9007199254740993, "x": 1.50 }
# between
/* between */ { "id": -0, "s": "a\\u0041 \\"q\\"" } {}
{{ raw }}
`);
    expect(problems).toEqual([]);
    expect(requests[0]?.messages).toEqual([
      '{"id":9007199254740993,"x":1.50}',
      '{"id":-0,"s":"a\\u0041 \\"q\\""}',
      "{}",
      "null",
    ]);
  });

  it("reads lines that end in CR LF and a byte order mark", () => {
    const { requests, problems } = parse(
      '\ufeff### One\r\n# @deadline 5s\r\nGRPC h:1/s.S/M\r\nkey: value\r\n\r\n{ "a": 1 }\r\n### Two\r\nGRPC h:1/s.S/N\r\n',
    );
    expect(problems).toEqual([]);
    expect(requests.map(one => [one.name, one.options, one.rpc, one.headers, one.messages])).toEqual([
      ["One", ["deadline=5s"], "s.S/M", ["key=value"], ['{"a":1}']],
      ["Two", [], "s.S/N", [], []],
    ]);
  });

  it("ends what is left open in one request at the next separator", () => {
    const { requests, problems } = parse(`### One
GRPC h:1/s.S/M

{ "a": { "b": "c
### Two
GRPC h:1/s.S/N

{ "a": 1 }
`);
    expect(requests.map(one => one.name)).toEqual(["One", "Two"]);
    expect(requests[1]?.messages).toEqual(['{"a":1}']);
    expect(problems).toEqual([
      '4:15 "\\"c" error[request-json] this string is never closed (a string ends with `"` on the line it begins on; write a line break as `\\n`)',
    ]);
  });

  it("keeps `###` in the text of a JSON string, and where it is indented", () => {
    const { requests, problems } = parse('GRPC h:1/s.S/M\n\n{ "a": "x\\n### y" }\n  ### a comment\n');
    expect(requests.map(one => one.messages)).toEqual([['{"a":"x\\n### y"}']]);
    expect(problems).toEqual([]);
  });

  it("finds the request in which a line stands", () => {
    const text = "### One\nGRPC h:1/s.S/M\n\n{}\n### Two\nGRPC h:1/s.S/N\n";
    const { document } = parse(text);
    expect([0, text.indexOf("{}"), text.indexOf("### Two") - 1].map(at => requestAt(document, at)?.name)).toEqual([
      "One",
      "One",
      "One",
    ]);
    expect(requestAt(document, text.indexOf("### Two"))?.name).toBe("Two");
    expect(requestAt(document, text.length)?.name).toBe("Two");
  });

  it("puts nothing in a document of blank lines and comments", () => {
    expect(parse("\n\n# nothing\n").requests).toEqual([]);
    expect(parse("").requests).toEqual([]);
    expect(parse("### being written").problems).toEqual([]);
  });
});

describe("problems of the form", () => {
  it.each([
    ["GET http://h/x", '1:1 "GET http://h/x" error[request-line] `GET` requests are not sent from a `.grpc` file'],
    ["grpc h:1/s.S/M", '1:1 "grpc h:1/s.S/M" error[request-line] expected a request line'],
    ["GRPC h:1", '1:1 "GRPC h:1" error[request-line] the request line does not name an rpc'],
    ["GRPC h:1/s.S/", '1:1 "GRPC h:1/s.S/" error[request-line] the request line does not name an rpc'],
    ["GRPC s.S/M", '1:6 "s.S/M" error[request-target] the target is empty; write'],
    [
      "GRPC localhost/s.S/M",
      '1:6 "localhost" error[request-target] `localhost` has no port; write it as `localhost:50051`',
    ],
    ["GRPC localhost:99999/s.S/M", '1:6 "localhost:99999" error[request-target] `99999` is not a port'],
    ["GRPC ::1:50051/s.S/M", '1:6 "::1:50051" error[request-target] `::1:50051` looks like an IPv6 address'],
    ["GRPC ftp://h:1/s.S/M", '1:6 "ftp://h:1" error[request-target] `ftp://` is not a scheme of gRPC targets'],
    ["GRPC unix:/s.S/M", '1:6 "unix:" error[request-target] `unix:` needs the path of a socket'],
    ["GRPC h:1/s.S/M HTTP/2", '1:15 " HTTP/2" error[request-line] gRPC always uses HTTP/2'],
    ["# @dedline 5s\nGRPC h:1/s.S/M", '1:4 "dedline" warning[request-option] `@dedline` is not an option of a request'],
    ["# @deadline 5\nGRPC h:1/s.S/M", '1:13 "5" error[request-option] `5` is not a deadline'],
    ["# @deadline\nGRPC h:1/s.S/M", '1:4 "deadline" error[request-option] the deadline is missing'],
    ["# @tls\n# @tls\nGRPC h:1/s.S/M", '2:4 "tls" error[request-option] `@tls` is already set for this request'],
    ["# @tls yes\nGRPC h:1/s.S/M", '1:8 "yes" error[request-option] `yes` stands behind a flag'],
    ["# @schema a b\nGRPC h:1/s.S/M", '1:11 "a b" error[request-option] `a b` is no schema'],
    ["# @cert a\nGRPC https://h/s.S/M", '1:4 "cert" error[request-option] `@cert` needs `@key` beside it'],
    ["# @insecure\nGRPC h:1/s.S/M", '1:4 "insecure" warning[request-option] `@insecure` says nothing about'],
    ["GRPC h:1/s.S/M\n# @tls\n", '2:1 "# @tls" warning[request-option] `@tls` stands below the request line'],
    ["GRPC h:1/s.S/M\n\n{}\n# @tls\n", '4:1 "# @tls" warning[request-option] `@tls` stands below the request line'],
    [
      "@host\nGRPC {{host}}/s.S/M",
      '1:1 "@host" error[request-line] a variable of the document is written `@name = value`',
    ],
    ["GRPC h:1/s.S/M\nno header", '2:1 "no header" error[request-header] expected a header, `key: value`'],
    ["GRPC h:1/s.S/M\nkéy: 1", '2:1 "kéy" error[request-header] `kéy` is not a key of metadata'],
    ["GRPC h:1/s.S/M\nkey: é", '2:6 "é" error[request-header] metadata is printable ASCII'],
    ["GRPC h:1/s.S/M\nx-bin: a b", '2:8 "a b" error[request-header] the value of `x-bin` is not base64'],
    ["GRPC h:1/s.S/M\nTE: x", '2:1 "TE" warning[request-header] gRPC sets `TE` itself: this line is not sent'],
    ["GRPC h:1/s.S/M\n:authority: x", '2:1 ":authority" warning[request-header] gRPC sets `:authority` itself'],
    [
      "GRPC h:1/s.S/M\nauthorization: a\nAuthorization: b",
      '3:1 "Authorization" error[request-header] `Authorization` can be sent only once',
    ],
    ['GRPC h:1/s.S/M\n\n{ "a": "{{$uid}}" }', '3:9 "{{$uid}}" error[request-placeholder] `$uid` is not known'],
    ["GRPC {{}}/s.S/M", '1:6 "{{}}" error[request-placeholder] this placeholder names nothing'],
    ["### One\n# @tls\n### Two\nGRPC h:1/s.S/M", '1:5 "One" error[request-line] this request has no request line'],
  ])("%j", (text, expected) => {
    const { problems } = parse(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, expected.length)).toBe(expected);
  });

  it.each([
    ['{ "a": 1, }', '1:9 "," error[request-json] nothing follows this `,`', '{ "a": 1 }'],
    ['{ "a": 1 "b": 2 }', '1:8 "1" error[request-json] `,` is missing here', '{ "a": 1, "b": 2 }'],
    ["{ a: 1 }", '1:3 "a" error[request-json] the key `a` stands without quotes', '{ "a": 1 }'],
    ["{ 'a': 1 }", "1:3 \"'a'\" error[request-json] a string stands in double quotes", '{ "a": 1 }'],
    ['{ "a" 1 }', '1:3 "\\"a\\"" error[request-json] `:` is missing after the key `a`', '{ "a": 1 }'],
    ['{ "a": True }', '1:8 "True" error[request-json] `True` is written `true` in JSON', '{ "a": true }'],
    ['{ "a": RED }', '1:8 "RED" error[request-json] `RED` is not a value', '{ "a": "RED" }'],
    ['{ "a": 01 }', '1:8 "01" error[request-json] `01` is not a number of JSON', '{ "a": 1 }'],
    ['{ "a": -Infinity }', '1:8 "-Infinity" error[request-json] `-Infinity` is not a value', '{ "a": "-Infinity" }'],
    ['{ "a": "\\d" }', '1:9 "\\\\d" error[request-json] `\\d` is not an escape of JSON', '{ "a": "\\\\d" }'],
    ['{ "a": "\t" }', '1:9 "\\t" error[request-json] a control character stands in this string', '{ "a": "\\t" }'],
    ["{}, {}", '1:3 "," error[request-json] messages follow one another without a comma', "{} {}"],
    ["{} }", '1:4 "}" error[request-json] this `}` closes nothing', "{} "],
    ['{ "a": }', '1:3 "\\"a\\":" error[request-json] `a` has no value', undefined],
    ['{ "a": [1, 2 }', '1:8 "[" error[request-json] this `[` is never closed', undefined],
    ['{ "a": { "b": 1 }', '1:1 "{" error[request-json] this `{` is never closed', undefined],
    ['{ "a": 1 /* x }', '1:10 "/*" error[request-json] this comment is never closed', undefined],
    ["key: value", '1:1 "key" error[request-json] expected a JSON value, found `key`', undefined],
  ])("one problem for the body %j", (body, expected, fixed) => {
    const head = "GRPC h:1/s.S/M\n\n";
    const { document, problems } = parse(head + body);
    expect(problems.slice(0, 1).map(one => one.replace(/^3:/, "1:").slice(0, expected.length))).toEqual([expected]);
    expect(problems).toHaveLength(1);
    expect(firstFix(head + body, document.problems[0])?.slice(head.length)).toBe(fixed);
  });

  it("survives any cut of a document, and any one character put into it", () => {
    const whole =
      '### A\n# @deadline 5s\nGRPC {{h}}/s.S/M\nk: v\n\n{ "a": [1, "x", { "b": null }], "c": {{v}} } // d\n';
    for (let at = 0; at <= whole.length; at++) {
      parse(whole.slice(0, at));
      parse(whole.slice(at));
      for (const one of ["{", "}", '"', "[", "/", "#", "\\", "\n", ","])
        parse(whole.slice(0, at) + one + whole.slice(at));
    }
    parse(`GRPC h:1/s.S/M\n\n${"[".repeat(100_000)}`);
    parse(`GRPC h:1/s.S/M\n\n${'{"a":'.repeat(100_000)}`);
  });

  it("reads hostile texts of megabytes, and tells no more mistakes than anyone reads", () => {
    const head = "GRPC h:1/a.A/B\n\n";
    const many = 1_000_000;
    const texts = [
      `${head}{${",".repeat(many)}`,
      `${head}["${'\n"'.repeat(many / 2)}`,
      `${head}[${"{{$a}},".repeat(many / 7)}]`,
      `${head}${"[".repeat(many)}`,
      `GRPC ${" ".repeat(many)}x`,
      `GRPC a${" HTTP/1".repeat(many / 7)}x`,
      `GRPC h:1/a.A/B\n${"zz zz\n".repeat(many / 6)}`,
      "### a\nx y\n".repeat(many / 10),
    ];
    for (const text of texts) {
      const { requests, problems } = parseRequests(sourceFile("a.grpc", text));
      expect(requests.length).toBeGreaterThan(0);
      expect(problems.length).toBeLessThanOrEqual(many / 5);
      expect(problems.length).toBeGreaterThan(0);
    }
  });
});
