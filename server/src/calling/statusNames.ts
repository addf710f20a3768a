import { status } from "@grpc/grpc-js";

/** `NOT_FOUND` of 5; `CODE_99` of a number that gRPC does not define, which servers may still send. */
export function statusName(code: number): string {
  return status[code] ?? `CODE_${code}`;
}

/** 5 of `NOT_FOUND`, `not_found` or 5; undefined for what names no status. */
export function statusNumber(code: unknown): number | undefined {
  if (typeof code === "number") return Number.isInteger(code) && code >= 0 && code <= 16 ? code : undefined;
  if (typeof code !== "string") return undefined;
  const found: unknown = Reflect.get(status, code.toUpperCase());
  return typeof found === "number" ? found : undefined;
}
