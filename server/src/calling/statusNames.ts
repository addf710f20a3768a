import { status } from "@grpc/grpc-js";

/** `NOT_FOUND` of 5; `CODE_99` of a number that gRPC does not define, which servers may still send. */
export function statusName(code: number): string {
  return status[code] ?? `CODE_${code}`;
}
