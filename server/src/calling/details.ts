// `grpc-status-details-bin`: what a server says about a failure beyond its message.
import { fromBinary, isMessage, type Message, type Registry } from "@bufbuild/protobuf";
import { base64Encode } from "@bufbuild/protobuf/wire";
import { AnySchema } from "@bufbuild/protobuf/wkt";
import type { Metadata } from "@grpc/grpc-js";
import { printAnswer } from "./answerJson.ts";
import { googleRpcTypes } from "./googleRpc.ts";

/** Each detail as indented JSON; one of an unknown type as its type and its bytes in base64. */
export function statusDetails(trailers: Metadata, types: Registry): string[] {
  const statusType = googleRpcTypes().getMessage("google.rpc.Status");
  return trailers.get("grpc-status-details-bin").flatMap(value => {
    if (statusType === undefined || typeof value === "string") return [];
    try {
      return printDetails(detailsOf(fromBinary(statusType, value)), types);
    } catch {
      // Not a google.rpc.Status: the bytes are all there is to show.
      return [
        JSON.stringify(
          { "@error": "these details are not a google.rpc.Status", "@value": base64Encode(value) },
          undefined,
          2,
        ),
      ];
    }
  });
}

/** As `statusDetails`, of details that came in another way. */
export function printDetails(details: readonly Detail[], types: Registry): string[] {
  return details.map(detail => JSON.stringify(detailJson(detail, types), undefined, 2));
}

export interface Detail {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

function detailsOf(message: Message): Detail[] {
  const details: unknown = Reflect.get(message, "details");
  return Array.isArray(details) ? details.filter(one => isMessage(one, AnySchema)) : [];
}

function detailJson({ typeUrl, value }: Detail, types: Registry): unknown {
  const type = types.getMessage(typeUrl.slice(typeUrl.lastIndexOf("/") + 1));
  if (type === undefined) return { "@type": typeUrl, "@value": base64Encode(value) };
  const { json } = printAnswer(type, value, types);
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? { "@type": typeUrl, ...json }
    : { "@type": typeUrl, value: json };
}
