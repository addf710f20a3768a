// The scripts of a mock server, as they are now.
import type { MockScriptProblem } from "../protocol/mock.ts";
import type { MockSchema } from "./mockSchema.ts";
import { readScript, type ScriptReply, type ScriptRule } from "./mockScript.ts";
import type { ScriptProblem } from "./mockScriptJson.ts";

/** `file`: path on disk. */
export interface ScriptText {
  readonly file: string;
  readonly text: string;
}

/** A rule that remembers whose turn it is among its replies. */
export interface LiveRule {
  readonly match: ScriptRule["match"];
  readonly next: () => ScriptReply | undefined;
}

export interface MockScripts {
  readonly set: (scripts: readonly ScriptText[]) => void;
  /** Reads them again, since what they are about has changed. */
  readonly read: (schema: MockSchema) => void;
  readonly rules: (method: string) => readonly LiveRule[];
  readonly problems: () => readonly MockScriptProblem[];
}

/** None to begin with. */
export function mockScripts(): MockScripts {
  let texts: readonly ScriptText[] = [];
  let problems: readonly MockScriptProblem[] = [];
  let rules = new Map<string, LiveRule[]>();
  /** How often a rule was taken, by its place in its script; kept while the script stays as it is. */
  let turns = new Map<string, number>();

  function liveRule(rule: ScriptRule, place: string): LiveRule {
    return {
      match: rule.match,
      next: () => {
        const turn = turns.get(place) ?? 0;
        turns.set(place, turn + 1);
        const { length } = rule.replies;
        return rule.replies[rule.cycle ? turn % length : Math.min(turn, length - 1)];
      },
    };
  }

  return {
    set: next => {
      const known = new Map(texts.map(one => [one.file, one.text]));
      const same = next.filter(one => known.get(one.file) === one.text).map(one => `${one.file}\n`);
      turns = new Map([...turns].filter(([place]) => same.some(start => place.startsWith(start))));
      texts = next;
    },
    read: schema => {
      const found: MockScriptProblem[] = [];
      rules = new Map();
      const names = schema.names();
      for (const { file, text } of texts) {
        const script = readScript(text, {
          names,
          find: name => {
            const loaded = names.includes(name) ? schema.load(name) : undefined;
            return loaded?.kind === "method" ? loaded : undefined;
          },
        });
        found.push(...script.problems.map(one => placed(file, text, one)));
        for (const [name, list] of script.rules) {
          const live = list.map((rule, index) => liveRule(rule, `${file}\n${name} ${index}`));
          rules.set(name, [...(rules.get(name) ?? []), ...live]);
        }
      }
      problems = found;
    },
    rules: method => rules.get(method) ?? [],
    problems: () => problems,
  };
}

function placed(file: string, text: string, { offset, length, message }: ScriptProblem): MockScriptProblem {
  const [start, end] = [placeAt(text, offset), placeAt(text, offset + length)];
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, message };
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, column: (lines.at(-1) ?? "").length };
}
