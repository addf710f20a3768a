// After UNIMPLEMENTED: what the server has instead, where its reflection tells that.
import { fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { status } from "@grpc/grpc-js";
import type { CallRequest, CallStatus } from "../protocol/call.ts";
import type { Channels } from "./channel.ts";
import { nearest } from "./nearest.ts";
import { type ReflectionSource, reflectService, reflectServices } from "./reflection.ts";

/** Whether `withOffered` may add something: the server was reached, speaks gRPC and may be asked. */
export function mayOffer({ asksServer, protocol }: CallRequest, { number, explanation }: CallStatus): boolean {
  if (asksServer !== true || protocol !== undefined || number !== status.UNIMPLEMENTED) return false;
  // Compression that the server does not have, and answers of others than gRPC servers, have words of their own.
  return explanation?.startsWith("the server is running") === true;
}

// Nobody waits longer for words of help.
const deadlineMs = 2000;

/** The status with what the server has in place of the rpc; as it was where it does not tell that. */
export async function withOffered(request: CallRequest, ended: CallStatus, channels: Channels): Promise<CallStatus> {
  const { target, metadata, service, method } = request;
  const source = { target, metadata, deadlineMs, channels };
  const listed = await reflectServices(source);
  if (listed.kind !== "services") return ended;
  const services = listed.services.filter(one => !isOfGrpc(one));
  if (services.includes(service)) return ofListed(source, { service, method }, ended);
  const alike = services.filter(one => lastOf(one) === lastOf(service));
  for (const one of alike) {
    if ((await methodsOf(source, one)).includes(method)) {
      const words = `the server has no service \`${service}\`, but \`${one}\` with \`${method}\`; check the package`;
      return { ...ended, explanation: words, nearest: `${one}/${method}` };
    }
  }
  const near = alike[0] ?? nearest(service, services);
  const has = services.length === 0 ? "lists no services" : `has ${listedNames(services)}`;
  const words = near === undefined ? `it ${has}` : `did you mean \`${near}\`? it ${has}`;
  return { ...ended, explanation: `the server has no service \`${service}\`; ${words}` };
}

async function ofListed(
  source: ReflectionSource,
  { service, method }: { readonly service: string; readonly method: string },
  ended: CallStatus,
): Promise<CallStatus> {
  const methods = await methodsOf(source, service);
  if (methods.length === 0) return ended;
  if (methods.includes(method)) {
    const words = `the server declares \`${service}/${method}\`, and answers itself that it is not implemented`;
    return { ...ended, explanation: words };
  }
  const near = nearest(method, methods);
  const has = `it has ${listedNames(methods)}`;
  const words = near === undefined ? has : `did you mean \`${near}\`? ${has}`;
  const explanation = `the server has \`${service}\`, but not \`${method}\`; ${words}`;
  return { ...ended, explanation, ...(near === undefined ? {} : { nearest: `${service}/${near}` }) };
}

async function methodsOf(source: ReflectionSource, service: string): Promise<readonly string[]> {
  const told = await reflectService(source, service);
  if (told.kind !== "schema") return [];
  try {
    const files = fromBinary(FileDescriptorSetSchema, told.set).file;
    const found = files.flatMap(file =>
      file.service.filter(one => [file.package, one.name].filter(Boolean).join(".") === service),
    );
    return found.flatMap(one => one.method.map(({ name }) => name));
  } catch {
    // What cannot be read helps nobody.
    return [];
  }
}

function isOfGrpc(service: string): boolean {
  return /^grpc\.(reflection|health|channelz)\./.test(service);
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

const mostListed = 8;

function listedNames(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).map(name => `\`${name}\``);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
