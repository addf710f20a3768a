// What is wrong with a `protodial:allow` comment, in words.

interface Words {
  readonly message: string;
  readonly help: string;
}

/** The id is that of no rule. */
export function unknownAllowance(id: string): Words {
  return { message: `there is no rule \`${id}\` to allow`, help: "write the id of the breaking change as it is told" };
}

/** The rule finds nothing there. */
export function needlessAllowance(id: string): Words {
  return {
    message: `\`${id}\` finds nothing here that is to be allowed`,
    help: "remove the comment, or write it directly above the declaration that the change is told at",
  };
}
