import { parseTarget } from "../calling/target.ts";
import type { CallTarget, TlsOptions } from "../protocol/call.ts";
import type { Snapshot } from "../workspace/snapshot.ts";
import { fileBeside, isElsewhere, isOutside, type TextNeeds } from "./outsideFiles.ts";
import type { CallOrigin } from "./prepareCall.ts";
import type { Request } from "./requestDocument.ts";
import { flagValue } from "./requestOptions.ts";
import { type Guarded, guardedKey, type ValueNeeds } from "./variables.ts";

type Target =
  | { kind: "target"; target: CallTarget }
  | { kind: "wrong"; reason: string; offset: number }
  | TextNeeds
  | ValueNeeds;

/** Where a request goes, with the certificates that its options name; or what has to be read or asked for before. */
export function targetOf(snapshot: Snapshot, origin: CallOrigin, request: Request, address: string): Target {
  const parsed = parseTarget(address);
  const wrong = (reason: string, key: string): Target => {
    const offset = request.options.find(one => one.key === key)?.start ?? request.line?.start ?? 0;
    return { kind: "wrong", reason, offset };
  };
  if (parsed.kind === "wrong") return wrong(parsed.message, "");
  const flag = optionOf(request, "tls");
  const usesTls = flag === undefined ? parsed.tls === true : flagValue(flag);
  if (parsed.tls !== undefined && parsed.tls !== usesTls) {
    return wrong(`\`@tls\` and the scheme of \`${address}\` contradict each other`, "tls");
  }

  const tls: TlsOptions = {};
  if (usesTls) {
    const unread: string[] = [];
    const outside: Guarded[] = [];
    for (const name of ["ca", "cert", "key"] as const) {
      const path = optionOf(request, name);
      if (path === undefined) continue;
      const uri = fileBeside(origin.uri, snapshot.folders, path);
      if (uri === undefined) return wrong(`\`${path}\` is relative to a document that is not saved`, name);
      if (isElsewhere(origin.uri, uri)) return wrong(`\`${path}\` lies on another machine; copy it to this one`, name);
      const asked: Guarded = { source: "file", name: uri };
      const isAsked = name !== "ca" && isOutside(origin.uri, snapshot.folders, uri);
      if (isAsked && origin.given?.guarded.has(guardedKey(asked)) !== true) outside.push(asked);
      if (!origin.files.has(uri)) unread.push(uri);
      const pem = origin.files.get(uri);
      if (pem === undefined && origin.files.has(uri)) return wrong(`the file \`${path}\` is not found`, name);
      if (pem !== undefined) tls[name] = pem;
    }
    if (outside.length > 0) return { kind: "needsValues", address, wanted: outside };
    if (unread.length > 0) return { kind: "needsTexts", uris: unread };
    const insecure = optionOf(request, "insecure");
    if (insecure !== undefined && flagValue(insecure)) tls.insecure = true;
    const serverName = optionOf(request, "server-name");
    if (serverName !== undefined) tls.serverName = serverName;
  }
  const authority = optionOf(request, "authority");
  const target = { address, tls: usesTls ? tls : undefined, ...(authority === undefined ? {} : { authority }) };
  return { kind: "target", target };
}

/** The value of an option of a request. */
export function optionOf(request: Request, key: string): string | undefined {
  return request.options.find(one => one.key === key)?.value.text;
}
