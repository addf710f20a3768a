// Several JSON values one after another, as on a command line, in a file of messages, or as someone types them.

export type SplitValues = { kind: "values"; values: readonly string[] } | { kind: "wrong"; message: string };

/** Takes a text piece by piece; a value is told as soon as it is whole. What is inside of it is not looked at. */
export interface JsonSplitter {
  readonly push: (piece: string) => SplitValues;
  /** What is left when no more comes. */
  readonly end: () => SplitValues;
}

/** The texts of the JSON values that follow one another (comments allowed); what is inside them is not looked at. */
export function splitJsonValues(text: string): SplitValues {
  const splitter = jsonSplitter();
  const first = splitter.push(text);
  const last = first.kind === "wrong" ? first : splitter.end();
  return first.kind === "wrong" || last.kind === "wrong"
    ? last
    : { kind: "values", values: [...first.values, ...last.values] };
}

/** Where the next character stands; `bare`: in a number or a word outside of all brackets. */
type Place = "between" | "string" | "escape" | "bare" | "slash" | "line comment" | "block comment" | "star";

/** Nothing has come yet. */
export function jsonSplitter(): JsonSplitter {
  let place: Place = "between";
  let depth = 0;
  /** What has come of a value that is not whole yet; undefined between values. */
  let begun: string | undefined;

  function push(piece: string): SplitValues {
    const values: string[] = [];
    let from = 0;
    const begin = (at: number) => {
      if (begun !== undefined) return;
      begun = "";
      from = at;
    };
    const finish = (end: number) => {
      values.push((begun ?? "") + piece.slice(from, end));
      begun = undefined;
    };
    for (let at = 0; at < piece.length; at += 1) {
      const char = piece[at] ?? "";
      if (place === "bare" && /[\s,{}[\]"/]/.test(char)) {
        finish(at);
        place = "between";
      }
      switch (place) {
        case "between":
          if (char === '"' || char === "{" || char === "[") begin(at);
          if (char === '"') place = "string";
          else if (char === "/") place = "slash";
          else if (char === "{" || char === "[") depth += 1;
          else if (char === "}" || char === "]") {
            depth -= 1;
            if (depth < 0) return { kind: "wrong", message: "a bracket closes that was not opened" };
            if (depth === 0) finish(at + 1);
          } else if (depth === 0 && !/[\s,\ufeff]/.test(char)) {
            // A comma between two values is a habit that does no harm.
            begin(at);
            place = "bare";
          }
          break;
        case "string":
          if (char === "\\") place = "escape";
          // A string has no line breaks: one that is not closed takes no more than its line.
          if (char !== '"' && char !== "\n") break;
          place = "between";
          if (depth === 0) finish(at + 1);
          break;
        case "escape":
          place = "string";
          break;
        case "slash":
          place = char === "/" ? "line comment" : char === "*" ? "block comment" : "between";
          break;
        case "line comment":
          if (char === "\n") place = "between";
          break;
        case "block comment":
          if (char === "*") place = "star";
          break;
        case "star":
          if (char !== "*") place = char === "/" ? "between" : "block comment";
          break;
        case "bare":
      }
    }
    if (begun !== undefined) begun += piece.slice(from);
    return { kind: "values", values };
  }

  return {
    push,
    end: () => {
      if (depth > 0) return { kind: "wrong", message: "a bracket is opened and not closed" };
      return { kind: "values", values: begun === undefined ? [] : [begun] };
    },
  };
}
