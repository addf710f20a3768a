// The wording of what is wrong with a mock script.

const meant = (name: string | undefined) => (name === undefined ? "" : `; did you mean \`${name}\`?`);

export const scriptWords = {
  notObject: (what: string) => `${what} is an object, as \`{ … }\``,
  notArray: (name: string) => `\`${name}\` is an array of messages, as \`[{ … }]\``,
  unknownKey: (key: string, near: string | undefined, what: string) => `${what} has no \`${key}\`${meant(near)}`,
  noMethod: (name: string, near: string | undefined) =>
    near === undefined
      ? `no method \`${name}\` is served; write it as \`package.Service/Method\``
      : `no method \`${name}\` is served${meant(near)}`,
  besideReplies: (key: string) => `\`${key}\` stands beside \`replies\`; write it into one of the replies`,
  notReplies: "`replies` is an array with at least one reply",
  bothAnswers: "`answer` and `answers` both say what to answer; keep one of them",
  oneAnswer: (method: string) =>
    `\`${method}\` does not stream, so it has one answer; \`replies\` are taken call by call`,
  notDelay: 'a delay is a text as `"200ms"`, `"1.5s"` or `"1m"`',
  notText: (key: string) =>
    `the value of \`${key}\` is a text, or an array of them; for a key ending in \`-bin\`, base64`,
  notCode: (code: string) => `\`${code}\` is not a status; write one as \`"NOT_FOUND"\`, or its number, 0 to 16`,
  noCode: 'a status needs a code, as `"code": "NOT_FOUND"`',
  notFault: (faults: readonly string[]) => `a fault is ${faults.map(one => `\`"${one}"\``).join(" or ")}`,
} as const;
