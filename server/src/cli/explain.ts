import { replacedRules } from "../breaking/rules.ts";
import { nearestName } from "../compiler/report/nearestName.ts";
import { problemPages } from "../features/problemPages.generated.ts";
import { problemPage } from "../features/problemPages.ts";
import { parseArguments } from "./arguments.ts";
import type { CommandIo } from "./commandIo.ts";
import { UsageError } from "./usageError.ts";

export const explainUsage = `protodial explain ID

Prints the page of a problem or of a rule for breaking changes, in Markdown: what it means, why the rule exists, examples.
ID is what stands in brackets behind a problem, as in \`protodial explain duplicate-field-number\`.`;

/** `protodial explain`: prints the page of a problem or rule; wrong use where there is none of that id. */
export async function explainCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { positionals } = parseArguments(args, {});
  const [id, more] = positionals;
  if (id === undefined || more !== undefined) throw new UsageError("name one problem, by its id");
  const page = problemPage(id);
  const former = page === undefined ? formerRule(id) : undefined;
  if (former !== undefined) {
    io.stdout(former);
    return 0;
  }
  if (page === undefined) throw new UsageError(`there is no problem \`${id}\`${suggestion(id)}`);
  io.stdout(page);
  return 0;
}

// Rules that `buf.yaml` still names, and that others do now.
function formerRule(id: string): string | undefined {
  const now = replacedRules("v1").get(id);
  if (now === undefined) return undefined;
  if (now.length === 0)
    return `# A former rule\n\n\`${id}\` is in \`buf.yaml\` for old times' sake: it finds nothing any more.\n`;
  const names = now.map(one => `\`${one}\``).join(", ");
  return [`# A former rule\n\n\`${id}\` stands for ${names}.\n`, ...now.map(one => problemPage(one) ?? "")].join("\n");
}

// An id that is near, else those that have a word of it.
function suggestion(id: string): string {
  const ids = Object.keys(problemPages);
  const near = nearestName(id, ids);
  if (near !== undefined) return `; did you mean \`${near}\`?`;
  const words = id
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(word => word.length > 2);
  const related = ids.filter(one =>
    one
      .toLowerCase()
      .split(/[-_]/)
      .some(word => words.includes(word)),
  );
  return related.length === 0 ? "" : `; there are ${related.map(one => `\`${one}\``).join(", ")}`;
}
