/** Why there is nothing to compare with: what was named is wrong, or not there. To be shown to the user. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";
}
