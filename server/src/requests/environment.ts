// Variables of `http-client.env.json` and `http-client.private.env.json`, as JetBrains' HTTP client and httpyac read
// them: an object of environments, each an object of variables; `$shared` holds what all environments have.

import type { JsonNode, JsonObject } from "./json/jsonNodes.ts";
import { jsonText } from "./json/jsonText.ts";
import { parseJson } from "./json/parseJson.ts";

/** File names, the private one last: its values win. */
export const environmentFiles = ["http-client.env.json", "http-client.private.env.json"] as const;

export interface Environments {
  readonly names: readonly string[];
  readonly find: (variable: string, environment: string) => FoundVariable;
}

export type FoundVariable =
  | { readonly kind: "value"; readonly value: string }
  /** It is in no environment, or not in the chosen one. */
  | { readonly kind: "missing" }
  /** No environment is chosen and they differ. */
  | { readonly kind: "ambiguous" };

/**
 * Reads environment files, those nearest to the request document first, of one folder the private one before the other.
 * The first file that has a variable gives its value; a text that is no JSON object has none.
 */
export function readEnvironments(texts: readonly string[]): Environments {
  const files = texts.map(text => tableOf(text));
  const names = [...new Set(files.flatMap(file => [...file.keys()]))].filter(name => name !== shared);

  function inEnvironment(variable: string, environment: string): string | undefined {
    for (const name of [environment, shared]) {
      for (const file of files) {
        const value = file.get(name)?.get(variable);
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  return {
    names,
    find: (variable, environment) => {
      const candidates = environment === "" ? (names.length === 0 ? [shared] : names) : [environment];
      const values = new Set(candidates.map(name => inEnvironment(variable, name)));
      const [value] = values;
      if (values.size > 1) return { kind: "ambiguous" };
      return value === undefined ? { kind: "missing" } : { kind: "value", value };
    },
  };
}

const shared = "$shared";

function tableOf(text: string): Map<string, Map<string, string>> {
  const table = new Map<string, Map<string, string>>();
  const [root] = parseJson(text, 0, text.length).values;
  if (root?.kind !== "object") return table;
  for (const { key, value } of root.members) {
    if (value?.kind === "object") table.set(key.value, variablesOf(text, value));
  }
  return table;
}

function variablesOf(text: string, node: JsonObject): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { key, value } of node.members) {
    if (value !== undefined) variables.set(key.value, valueText(text, value));
  }
  return variables;
}

// A string stands for its text; everything else for the JSON it is.
function valueText(text: string, node: JsonNode): string {
  return node.kind === "string" ? node.value : jsonText(text, node, () => undefined);
}
