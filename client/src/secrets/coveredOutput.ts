// The output channel, in which also the trace of all messages appears: secrets are covered up in whatever is written.
import type * as vscode from "vscode";

const covered = new Set<string>();

/** From now on this text is not written to the output. */
export function coverUp(secret: string): void {
  if (secret === "") return;
  covered.add(secret);
  covered.add(JSON.stringify(secret).slice(1, -1));
}

/** `channel` without secrets. */
export function coveredOutput<Channel extends vscode.OutputChannel>(channel: Channel): Channel {
  // Not over the channel itself: of a frozen object a proxy must give what it has.
  return new Proxy<Channel>(Object.create(channel), {
    get: (_, key) => {
      const value: unknown = Reflect.get(channel, key, channel);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => Reflect.apply(value, channel, args.map(withoutSecrets));
    },
  });
}

function withoutSecrets(argument: unknown): unknown {
  if (argument instanceof Error) return withoutSecrets(argument.stack ?? argument.message);
  if (typeof argument !== "string") return argument;
  return [...covered].reduce((text, secret) => text.replaceAll(secret, "••••••"), argument);
}
