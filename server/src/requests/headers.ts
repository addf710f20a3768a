import type { Problem } from "../compiler/report/problem.ts";
import { isBase64 } from "./base64.ts";
import type { HeaderLine } from "./requestDocument.ts";
import * as wrong from "./requestProblems.ts";

/** Headers that gRPC writes itself, with what to do instead. */
const ownHeaders: Readonly<Record<string, string | undefined>> = {
  "content-type": undefined,
  te: undefined,
  "user-agent": undefined,
  connection: undefined,
  "keep-alive": undefined,
  "transfer-encoding": undefined,
  upgrade: undefined,
  "content-length": undefined,
  host: "write `# @authority name` above the request line",
  ":authority": "write `# @authority name` above the request line",
  "grpc-timeout": "write `# @deadline 5s` above the request line",
};

/** Whether a header is sent as metadata: what gRPC sets itself is not. */
export function isSent(key: string): boolean {
  const name = key.toLowerCase();
  return !Object.hasOwn(ownHeaders, name) && !name.startsWith("grpc-") && !name.startsWith(":");
}

/** What is wrong with the headers of one request; parts with placeholders are not known yet. */
export function headerProblems(headers: readonly HeaderLine[]): Problem[] {
  const problems: Problem[] = [];
  let authorization = false;
  for (const header of headers) {
    if (header.key.placeholders.length > 0) continue;
    const key = header.key.text.toLowerCase();
    if (!isSent(key)) {
      problems.push(wrong.ignoredHeader(header, ownHeaders[key]));
      continue;
    }
    if (!/^[0-9a-z_.-]+$/.test(key)) problems.push(wrong.badHeaderKey(header.key.text, header.key));
    // Two of them break the call in grpc-js, and no server reads the second.
    if (key === "authorization" && authorization) problems.push(wrong.repeatedHeader(header));
    authorization ||= key === "authorization";
    if (header.value.placeholders.length > 0) continue;
    if (key.endsWith("-bin")) {
      if (!isBase64(header.value.text)) problems.push(wrong.headerNotBase64(header));
    } else if (!/^[\x20-\x7e]*$/.test(header.value.text)) {
      problems.push(wrong.headerNotAscii(header));
    }
  }
  return problems;
}
