/** Wrong use of the command line: exit code 2; the message says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
