// Which rules count for the files of a module: those that its `buf.yaml` chooses, or the usual ones.
import { baseName, joinUri, parentUri, pathBelow } from "../workspace/uri.ts";
import { yamlValue } from "../workspace/yamlText.ts";
import { breakingConfig, type ModuleRules } from "./breakingConfig.ts";
import type { ConfigVersion } from "./rule.ts";
import { rulesIn } from "./rules.ts";

/** The rules that count, and where they do not. */
export type CountedRules = Pick<ModuleRules, "rules" | "ignored">;

/** What counts where nothing is said, as in buf: those who compile again are to notice nothing either. */
export const usualRules: CountedRules = {
  rules: rulesIn("FILE", "v2"),
  ignored: { paths: [], pathsOfRules: new Map(), unstablePackages: false },
};

/** What a `buf.yaml` says of one of its modules. */
export interface ReadRules extends CountedRules {
  readonly version: ConfigVersion;
  /** What is wrong with the file, in words; the rules are then the usual ones. */
  readonly problems: readonly string[];
}

/**
 * The `buf.yaml` that chooses the rules of a module, and the module's folder relative to it. `file` told of the module: a
 * `buf.work.yaml` says only where modules are, and each has a `buf.yaml` of its own.
 */
export function rulesPlace({ root, file }: { readonly root: string; readonly file: string }): {
  readonly uri: string;
  readonly folder: string;
} {
  if (baseName(file) === "buf.work.yaml") return { uri: joinUri(root, "buf.yaml"), folder: "" };
  return { uri: file, folder: pathBelow(parentUri(file) ?? file, root) ?? "" };
}

/**
 * What the text of a `buf.yaml`, undefined where there is none, says of the module in `folder`; undefined for what is said of
 * all of them.
 */
export async function readRules(text: string | undefined, folder: string | undefined): Promise<ReadRules> {
  const yaml = text === undefined ? undefined : await yamlValue(text);
  const problems = yaml?.kind === "damaged" ? [`cannot be read: ${yaml.message}`] : [];
  const value = yaml?.kind === "value" ? yaml.value : undefined;
  const asked = breakingConfig(folder === undefined ? withoutModules(value) : value);
  const found = asked.modules.find(one => one.folder === folder) ?? asked.modules[0];
  const { rules, ignored } = asked.problems.length > 0 || found === undefined ? usualRules : found;
  return { version: asked.version, rules, ignored, problems: [...problems, ...asked.problems] };
}

function withoutModules(yaml: unknown): unknown {
  return typeof yaml === "object" && yaml !== null ? { ...yaml, modules: undefined } : yaml;
}
