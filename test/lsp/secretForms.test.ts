// Secrets in what is told of a call, in every form that other programs give them.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { callSecrets } from "../../server/src/lsp/callSecrets.ts";
import { covering } from "../../server/src/lsp/secretForms.ts";

const secrets = [
  "plain-Token_123",
  'qu"o\\te/d <&> é漢😀 =',
  "p@ss:wörd+x y%z",
  "-----BEGIN KEY-----\nMIIB\tx\n-----END KEY-----\n",
];

/** Forms that Python's standard library gives a text. */
function byPython(secret: string): string[] {
  const program = `
import sys, json, base64, urllib.parse, html, binascii
s = sys.stdin.buffer.read().decode()
b = s.encode()
forms = [s, json.dumps(s), json.dumps(s, ensure_ascii=False), json.dumps(json.dumps({"k": s})), json.dumps(json.dumps(s, ensure_ascii=False), ensure_ascii=False),
  urllib.parse.quote(s), urllib.parse.quote(s, safe=""), urllib.parse.quote_plus(s), urllib.parse.urlencode({"k": s}),
  html.escape(s), html.escape(s, quote=False), s.encode("ascii", "xmlcharrefreplace").decode(),
  base64.b64encode(b).decode(), base64.urlsafe_b64encode(b).decode(), base64.urlsafe_b64encode(b).decode().rstrip("="),
  binascii.hexlify(b).decode(), binascii.hexlify(b).decode().upper(), binascii.hexlify(b, " ").decode(), binascii.hexlify(b, ":").decode()]
for before in range(4):
  for after in range(4):
    forms.append(base64.b64encode(b"u" * before + b + b"v" * after).decode())
print(json.dumps(forms))
`;
  return JSON.parse(execFileSync("/usr/bin/python3", ["-c", program], { input: secret }).toString());
}

describe("a secret", () => {
  it("is covered in every form that Python gives it, alone and within a text", () => {
    for (const secret of secrets) {
      const covered = covering([secret]);
      for (const form of byPython(secret)) {
        for (const [before, after] of [
          ["", ""],
          ['{ "a": "<', '>" }'],
          ["é=", "&b=1"],
        ] as const) {
          const shown = covered.text(before + form + after);
          expect(shown).toContain("••••••");
          // All but quotes and padding is gone: nothing of five characters stands in it still.
          const left = shown.replace(before, "").replace("••••••", "").replace(after, "");
          expect(left.replace(/[\\"=u-vk{}: ]|dX+d*|dn+Z*/g, "").length, `${form} → ${shown}`).toBeLessThan(12);
        }
      }
    }
  });

  it("leaves everything else as it is", () => {
    const covered = covering(secrets);
    for (let round = 0; round < 50; round++) {
      const text = randomBytes(3000).toString(round % 2 === 0 ? "base64" : "hex");
      expect(covered.text(text)).toBe(text);
      expect(covered.cutText(`${text}!`)).toBe(`${text}!`);
    }
    expect(covering([]).text("anything")).toBe("anything");
    expect(covering(["", "abc"]).text("")).toBe("");
  });

  it("is covered where a text or a page of bytes cuts it, wherever that is", () => {
    for (const secret of secrets) {
      const covered = covering([secret]);
      const written = JSON.stringify(`before ${secret} after`);
      const start = written.indexOf(JSON.stringify(secret).slice(1, -1));
      for (let length = start + 1; length < written.length; length++) {
        for (const tail of ["", '"…', "…"]) {
          const shown = covered.cutText(written.slice(0, length) + tail);
          expect(shown.startsWith('"before ••••••'), `${length}: ${shown}`).toBe(true);
        }
      }
      const bytes = Buffer.from(`before ${secret} after`);
      const latin1 = bytes.toString("latin1");
      const size = Buffer.byteLength(secret);
      for (let at = 8; at < 7 + size; at++) {
        const first = covered.bytes(latin1.slice(0, at), { start: false, end: true });
        const second = covered.bytes(latin1.slice(at), { start: true, end: false });
        expect(first + second).toBe(`before ${"*".repeat(size)} after`);
      }
    }
  });
});

it("covers what a call was given in all that is told of it, and nothing of other calls", () => {
  const kept = callSecrets();
  const long = "abcdef-abcdef";
  kept.add("one", [long]);
  kept.add("one", ["abcdef"]);
  const told = {
    headers: [{ key: "x-bin", value: Buffer.from(`user:${long}`).toString("base64") }],
    rows: [
      { json: `"${long}"`, cut: false },
      { json: '{ "a": "abcdef-ab', cut: true },
      { value: '"…abc"…' },
      {
        value: `${Buffer.from("xabcd")
          .toString("hex")
          .replace(/..(?=.)/g, "$& ")} … (40 bytes)`,
      },
    ],
  };
  const shown = JSON.stringify(kept.hidden("one", told));
  expect(shown).not.toContain("abc");
  expect(shown).not.toContain("61 62 63");
  expect(shown).not.toContain(Buffer.from("abcdef").toString("base64").slice(0, 6));
  expect(kept.hidden("two", told)).toEqual(told);
  expect([...kept.of("one")].sort()).toEqual(["abcdef", long]);
  kept.forget("one");
  expect(kept.hidden("one", told)).toEqual(told);
});

it("comes to an end in long texts that are nearly secrets", () => {
  const covered = covering(["a".repeat(4000), "\\".repeat(50), ...secrets]);
  for (const unit of ["\\", '\\"', "ab", "%25"]) {
    const text = `${unit.repeat(100_000)}.`;
    expect(covered.text(text).replaceAll("••••••", "").length).toBeLessThanOrEqual(text.length);
  }
});
