// A scrolled list of lines of one height, of which only those in view are elements.
import { element } from "./element.ts";

export interface WindowedLines {
  readonly root: HTMLElement;
  /** Draws anew, for the lines may show something else. */
  draw(): void;
  reveal(line: number): void;
}

export interface Lines {
  count(): number;
  draw(line: number): HTMLElement;
}

/** Must be the height of `.line` in answerPage.css, in pixels. */
const lineHeight = 20;
const linesAround = 6;

export function createWindowedLines(root: HTMLElement, lines: Lines): WindowedLines {
  const pane = element("div", { class: "lines", role: "none" });
  const box = element("div", { class: "box", role: "none" }, pane);
  root.append(box);
  let frame: number | undefined;

  function drawNow(): void {
    frame = undefined;
    const count = lines.count();
    box.style.height = `${count * lineHeight}px`;
    const first = Math.max(0, Math.floor(root.scrollTop / lineHeight) - linesAround);
    const last = Math.min(count, Math.ceil((root.scrollTop + root.clientHeight) / lineHeight) + linesAround);
    pane.style.transform = `translateY(${first * lineHeight}px)`;
    pane.replaceChildren(...Array.from({ length: Math.max(0, last - first) }, (_, at) => lines.draw(first + at)));
  }

  function draw(): void {
    if (frame === undefined) frame = requestAnimationFrame(drawNow);
  }

  root.addEventListener("scroll", draw);
  new ResizeObserver(draw).observe(root);
  return {
    root,
    draw,
    reveal(line) {
      const top = line * lineHeight;
      if (top < root.scrollTop) root.scrollTop = top;
      else if (top + lineHeight > root.scrollTop + root.clientHeight) {
        // Somewhat more than the line itself, for what belongs to it mostly follows.
        root.scrollTop = top - Math.max(0, root.clientHeight - 4 * lineHeight);
      }
      draw();
    },
  };
}
