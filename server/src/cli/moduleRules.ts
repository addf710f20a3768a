// Which rules count for the files of a module: those of its `buf.yaml`, or the usual ones.
import { fileURLToPath } from "node:url";
import { type CountedRules, readRules, rulesPlace } from "../breaking/moduleRules.ts";
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
export async function moduleRules(file: TargetFile | undefined, category: Category | undefined): Promise<CountedRules> {
  const place = file?.module === undefined ? undefined : rulesPlace(file.module);
  const name = place === undefined ? "" : fileURLToPath(place.uri);
  const content = place === undefined ? undefined : readBytes(name);
  const text = content === undefined ? undefined : new TextDecoder().decode(content);
  const { rules, ignored, version, problems } = await readRules(text, place?.folder ?? "");
  if (problems.length > 0) throw new UsageError(`\`${name}\`: ${problems.join("; ")}`);
  return { rules: category === undefined ? rules : rulesIn(category, version), ignored };
}
