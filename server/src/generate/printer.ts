/** Collects the lines of a generated file, at an indentation that follows its blocks. */
export interface Printer {
  /** Adds lines at the present indentation; an empty line stays empty. */
  readonly print: (...lines: readonly string[]) => void;
  /** Adds what `body` prints, one step further in. */
  readonly indent: (body: () => void) => void;
  /** All lines, each with its newline. */
  readonly text: () => string;
}

/** @param step the indentation of one block */
export function createPrinter(step: string): Printer {
  const lines: string[] = [];
  let indentation = "";
  return {
    print: (...added) => {
      for (const line of added) lines.push(line === "" ? "" : indentation + line);
    },
    indent: body => {
      const outer = indentation;
      indentation += step;
      body();
      indentation = outer;
    },
    text: () => lines.map(line => `${line}\n`).join(""),
  };
}
