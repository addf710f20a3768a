// Which breaking changes are told of the files of each module, as its `buf.yaml` on disk says.
import { type CountedRules, readRules, rulesPlace, usualRules } from "../breaking/moduleRules.ts";
import { type BufModule, isPart } from "../workspace/importConfig.ts";
import type { Layout } from "../workspace/layout.ts";
import { normalUri, parentUri } from "../workspace/uri.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What counts for a file. */
export interface RulesOfFile extends CountedRules {
  /** The folder of its module, which its path is told from; undefined of a file of no module. */
  readonly root: string | undefined;
}

interface ReadModule {
  readonly module: BufModule;
  readonly counted: RulesOfFile;
}

/** Keeps the rules of all modules of a workspace. */
export class RulesOfModules {
  readonly #workspace: Workspace;
  readonly #log: (message: string) => void;
  #modules: readonly ReadModule[] = [];
  /** What the modules were made from. */
  #content = "";
  #layout: Layout | undefined;
  #told = "";
  #turn = 0;

  /** `log` is told what is wrong with a `buf.yaml`. */
  constructor(workspace: Workspace, log: (message: string) => void) {
    this.#workspace = workspace;
    this.#log = log;
  }

  /** What counts for a file; the same object of all files of a module. */
  of(uri: string): RulesOfFile {
    const folder = parentUri(normalUri(uri)) ?? uri;
    let found: ReadModule | undefined;
    for (const one of this.#modules) {
      if (!isPart(one.module, folder)) continue;
      if (found === undefined || one.module.root.length > found.module.root.length) found = one;
    }
    return found?.counted ?? ofNoModule;
  }

  /** Whether modules are known that were not when the rules were read. */
  get isOld(): boolean {
    const { layout } = this.#workspace;
    if (layout === this.#layout) return false;
    this.#layout = layout;
    return placesOf(layout.modules) !== this.#told;
  }

  /** Reads the rules of the modules that are known. */
  async read(): Promise<"news" | "nothing new"> {
    const turn = ++this.#turn;
    const { modules } = this.#workspace.layout;
    this.#told = placesOf(modules);
    const places = modules.map(module => ({ module, place: rulesPlace(module) }));
    const texts = await this.#workspace.read([...new Set(places.map(one => one.place.uri))]);
    const asked = places.map(one => ({ ...one, text: texts.get(normalUri(one.place.uri))?.source("").text }));
    const content = JSON.stringify(asked.map(one => [one.module.root, one.place, one.text]));
    const read = await Promise.all(
      asked.map(async ({ module, place, text }) => ({ module, place, rules: await readRules(text, place.folder) })),
    );
    if (turn !== this.#turn || content === this.#content) return "nothing new";
    this.#content = content;
    this.#modules = read.map(({ module, rules }) => ({ module, counted: { ...rules, root: module.root } }));
    const wrong = read.flatMap(({ place, rules }) => rules.problems.map(one => `${place.uri}: ${one}`));
    for (const line of new Set(wrong)) this.#log(`breaking changes: the usual rules count: ${line}`);
    return "news";
  }
}

const ofNoModule: RulesOfFile = { ...usualRules, root: undefined };

function placesOf(modules: readonly BufModule[]): string {
  return JSON.stringify(modules);
}
