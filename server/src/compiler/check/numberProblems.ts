import type { FieldDeclaration } from "../link/declarations.ts";
import { preferred, replaceFix } from "../report/fix.ts";
import { type Fix, type Problem, problem } from "../report/problem.ts";
import type { Span } from "../text/span.ts";

/** Two fields of a message with one number; `free` is the next free one. */
export function duplicateFieldNumber(
  field: FieldDeclaration,
  number: Span,
  earlier: FieldDeclaration,
  free: number | undefined,
): Problem {
  return problem(
    "duplicate-field-number",
    number,
    `field number ${field.number} is already used by \`${earlier.name}\``,
    {
      help: nextFree(free),
      related: [
        {
          source: earlier.file.parsed.source,
          span: earlier.node.number ?? earlier.nameSpan,
          message: `\`${earlier.name}\` uses ${field.number} here`,
        },
      ],
      fixes: useFree(number, free),
    },
  );
}

export function fieldNumberOutOfRange(node: Span, number: number, free: number | undefined): Problem {
  return problem("field-number-range", node, `field number ${number} is out of range`, {
    help: `field numbers go from 1 to 536870911${free === undefined ? "" : `; ${nextFree(free)}`}`,
    fixes: useFree(node, free),
  });
}

export function internalFieldNumber(field: FieldDeclaration, node: Span, free: number | undefined): Problem {
  return problem("field-number-range", node, `field number ${field.number} belongs to protobuf itself`, {
    help: `19000 to 19999 cannot be used${free === undefined ? "" : `; ${nextFree(free)}`}`,
    fixes: useFree(node, free),
  });
}

export function tooManyFields(field: FieldDeclaration, max: number): Problem {
  return problem("too-many-fields", field.nameSpan, `a message has at most ${max} fields`, {
    help: "put some of them into messages of their own",
  });
}

export function ordinaryFieldOfMessageSet(field: FieldDeclaration): Problem {
  return problem("message-set-field", field.nameSpan, "a message set has no fields of its own, only extensions", {
    help: "remove the field, or `option message_set_wire_format`",
  });
}

/** ``the next free number is 7`` */
export function nextFree(free: number | undefined): string | undefined {
  return free === undefined ? undefined : `the next free number is ${free}`;
}

export function useFree(span: Span, free: number | undefined): Fix[] {
  return free === undefined ? [] : [preferred(replaceFix(`Use the next free number ${free}`, span, `${free}`))];
}
