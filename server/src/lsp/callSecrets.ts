// Secrets go with a call and are shown nowhere: in whatever is told of the call they are covered up.
import type { MessageBytes } from "../protocol/bytes.ts";
import { base64Text } from "../requests/base64.ts";
import { type Covering, covering } from "./secretForms.ts";

export interface CallSecrets {
  readonly add: (call: string, secrets: readonly string[]) => void;
  /** What a call was given. */
  readonly of: (call: string) => readonly string[];
  /** `told` with the secrets of the call covered up, in all its texts. */
  readonly hidden: <Told>(call: string, told: Told) => Told;
  /** The same of bytes: as many stars. */
  readonly hiddenBytes: (call: string, told: MessageBytes) => MessageBytes;
  readonly forget: (call: string) => void;
}

interface Kept {
  readonly secrets: readonly string[];
  readonly covering: Covering;
}

export function callSecrets(): CallSecrets {
  const byCall = new Map<string, Kept>();
  return {
    add: (call, secrets) => {
      if (secrets.length === 0) return;
      const all = [...new Set([...(byCall.get(call)?.secrets ?? []), ...secrets])];
      byCall.set(call, { secrets: all, covering: covering(all) });
    },
    of: call => byCall.get(call)?.secrets ?? [],
    hidden: (call, told) => {
      const kept = byCall.get(call);
      return kept === undefined ? told : covered(told, kept.covering);
    },
    hiddenBytes: (call, told) => {
      const kept = byCall.get(call);
      if (kept === undefined) return told;
      const bytes = atob(told.base64);
      const cut = { start: told.from > 0, end: told.from + bytes.length < told.total };
      const shown = kept.covering.bytes(bytes, cut);
      const base64 = base64Text(Uint8Array.from(shown, unit => unit.charCodeAt(0)));
      return { ...covered({ ...told, base64: "" }, kept.covering), base64 };
    },
    forget: call => byCall.delete(call),
  };
}

function covered<Told>(told: Told, covering: Covering): Told;
function covered(told: unknown, covering: Covering): unknown {
  if (typeof told === "string")
    return told.endsWith("…") || told.endsWith(" bytes)") ? covering.cutText(told) : covering.text(told);
  if (Array.isArray(told)) return told.map(one => covered(one, covering));
  if (typeof told !== "object" || told === null) return told;
  // A row of a long message has only its beginning.
  const isCut = Reflect.get(told, "cut") === true;
  return Object.fromEntries(
    Object.entries(told).map(([key, value]) => [
      key,
      isCut && key === "json" && typeof value === "string" ? covering.cutText(value) : covered(value, covering),
    ]),
  );
}
