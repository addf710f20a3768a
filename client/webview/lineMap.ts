// Arithmetic of the message list. Each message takes one line, and an open one as many more as its body shows; all lines
// have one height. So a list of any length is known by its length and its few open messages.

export interface OpenBody {
  /** Of the message. */
  index: number;
  /** Lines of the body that are shown below the message's own line. */
  lines: number;
}

export interface LineMap {
  /** Messages. */
  count: number;
  /** All lines. */
  total: number;
  /** By index; `before`: body lines of the open messages before it. */
  open: readonly { index: number; lines: number; before: number }[];
}

/** `body` is absent on a message's own line, otherwise the line within what its body shows. */
export interface LinePlace {
  index: number;
  body?: number;
}

export function lineMap(count: number, bodies: readonly OpenBody[]): LineMap {
  let before = 0;
  const open = [...bodies]
    .filter(body => body.index < count)
    .sort((a, b) => a.index - b.index)
    .map(({ index, lines }) => {
      const entry = { index, lines, before };
      before += lines;
      return entry;
    });
  return { count, total: count + before, open };
}

/** The line of a message. */
export function lineOf(map: LineMap, index: number): number {
  const last = map.open[lastWhere(map.open, entry => entry.index < index)];
  return index + (last === undefined ? 0 : last.before + last.lines);
}

/** What stands on a line, for `0 <= line < total`. */
export function placeOf(map: LineMap, line: number): LinePlace {
  const entry = map.open[lastWhere(map.open, ({ index, before }) => index + before <= line)];
  if (entry === undefined) return { index: line };
  const within = line - entry.index - entry.before;
  if (within === 0) return { index: entry.index };
  if (within <= entry.lines) return { index: entry.index, body: within - 1 };
  return { index: line - entry.before - entry.lines };
}

/** The last position whose entry satisfies `isBefore`, which holds for a beginning of the array; -1 for none. */
function lastWhere<T>(entries: readonly T[], isBefore: (entry: T) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && isBefore(entry)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Browsers stop laying out boxes at some 33 million pixels (Chromium), Firefox at about half of it. */
const tallestBox = 8_000_000;

/** How a long list of `height` pixels is scrolled in a box that may be less tall. All values in pixels. */
export interface ScrollSpace {
  /** Of the box that is scrolled. */
  boxHeight: number;
  /** From the box's scroll position to the list's. */
  toList(scrollTop: number): number;
  toBox(listTop: number): number;
}

export function scrollSpace(height: number, viewport: number): ScrollSpace {
  if (height <= tallestBox) return { boxHeight: height, toList: top => top, toBox: top => top };
  const ratio = (height - viewport) / (tallestBox - viewport);
  return { boxHeight: tallestBox, toList: top => top * ratio, toBox: top => top / ratio };
}
