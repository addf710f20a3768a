import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const grammar = JSON.parse(
  readFileSync(new URL("../../syntaxes/grpc-request.tmLanguage.json", import.meta.url), "utf8"),
) as { repository: { variable: { match: string } } };

/** What the grammar sees of a text as a variable: what it names, what is given to it, or the name of another. */
function variableIn(text: string) {
  const found = new RegExp(grammar.repository.variable.match).exec(text);
  return found === null ? undefined : { whole: found[0], command: found[2], given: found[3]?.trim(), name: found[4] };
}

describe("the grammar of requests", () => {
  it.each([
    ["{{host}}", undefined, undefined, "host"],
    ["{{ api.host-2 }}", undefined, undefined, "api.host-2"],
    ["{{login.response.items[0].id}}", undefined, undefined, "login.response.items[0].id"],
    ["{{login.headers.x-id}}", undefined, undefined, "login.headers.x-id"],
    ["{{$uuid}}", "$uuid", "", undefined],
    ["{{$secret TOKEN}}", "$secret", "TOKEN", undefined],
    ["{{$now +1h}}", "$now", "+1h", undefined],
    ['{{$now "yyyy-MM-dd"}}', "$now", '"yyyy-MM-dd"', undefined],
    ["{{$randomInt 1 7}}", "$randomInt", "1 7", undefined],
    ["{{$random.alphanumeric(8)}}", "$random.alphanumeric", "(8)", undefined],
  ])("sees a variable in %s, also where it is part of a string", (whole, command, given, name) => {
    expect(variableIn(`"a ${whole} b"`)).toEqual({ whole, command, given, name });
  });

  it.each(["{{}}", "{ { a } }", '{"a":{"b":1}}', "{{a"])("sees none in %s", text => {
    expect(variableIn(text)).toBeUndefined();
  });
});
