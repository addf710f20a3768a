// Problems and fixes of what requests take from environment files, and of these files, beside those of other features.
import type { CodeAction } from "vscode-languageserver";
import type { CodeActionParams } from "../features/codeActions.ts";
import { isNeeds } from "../features/needs.ts";
import {
  environmentDiagnostics,
  environmentFixes,
  hasVariables,
  type KnownEnvironments,
  variableDiagnostics,
  variableFixes,
} from "../features/variableProblems.ts";
import type { FixCommand, Settings } from "../protocol/settings.ts";
import { isEnvironmentFile } from "../requests/environment.ts";
import { newEnvironmentFile } from "../requests/outsideFiles.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import type { Feature } from "./answer.ts";
import type { EnvironmentFiles } from "./environmentFiles.ts";
import { requestLanguage } from "./languages.ts";
import type { DiagnosticsOf } from "./publishDiagnostics.ts";

interface Client {
  readonly environments: EnvironmentFiles;
  readonly settings: () => Settings;
  readonly fixCommands: readonly FixCommand[];
}

/** Diagnostics of `others`, with those of variables. */
export function withVariableProblems(client: Client, others: DiagnosticsOf): DiagnosticsOf {
  return (snapshot, document, more) => {
    const params = { textDocument: { uri: document.uri } };
    if (isEnvironmentFile(document.uri)) {
      return environmentDiagnostics(snapshot, params, client.environments.sharing(document.uri));
    }
    const found = others(snapshot, document, more);
    const known = knownEnvironments(client, snapshot, document.uri);
    if (found === undefined || isNeeds(found) || known === undefined) return found;
    return [...found, ...variableDiagnostics(snapshot, params, known)];
  };
}

/** Code actions of `others`, with those that give variables a value, as far as the client can run their commands. */
export function withVariableFixes(
  client: Client,
  others: Feature<CodeActionParams, CodeAction[]>,
): Feature<CodeActionParams, CodeAction[]> {
  return (snapshot, params) => {
    const { uri } = params.textDocument;
    if (isEnvironmentFile(uri)) return environmentFixes(snapshot, params);
    const found = others(snapshot, params);
    const known = knownEnvironments(client, snapshot, uri);
    if (!Array.isArray(found) || known === undefined) return found;
    const newFile = newEnvironmentFile(snapshot, uri);
    const fixes = variableFixes(snapshot, params, { ...known, newFile }).filter(
      ({ command }) => command === undefined || client.fixCommands.some(name => name === command.command),
    );
    return [...fixes, ...found];
  };
}

function knownEnvironments(
  { settings, environments }: Client,
  snapshot: Snapshot,
  uri: string,
): KnownEnvironments | undefined {
  if (snapshot.document(uri)?.languageId !== requestLanguage || !hasVariables(snapshot, uri)) return undefined;
  const files = environments.known(snapshot, uri);
  return files === undefined ? undefined : { files, environment: settings().environment };
}
