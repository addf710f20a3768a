// All that a running server tells of itself when it is asked: its schema, and its health.
import type { Client } from "@grpc/grpc-js";
import type { CallTarget, MetadataEntry } from "../protocol/call.ts";
import type { Channels } from "./channel.ts";
import { type HealthState, healthOf, watchHealth } from "./health.ts";
import { requestMetadata } from "./metadata.ts";
import { type ReflectionFailure, reflectServer } from "./reflection.ts";
import { watchConnection } from "./watchServer.ts";

/** Whom to ask, and as whom. */
export interface ServerQuestion {
  readonly target: CallTarget;
  readonly metadata: readonly MetadataEntry[];
  /** Services whose health is asked for beside that of those that the server describes. */
  readonly services?: readonly string[];
}

/** Of the server as a whole (an empty name) and of services. */
export type ServerHealth = readonly (readonly [string, HealthState])[];

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
      readonly health: ServerHealth;
    }
  /** `reason`: in words for the user. `away`: the server was not reached, `silent`: it does not tell its schema. */
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly cause: "away" | "silent";
      readonly health: ServerHealth;
    };

/** What a server that is watched tells. */
export type ServerNews = DescribedServer | { readonly kind: "health"; readonly health: ServerHealth };

const deadlineMs = 10_000;
/** A server may have any number of services; the health of more than these is not asked for. */
const mostHealth = 50;

/** Asks a server for its schema and its health. */
export async function describeServer(question: ServerQuestion, channels: Channels): Promise<DescribedServer> {
  const { target, metadata, services: wanted = [] } = question;
  const source = { target, metadata, deadlineMs, channels };
  const told = await reflectServer(source);
  if (told.kind === "schema") {
    const { services, undescribed, missing } = told;
    const health = await healthTold(services.concat(wanted), service => healthOf(source, service));
    return { kind: "described", set: Buffer.from(told.set).toString("base64"), services, undescribed, missing, health };
  }
  const cause = isAway(told) ? "away" : "silent";
  const health = cause === "away" ? [] : await healthTold(wanted, service => healthOf(source, service));
  return { kind: "refused", reason: whyRefused(target.address, told), cause, health };
}

async function healthTold(
  services: readonly string[],
  healthOfService: (service: string) => Promise<HealthState>,
): Promise<ServerHealth> {
  const whole = await healthOfService("");
  const health: (readonly [string, HealthState])[] = [["", whole]];
  if (!isChecked(whole)) return health;
  for (const one of [...new Set(services)].slice(0, mostHealth)) health.push([one, await healthOfService(one)]);
  return health;
}

function isChecked({ kind }: HealthState): boolean {
  return kind === "serving" || kind === "not-serving";
}

function isAway(told: ReflectionFailure): boolean {
  return told.kind === "failed" && told.status.verdict !== "ran";
}

function whyRefused(address: string, told: ReflectionFailure): string {
  if (told.kind === "wrong") return told.message;
  if (told.kind === "absent") return `\`${address}\`: ${told.message}`;
  const { name, message, explanation } = told.status;
  const why = explanation ?? (message === "" ? name : `${name}: ${message}`);
  return `\`${address}\` does not tell its schema: ${why}`;
}

// About a quarter of an hour: who starts the server later calls it, and then it is watched again.
const mostTries = 30;

/**
 * Tells what a server says of itself, again when its connection was lost, and its health whenever that changes. Ends with
 * the function that it gives, and by itself when the server has been away for long.
 */
export function watchDescribed(
  question: ServerQuestion,
  channels: Channels,
  tell: (told: ServerNews) => void,
): () => void {
  return watchConnection<DescribedServer>({
    target: question.target,
    channels,
    ask: () => describeServer(question, channels),
    isUp: told => told.kind === "described" || told.cause === "silent",
    tell,
    meanwhile: (told, client) => followHealth(told, client, question, tell),
    mostTries,
  });
}

function followHealth(
  { health }: DescribedServer,
  client: Client,
  { metadata }: ServerQuestion,
  tell: (told: ServerNews) => void,
): () => void {
  const read = requestMetadata(metadata);
  if (read.kind === "wrong") return () => undefined;
  const states = new Map(health);
  const ends = [...states].flatMap(([service, state]) => {
    if (!isChecked(state)) return [];
    return watchHealth(client, { service, metadata: read.metadata }, now => {
      if (states.get(service)?.kind === now.kind) return;
      states.set(service, now);
      tell({ kind: "health", health: [...states] });
    });
  });
  return () => {
    for (const end of ends) end();
  };
}
