// Variables of a request document that have no value, and what to do about each; and what is wrong in environment files.
import type { CodeAction, Command, Diagnostic, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { sourceFile } from "../compiler/text/sourceFile.ts";
import type { FixCommand } from "../protocol/settings.ts";
import { checkEnvironment, type Sharing } from "../requests/checkEnvironment.ts";
import { checkVariables, environmentForNew, type VariableFault } from "../requests/checkVariables.ts";
import { type EnvironmentText, isPrivateFile, readEnvironments } from "../requests/environment.ts";
import { newVariable } from "../requests/newVariable.ts";
import type { Placeholder } from "../requests/placeholders.ts";
import type { RequestDocument } from "../requests/requestDocument.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { baseName } from "../workspace/uri.ts";
import { type CodeActionParams, fixesIn } from "./codeActions.ts";
import { lspDiagnostic } from "./diagnostics.ts";
import { lspRange, offsetAt } from "./lspRange.ts";
import type { DocumentParams } from "./params.ts";
import { requestDocumentAt } from "./requestDocumentAt.ts";

/** What is known beside the document. */
export interface KnownEnvironments {
  /** The files for the document, those nearest to it first. */
  readonly files: readonly EnvironmentText[];
  /** The chosen one, empty where none is. */
  readonly environment: string;
}

/** Whether a request document has anything that takes a value from elsewhere. */
export function hasVariables(snapshot: Snapshot, uri: string): boolean {
  return snapshot.document(uri)?.source.text.includes("{{") === true;
}

/** The variables of a request document that have no value. */
export function variableDiagnostics(
  snapshot: Snapshot,
  { textDocument }: DocumentParams,
  known: KnownEnvironments,
): Diagnostic[] {
  const document = requestDocumentAt(snapshot, textDocument.uri);
  if (document === undefined) return [];
  return faultsOf(document, known).map(one => lspDiagnostic(snapshot, document.source, one.problem));
}

/** What is wrong with an environment file that is open. */
export function environmentDiagnostics(
  snapshot: Snapshot,
  { textDocument }: DocumentParams,
  sharing: Sharing | undefined,
): Diagnostic[] {
  const source = snapshot.document(textDocument.uri)?.source;
  if (source === undefined) return [];
  return checkEnvironment(source.text, sharing).map(one => lspDiagnostic(snapshot, source, one));
}

/** The fixes of an environment file. */
export function environmentFixes(snapshot: Snapshot, params: CodeActionParams): CodeAction[] {
  const source = snapshot.document(params.textDocument.uri)?.source;
  return source === undefined ? [] : fixesIn(snapshot, source, checkEnvironment(source.text, undefined), params);
}

/**
 * Ways to give a variable in the range a value: the name that may have been meant, a line in the document, a line in the
 * environment file, which is created at `newFile` where there is none, another environment.
 */
export function variableFixes(
  snapshot: Snapshot,
  params: CodeActionParams,
  { newFile, ...known }: KnownEnvironments & { readonly newFile: string | undefined },
): CodeAction[] {
  const document = requestDocumentAt(snapshot, params.textDocument.uri);
  if (document === undefined || params.context.only?.some(kind => "quickfix".startsWith(kind)) === false) return [];
  const start = offsetAt(document.source, params.range.start);
  const end = offsetAt(document.source, params.range.end);
  return faultsOf(document, known)
    .filter(({ problem }) => problem.span.start <= end && start <= problem.span.end)
    .flatMap(fault => {
      const diagnostics = [lspDiagnostic(snapshot, document.source, fault.problem)];
      const mending = { document, uri: params.textDocument.uri, known, newFile };
      return fixesOf(fault, mending).map(fix => ({ ...fix, kind: "quickfix", diagnostics }));
    });
}

function faultsOf(document: RequestDocument, { files, environment }: KnownEnvironments): VariableFault[] {
  return checkVariables(document, readEnvironments(files), environment);
}

interface Mending {
  readonly document: RequestDocument;
  readonly uri: string;
  readonly known: KnownEnvironments;
  readonly newFile: string | undefined;
}

type Mend = Pick<CodeAction, "title" | "edit" | "command" | "isPreferred">;

function fixesOf({ placeholder, mend }: VariableFault, mending: Mending): Mend[] {
  const { document, uri } = mending;
  const rename = (to: string, newText: string, span = placeholder.nameSpan): Mend => ({
    title: `Change to \`{{${to}}}\``,
    isPreferred: true,
    edit: { changes: { [uri]: [{ range: lspRange(document.source, span), newText }] } },
  });
  switch (mend.kind) {
    case "nothing":
      return [];
    case "choose":
      return mend.environments.slice(0, 8).map(name => {
        const title = `Choose the environment \`${name}\``;
        return { title, command: choosing(title, name) };
      });
    case "rename request": {
      const { start } = placeholder.nameSpan;
      const to = mend.to + placeholder.name.slice(mend.from.length);
      return [rename(to, mend.to, { start, end: start + mend.from.length })];
    }
    case "define": {
      const nearest = mend.nearest === undefined ? [] : [rename(mend.nearest, mend.nearest)];
      return [...nearest, inDocument(placeholder, mending), ...inFiles(placeholder.name, mending)];
    }
  }
}

function choosing(title: string, name: string): Command {
  const command: FixCommand = "protodial.chooseEnvironment";
  return { title, command, arguments: [name] };
}

function inDocument(placeholder: Placeholder, { document, uri }: Mending): Mend {
  const { name } = placeholder;
  const { source, variables } = document;
  const lineEnd = source.text.includes("\r\n") ? "\r\n" : "\n";
  const line = `@${name} = ${valueFor(name)}`;
  const last = variables.filter(one => one.end < placeholder.start).at(-1);
  const start = last?.end ?? (source.text.startsWith("\ufeff") ? 1 : 0);
  const newText = last === undefined ? `${line}${lineEnd}${lineEnd}` : `${lineEnd}${line}`;
  const edit: TextEdit = { range: lspRange(source, { start, end: start }), newText };
  return { title: `Set \`${name}\` in this document`, edit: { changes: { [uri]: [edit] } } };
}

// The nearest file of each kind that there is; the private one is never made unasked.
function inFiles(name: string, { known, newFile }: Mending): Mend[] {
  const { files, environment } = known;
  const into = environmentForNew(readEnvironments(files), environment);
  const open = files.find(one => !isPrivateFile(one.uri));
  const secret = files.find(one => isPrivateFile(one.uri));
  const found = [open, secret].flatMap(file => {
    const edit = file === undefined ? undefined : editOf(file, into, name);
    if (file === undefined || edit === undefined) return [];
    return [{ title: `Add \`${name}\` to \`${into}\` in \`${baseName(file.uri)}\``, edit }];
  });
  if (open !== undefined || newFile === undefined) return found;
  const content = `${JSON.stringify({ [into]: { [name]: valueFor(name) } }, null, 2)}\n`;
  return [...found, { title: `Create \`${baseName(newFile)}\` with \`${name}\``, edit: creation(newFile, content) }];
}

function editOf({ uri, text }: EnvironmentText, environment: string, name: string): WorkspaceEdit | undefined {
  const found = newVariable(text, environment, { name, value: valueFor(name) });
  if (found === undefined) return undefined;
  const source = sourceFile(uri, text);
  return { changes: { [uri]: [{ range: lspRange(source, found.span), newText: found.newText }] } };
}

function creation(uri: string, content: string): WorkspaceEdit {
  const top = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: "create", uri, options: { ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits: [{ range: { start: top, end: top }, newText: content }] },
    ],
  };
}

/** To start from: where the server is, as far as a name tells that this is meant. */
function valueFor(name: string): string {
  return /^(host|target|address|server)$/i.test(name) ? "localhost:50051" : "";
}
