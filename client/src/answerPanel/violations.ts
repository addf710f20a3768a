/** What a server finds wrong with one field of a request. */
export interface Violation {
  /** A path, as the server names it. */
  field: string;
  description: string;
  /** `UPPER_SNAKE_CASE`; empty where there is none. */
  reason: string;
}

/** The violations in a status's details, JSON texts with `@type` each. */
export function violationsOf(details: readonly string[]): Violation[] {
  return details
    .filter(json => json.includes("google.rpc.BadRequest"))
    .flatMap(json => {
      const detail: unknown = JSON.parse(json);
      const violations = isRecord(detail) ? detail.fieldViolations : undefined;
      return Array.isArray(violations) ? violations.filter(isRecord) : [];
    })
    .map(({ field, description, reason }) => ({
      field: textOf(field),
      description: textOf(description),
      reason: textOf(reason),
    }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
