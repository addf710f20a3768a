// Requests and responses of rpcs are messages: one in, one out. Where they are something else, the fixes show the way.
import type { MethodDeclaration } from "../link/declarations.ts";
import type { LinkedFile } from "../link/linkedFile.ts";
import type { MethodType } from "../syntax/nodes.ts";
import { isScalarType } from "../syntax/scalarTypes.ts";
import type { Check, Report } from "./checks.ts";
import { emptyRpcType, enumAsRpcType, mapAsRpcType, scalarAsRpcType } from "./rpcProblems.ts";

export type RpcSide = "request" | "response";

/** Each rpc takes one message and returns one. */
export const rpcs: Check = (file, report) => {
  for (const service of file.services) {
    for (const method of service.methods) {
      checkSide(file, method, "request", report);
      checkSide(file, method, "response", report);
    }
  }
};

function checkSide(file: LinkedFile, method: MethodDeclaration, side: RpcSide, report: Report): void {
  const node = side === "request" ? method.input : method.output;
  if (node === undefined) return;
  const at = { file, method, side, node };
  const { type } = node;
  if (type === undefined) {
    if (hasNothingInside(file, node)) report(emptyRpcType(at));
  } else if (type.kind === "mapType") {
    report(mapAsRpcType(at, type));
  } else if (isScalarType(type.text)) {
    report(scalarAsRpcType(at, type.text));
  } else {
    const meaning = file.types.get(type);
    if (meaning?.kind === "enum") report(enumAsRpcType(at, type, meaning));
  }
}

// Everything else without a type has been reported by the parser.
function hasNothingInside(file: LinkedFile, node: MethodType): boolean {
  const text = file.declared.parsed.source.text.slice(node.start, node.end);
  const reported = file.declared.parsed.problems.some(
    one => one.severity === "error" && node.start <= one.span.start && one.span.start <= node.end,
  );
  return text.startsWith("(") && text.endsWith(")") && !reported;
}
