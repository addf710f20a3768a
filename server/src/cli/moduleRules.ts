// Which rules count for the files of a module: those of its `buf.yaml`, or the usual ones.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { breakingConfig, type ModuleRules } from "../breaking/breakingConfig.ts";
import type { Category } from "../breaking/rule.ts";
import { rulesIn } from "../breaking/rules.ts";
import { readBytes } from "../node/syncFiles.ts";
import type { TargetFile } from "./protoTree.ts";
import { UsageError } from "./usageError.ts";

/**
 * The rules for the module of `file`, a file of no module being its own affair. `category`: instead of those that are
 * chosen there.
 * @throws {UsageError} when the `buf.yaml` cannot be read or is wrong.
 */
export async function moduleRules(
  file: TargetFile | undefined,
  category: Category | undefined,
): Promise<Pick<ModuleRules, "rules" | "ignored">> {
  const place = file?.module === undefined ? undefined : configPlace(file.module);
  const content = place === undefined ? undefined : readBytes(place.file);
  const config = breakingConfig(content === undefined ? undefined : await parsedYaml(content, place?.file ?? ""));
  if (config.problems.length > 0) throw new UsageError(`\`${place?.file}\`: ${config.problems.join("; ")}`);
  const found = config.modules.find(one => one.folder === place?.folder) ?? config.modules[0];
  const rules = category === undefined ? found?.rules : rulesIn(category, config.version);
  return {
    rules: rules ?? [],
    ignored: found?.ignored ?? { paths: [], pathsOfRules: new Map(), unstablePackages: false },
  };
}

// A `buf.work.yaml` says where modules are, and each has a `buf.yaml` of its own.
function configPlace({ root, file }: NonNullable<TargetFile["module"]>): {
  readonly file: string;
  readonly folder: string;
} {
  const folder = fileURLToPath(root);
  const config = fileURLToPath(file);
  if (path.basename(config) === "buf.work.yaml") return { file: path.join(folder, "buf.yaml"), folder: "" };
  return { file: config, folder: path.relative(path.dirname(config), folder).split(path.sep).join("/") };
}

async function parsedYaml(content: Uint8Array, file: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(new TextDecoder().decode(content));
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
