import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { hintIds } from "../protocol/hintIds.ts";
import { pageIds, problemPages } from "./problemPages.generated.ts";

/** The page of a problem, in Markdown; undefined for an id without one. */
export function problemPage(id: string): string | undefined {
  return Object.hasOwn(problemPages, id) ? problemPages[id] : undefined;
}

/** The folder below `server/docs` that the page of an id is in: rules bear the ids that buf gave them, hints our own. */
export function pageFolder(id: string): "problems" | "rules" {
  return /^[A-Z]/.test(id) || hintIds.some(one => one === id) ? "rules" : "problems";
}

/** What the problem is, in a few words: the heading of its page. */
export function problemTitle(page: string): string {
  return /^# (.+)$/m.exec(page)?.[1] ?? "";
}

/**
 * The diagnostic with a link to the page of its problem, where it has one. `pattern` is the uri of a page, with `{id}`
 * for the problem's id and `{folder}` for the folder of the page.
 */
export function withPageLink(diagnostic: Diagnostic, pattern: string): Diagnostic {
  const { code } = diagnostic;
  if (typeof code !== "string" || !pageIds.has(code)) return diagnostic;
  return {
    ...diagnostic,
    codeDescription: { href: pattern.replaceAll("{id}", code).replaceAll("{folder}", pageFolder(code)) },
  };
}

/** The action, its diagnostics with links: as they were published, so that the client knows them again. */
export function withPageLinks(action: CodeAction, pattern: string): CodeAction {
  if (action.diagnostics === undefined) return action;
  return { ...action, diagnostics: action.diagnostics.map(one => withPageLink(one, pattern)) };
}
