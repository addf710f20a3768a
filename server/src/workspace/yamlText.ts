import { plainYaml } from "./plainYaml.ts";

export type YamlValue =
  | { readonly kind: "value"; readonly value: unknown }
  /** `message`: what is wrong with it. */
  | { readonly kind: "damaged"; readonly message: string };

/** What a YAML text says. The reader of all of YAML is loaded for the first that is not plain. */
export async function yamlValue(text: string): Promise<YamlValue> {
  const plain = plainYaml(text);
  if (plain !== undefined) return { kind: "value", value: plain };
  const { parse } = await import("yaml");
  try {
    return { kind: "value", value: parse(text) };
  } catch (error) {
    return { kind: "damaged", message: error instanceof Error ? error.message : String(error) };
  }
}
