// All that a running server tells of itself when it is asked: its schema, and its health.
import type { CallTarget, MetadataEntry } from "../protocol/call.ts";
import type { Channels } from "./channel.ts";
import { type HealthState, healthOf } from "./health.ts";
import { reflectServer } from "./reflection.ts";

/** Whom to ask, and as whom. */
export interface ServerQuestion {
  readonly target: CallTarget;
  readonly metadata: readonly MetadataEntry[];
}

export type DescribedServer =
  | {
      readonly kind: "described";
      /** Serialised `google.protobuf.FileDescriptorSet`, base64. */
      readonly set: string;
      /** Full names; those that the server lists and does not describe stand apart. */
      readonly services: readonly string[];
      readonly undescribed: readonly string[];
      /** Types that are used and not described: what has them is left out. */
      readonly missing: readonly string[];
      /** Of the server as a whole (an empty name) and of each service. */
      readonly health: readonly (readonly [string, HealthState])[];
    }
  /** `reason`: in words for the user. */
  | { readonly kind: "refused"; readonly reason: string };

const deadlineMs = 10_000;

/** Asks a server for its schema and its health. */
export async function describeServer(question: ServerQuestion, channels: Channels): Promise<DescribedServer> {
  const { address } = question.target;
  const source = { ...question, deadlineMs, channels };
  const told = await reflectServer(source);
  switch (told.kind) {
    case "wrong":
      return { kind: "refused", reason: told.message };
    case "absent":
      return { kind: "refused", reason: `\`${address}\`: ${told.message}` };
    case "failed": {
      const { name, message, explanation } = told.status;
      const why = explanation ?? (message === "" ? name : `${name}: ${message}`);
      return { kind: "refused", reason: `\`${address}\` does not tell its schema: ${why}` };
    }
  }
  const { services, undescribed, missing } = told;
  const health: (readonly [string, HealthState])[] = [["", await healthOf(source, "")]];
  const isChecked = health[0]?.[1].kind === "serving" || health[0]?.[1].kind === "not-serving";
  if (isChecked) for (const one of services) health.push([one, await healthOf(source, one)]);
  return { kind: "described", set: Buffer.from(told.set).toString("base64"), services, undescribed, missing, health };
}
