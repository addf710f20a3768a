// What the numbers of gRPC mean, for those who do not know them by heart (grpc.io, "status codes").

const words: readonly string[] = [
  "it went well",
  "the call was cancelled",
  "the server does not say what went wrong",
  "the request makes no sense to the server, whatever state it is in",
  "no answer within the deadline",
  "what was asked for does not exist",
  "what was to be made is there already",
  "the caller may not do this",
  "something is used up: a quota, space, or the largest message size",
  "the server's state does not allow this now",
  "the call collided with another one; repeat all that belongs to it",
  "beyond the end of what there is",
  "the server does not have this method",
  "something that must hold in the server is broken",
  "the server cannot be reached, or cannot answer at the moment",
  "data are lost or damaged for good",
  "the server does not know who calls",
];

/** A status in words; empty for a number that gRPC does not have. */
export function statusWords(number: number): string {
  return words[number] ?? "";
}
