// Variables of `http-client.env.json` and `http-client.private.env.json`, as JetBrains' HTTP client and httpyac read
// them: an object of environments, each an object of variables; `$shared` holds what all environments have. Comments and
// commas at the end are as good as in other files of settings.

import type { JsonNode, JsonObject, JsonString } from "./json/jsonNodes.ts";
import { jsonText } from "./json/jsonText.ts";
import { parseJson } from "./json/parseJson.ts";

/** File names, the private one last: its values win. */
export const environmentFiles = ["http-client.env.json", "http-client.private.env.json"] as const;

/** The environment that holds what all of them have. */
export const sharedEnvironment = "$shared";

/** An environment file. */
export interface EnvironmentText {
  readonly uri: string;
  readonly text: string;
}

/** Whether a file is an environment file, by its name. */
export function isEnvironmentFile(uri: string): boolean {
  return environmentFiles.some(name => uri.endsWith(`/${name}`));
}

/** Whether a file's values are not for others to see. */
export function isPrivateFile(uri: string): boolean {
  return uri.endsWith(`/${environmentFiles[1]}`);
}

export interface Environments {
  readonly names: readonly string[];
  /** Names of variables that any environment has. */
  readonly variables: readonly string[];
  readonly find: (variable: string, environment: string) => FoundVariable;
}

export type FoundVariable =
  /** `uri`: of the file that says it. */
  | { readonly kind: "value"; readonly value: string; readonly uri: string }
  /** It is in no environment, or not in the chosen one. */
  | { readonly kind: "missing" }
  /** No environment is chosen and they differ. */
  | { readonly kind: "ambiguous" };

interface ValueInFile {
  readonly value: string;
  readonly uri: string;
}

/**
 * Reads environment files, those nearest to the request document first, of one folder the private one before the other.
 * The first file that has a variable gives its value; a text that is no JSON object has none.
 */
export function readEnvironments(files: readonly EnvironmentText[]): Environments {
  const tables = files.map(tableOf);
  const names = [...new Set(tables.flatMap(table => [...table.keys()]))].filter(name => name !== sharedEnvironment);

  function inEnvironment(variable: string, environment: string): ValueInFile | undefined {
    for (const name of [environment, sharedEnvironment]) {
      for (const table of tables) {
        const value = table.get(name)?.get(variable);
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  return {
    names,
    variables: [...new Set(tables.flatMap(table => [...table.values()].flatMap(one => [...one.keys()])))],
    find: (variable, environment) => {
      const candidates = environment === "" ? (names.length === 0 ? [sharedEnvironment] : names) : [environment];
      const found = candidates.map(name => inEnvironment(variable, name));
      if (new Set(found.map(one => one?.value)).size > 1) return { kind: "ambiguous" };
      const [first] = found;
      // The same in several environments is private where it is so in one of them.
      const told = found.find(one => one !== undefined && isPrivateFile(one.uri)) ?? first;
      return told === undefined ? { kind: "missing" } : { kind: "value", ...told };
    },
  };
}

/** The environments that a file holds, each with what stands in it. What is no object has nothing. */
export function environmentsIn(text: string): { readonly key: JsonString; readonly table: JsonObject | undefined }[] {
  const [root] = parseJson(text, 0, text.length).values;
  if (root?.kind !== "object") return [];
  return root.members.map(({ key, value }) => ({ key, table: value?.kind === "object" ? value : undefined }));
}

function tableOf({ uri, text }: EnvironmentText): Map<string, Map<string, ValueInFile>> {
  const table = new Map<string, Map<string, ValueInFile>>();
  for (const { key, table: members } of environmentsIn(text)) {
    if (members !== undefined) table.set(key.value, variablesOf(text, members, uri));
  }
  return table;
}

function variablesOf(text: string, node: JsonObject, uri: string): Map<string, ValueInFile> {
  const variables = new Map<string, ValueInFile>();
  for (const { key, value } of node.members) {
    if (value !== undefined) variables.set(key.value, { value: valueText(text, value), uri });
  }
  return variables;
}

// A string stands for its text; everything else for the JSON it is.
function valueText(text: string, node: JsonNode): string {
  return node.kind === "string" ? node.value : jsonText(text, node, () => undefined);
}
