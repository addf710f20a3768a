// What a folder breaks as Markdown, for the description of a pull request: who reads it has neither the editor nor the rules.
import type { BreakingChanges, ChangeItem, PackageChanges } from "../../../server/src/protocol/requests.ts";

/** Those who notice, in the order of how bad it is for them. */
export const noticing: readonly {
  readonly level: ChangeItem["level"];
  readonly label: string;
  readonly icon: string;
}[] = [
  { level: "wire", label: "Old clients on the wire", icon: "error" },
  { level: "json", label: "Those who speak JSON", icon: "warning" },
  { level: "source", label: "Those who compile generated code", icon: "info" },
];

/** `pathOf`: how the file of a uri is told. */
export function changesMarkdown({ words, packages }: BreakingChanges, pathOf: (uri: string) => string): string {
  const count = packages.reduce((sum, one) => sum + one.changes.length, 0);
  const since = words === undefined ? "" : ` since ${words}`;
  const title = count === 0 ? `## No breaking changes${since}` : `## ${counted(count)}${since}`;
  return [title, "", ...tableOf(packages), ...packages.flatMap(one => partOf(one, pathOf))].join("\n");
}

function counted(count: number): string {
  return count === 1 ? "1 breaking change" : `${count} breaking changes`;
}

function tableOf(packages: readonly PackageChanges[]): readonly string[] {
  if (packages.length === 0) return ["No package has changed.", ""];
  const rows = packages.map(({ name, step, changes }) => {
    const counts = noticing.map(({ level }) => changes.filter(one => one.level === level).length || "–");
    return `| ${nameOf(name)} | ${step === "major" ? "**major**" : step} | ${counts.join(" | ")} |`;
  });
  return ["| Package | Next version | Wire | JSON | Code |", "| --- | --- | --: | --: | --: |", ...rows, ""];
}

function partOf({ name, changes }: PackageChanges, pathOf: (uri: string) => string): readonly string[] {
  if (changes.length === 0) return [];
  const parts = noticing.flatMap(({ level, label }) => {
    const found = changes.filter(one => one.level === level);
    return found.length === 0 ? [] : [`**${label}** will notice:`, "", ...found.map(one => itemOf(one, pathOf)), ""];
  });
  return [`### ${nameOf(name)}`, "", ...parts];
}

function itemOf({ message, help, rule, uri, line }: ChangeItem, pathOf: (uri: string) => string): string {
  const place = uri === undefined ? "" : `${pathOf(uri)}:${line + 1}: `;
  // The heading says already who notices.
  const seen = help.replace(/^breaks [^:]+: /, "");
  return `- ${place}${sentence(message)} (${rule})  \n  ${sentence(seen)}.`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nameOf(name: string): string {
  return name === "" ? "(no package)" : `\`${name}\``;
}
