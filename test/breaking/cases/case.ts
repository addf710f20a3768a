// Small schemas before and after a change, for buf and for ours. All of them are put into one tree, each in a folder of
// its own: `$p` in a path or text is that folder, which is the package too.

export type Texts = Readonly<Record<string, string>>;

export interface ChangeCase {
  /** What changes; the folder is named for it. */
  readonly name: string;
  readonly before: Texts;
  readonly after: Texts;
}

export type Syntax = "proto2" | "proto3" | "2023" | "2024";

/** The head of a file. */
export function head(syntax: Syntax): string {
  const line = syntax.startsWith("proto") ? `syntax = "${syntax}";` : `edition = "${syntax}";`;
  return `${line}\npackage $p;\n`;
}

/** A change of what stands behind the head of one file, `a.proto`. */
export function change(name: string, syntax: Syntax, before: string, after: string): ChangeCase {
  return {
    name,
    before: { "a.proto": `${head(syntax)}${before}\n` },
    after: { "a.proto": `${head(syntax)}${after}\n` },
  };
}

/** A change in a message `M`, beside which stand a message `N` and an enum `E`. */
export function inMessage(name: string, syntax: Syntax, before: string, after: string): ChangeCase {
  const first = syntax === "proto2" ? "" : "  E_NONE = 0;\n";
  const around = (body: string) => `message M {\n  ${body}\n}\nmessage N {}\nenum E {\n${first}  E_ONE = 1;\n}`;
  return change(name, syntax, around(before), around(after));
}

/** The folder of a case, and its package: edition 2024 wants no part of a name to begin with a digit. */
export function folderOf({ name }: ChangeCase): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/_(?=\d)/g, "_n");
}

/** All files of one side of the cases, by path. */
export function treeOf(cases: readonly ChangeCase[], side: "before" | "after"): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const one of cases) {
    const folder = folderOf(one);
    for (const [path, text] of Object.entries(one[side])) {
      files.set(`${folder}/${path}`, text.replaceAll("$p", folder));
    }
  }
  return files;
}
