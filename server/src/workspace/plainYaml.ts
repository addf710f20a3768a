export type PlainValue = string | boolean | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/**
 * What a YAML text says that has maps, lists and words and nothing else, as nearly all of buf's files; undefined for any
 * other, which takes a reader of all of YAML. That is ten milliseconds of work before the first file of a workspace can
 * be opened.
 */
export function plainYaml(text: string): PlainValue | undefined {
  const lines: Line[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^ *(?:#|$)/.test(line)) continue;
    const [content = ""] = line.split(" #", 1);
    const start = content.search(/[^ ]/);
    if (start < 0 || start > deepest) return undefined;
    lines.push({ start, text: content.slice(start).trimEnd() });
  }
  const reading = { lines, at: 0 };
  const value = readBlock(reading);
  return reading.at === lines.length ? value : undefined;
}

const deepest = 100;

interface Line {
  /** The column of its first character. */
  readonly start: number;
  readonly text: string;
}

interface Reading {
  readonly lines: Line[];
  at: number;
}

// Lines that begin in one column.
function readBlock(reading: Reading): PlainValue | undefined {
  const first = reading.lines[reading.at];
  if (first === undefined) return undefined;
  return isItem(first) ? readList(reading, first.start) : readMap(reading, first.start);
}

function readList(reading: Reading, start: number): PlainValue | undefined {
  const items: PlainValue[] = [];
  for (let line = lineFrom(reading, start); line !== undefined && isItem(line); line = lineFrom(reading, start)) {
    const text = line.text.slice(1).trimStart();
    const isMap = keyed.test(text);
    // Its first line stands behind the dash.
    if (isMap) reading.lines[reading.at] = { start: start + line.text.length - text.length, text };
    else reading.at++;
    const item = isMap ? readBlock(reading) : word(text);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function readMap(reading: Reading, start: number): PlainValue | undefined {
  const entries = new Map<string, PlainValue>();
  for (let line = lineFrom(reading, start); line !== undefined; line = lineFrom(reading, start)) {
    const [, key, text = ""] = keyed.exec(line.text) ?? [];
    if (key === undefined || entries.has(key)) return undefined;
    reading.at++;
    const value = text === "" ? readBelow(reading, start) : word(text);
    if (value === undefined) return undefined;
    entries.set(key, value);
  }
  return Object.fromEntries(entries);
}

// What belongs to a key stands further to the right; a list may stand just below it.
function readBelow(reading: Reading, start: number): PlainValue | undefined {
  const next = reading.lines[reading.at];
  const isBelow = next !== undefined && (next.start > start || (next.start === start && isItem(next)));
  return isBelow ? readBlock(reading) : undefined;
}

function lineFrom({ lines, at }: Reading, start: number): Line | undefined {
  const line = lines[at];
  return line?.start === start ? line : undefined;
}

function isItem({ text }: Line): boolean {
  return text.startsWith("- ");
}

const keyed = /^([a-zA-Z]\w*):(?: +(.+))?$/;

function word(text: string): PlainValue | undefined {
  if (text === "true" || text === "false") return text === "true";
  if (/^\[[^[\]]*\]$/.test(text)) return words(text.slice(1, -1));
  if (/^(?:"[^"\\]*"|'[^']*')$/.test(text)) return text.slice(1, -1);
  const isPlain = /^[\w./](?:[\w./@:-]*[\w./@-])?$/.test(text) && !meaningful.test(text);
  return isPlain ? text : undefined;
}

function words(list: string): PlainValue | undefined {
  const items: PlainValue[] = [];
  for (const text of list.split(",")) {
    const item = word(text.trim());
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

// Words that mean a number or nothing, in whatever schema of YAML.
const meaningful = /^(?:null|true|false|\.?inf|\.?nan|0o[0-7]+|0x[\da-f]+|\.?\d[\d.]*(?:e[-+]?\d+)?)$/i;
