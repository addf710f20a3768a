// Secrets go with a call and are shown nowhere: in whatever is told of the call they are covered up.
import type { MessageBytes } from "../protocol/bytes.ts";
import { base64Text } from "../requests/base64.ts";

export interface CallSecrets {
  readonly add: (call: string, secrets: readonly string[]) => void;
  /** `told` with the secrets of the call covered up, in all its texts. */
  readonly hidden: <Told>(call: string, told: Told) => Told;
  /** The same of bytes: as many stars. */
  readonly hiddenBytes: (call: string, told: MessageBytes) => MessageBytes;
  readonly forget: (call: string) => void;
}

export function callSecrets(): CallSecrets {
  const byCall = new Map<string, readonly string[]>();
  return {
    add: (call, secrets) => {
      if (secrets.length === 0) return;
      // The longest first: one may be part of another.
      const all = [...new Set([...(byCall.get(call) ?? []), ...secrets])].sort((a, b) => b.length - a.length);
      byCall.set(call, all);
    },
    hidden: (call, told) => {
      const secrets = byCall.get(call);
      return secrets === undefined ? told : covered(told, secrets.flatMap(spellings));
    },
    hiddenBytes: (call, told) => {
      const secrets = byCall.get(call);
      if (secrets === undefined) return told;
      let bytes = atob(told.base64);
      for (const secret of secrets) {
        const inBytes = String.fromCharCode(...new TextEncoder().encode(secret));
        bytes = bytes.replaceAll(inBytes, "*".repeat(inBytes.length));
      }
      const base64 = base64Text(Uint8Array.from(bytes, unit => unit.charCodeAt(0)));
      return { ...covered(told, secrets.flatMap(spellings)), base64 };
    },
    forget: call => byCall.delete(call),
  };
}

const cover = "••••••";

/** As a text has it, as JSON in a text has it, and as JSON of a `bytes` field has it. */
function spellings(secret: string): string[] {
  const base64 = base64Text(new TextEncoder().encode(secret));
  return [...new Set([JSON.stringify(secret).slice(1, -1), secret, base64])];
}

function covered<Told>(told: Told, secrets: readonly string[]): Told;
function covered(told: unknown, secrets: readonly string[]): unknown {
  if (typeof told === "string") return secrets.reduce((text, secret) => text.replaceAll(secret, cover), told);
  if (Array.isArray(told)) return told.map(one => covered(one, secrets));
  if (typeof told !== "object" || told === null) return told;
  return Object.fromEntries(Object.entries(told).map(([key, value]) => [key, covered(value, secrets)]));
}
