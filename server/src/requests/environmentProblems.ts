// The wording of what can be wrong with an environment file, and with what requests take from one.
import { listed } from "../compiler/report/nouns.ts";
import { type Problem, problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import { sharedEnvironment } from "./environment.ts";
import type { JsonString } from "./json/jsonNodes.ts";
import type { Placeholder } from "./placeholders.ts";

const inFile = "environment-file";
const inRequest = "request-variable";

export function trackedFile(span: Span): Problem {
  return problem(inFile, span, "git tracks this file: whoever gets the repository gets its values", {
    severity: "warning",
    help: "take it out with `git rm --cached`, add its name to `.gitignore`, and change the secrets that were committed",
  });
}

export function noEnvironments(span: Span): Problem {
  return problem(inFile, span, "an environment file is an object of environments", { help: fileHelp });
}

export function secondValue(span: Span): Problem {
  return problem(inFile, span, "only the first value of this file is read", { severity: "warning", help: fileHelp });
}

export function outsideEnvironment(key: JsonString): Problem {
  return problem(inFile, key, `\`${key.value}\` stands outside of an environment`, {
    severity: "warning",
    help: `put it into an environment, or into \`${sharedEnvironment}\` for all of them`,
  });
}

export function specialEnvironment(key: JsonString, nearest: string | undefined): Problem {
  return problem(inFile, key, `\`${key.value}\` is an environment like others`, {
    severity: "warning",
    help:
      nearest === undefined
        ? `what all environments have stands in \`${sharedEnvironment}\``
        : `did you mean \`${nearest}\`?`,
    fixes: [
      {
        title: `Change to \`${sharedEnvironment}\``,
        edits: [{ span: { start: key.start, end: key.end }, newText: JSON.stringify(sharedEnvironment) }],
      },
    ],
  });
}

export function repeatedEnvironment(key: JsonString): Problem {
  return problem(inFile, key, `the environment \`${key.value}\` stands in this file again below`, {
    severity: "warning",
    help: "only the last one counts; put their variables into one",
  });
}

export function repeatedVariable(key: JsonString): Problem {
  return problem(inFile, key, `\`${key.value}\` stands in this environment again below`, {
    severity: "warning",
    help: "only the last one counts; remove one of the two",
  });
}

export function unusableName(key: JsonString): Problem {
  return problem(inFile, key, `\`${key.value}\` cannot stand between braces`, {
    severity: "warning",
    help: "names of variables begin with a letter and have letters, digits, `_`, `-` and `.`",
  });
}

export function lineBreak(key: JsonString, span: Span): Problem {
  return problem(inFile, span, `the value of \`${key.value}\` has a line break`, {
    severity: "warning",
    help: "a request that uses it is not sent; write the text where it is needed",
  });
}

/** `others`: the environments that do have it. */
export function undefinedVariable(
  { name, start, end }: Placeholder,
  {
    environment,
    others,
    nearest,
  }: {
    readonly environment: string;
    readonly others: readonly string[];
    readonly nearest: string | undefined;
  },
): Problem {
  const where = environment === "" || others.length === 0 ? "" : ` in the environment \`${environment}\``;
  const help =
    nearest !== undefined
      ? `did you mean \`{{${nearest}}}\`?`
      : others.length > 0
        ? `${listed(others, "and")} ${others.length === 1 ? "has" : "have"} it`
        : `write \`@${name} = …\` above the request, or put it into \`http-client.env.json\``;
  return problem(inRequest, { start, end }, `\`{{${name}}}\` has no value${where}`, { severity: "warning", help });
}

export function unknownRequest(
  { name, start, end }: Placeholder,
  request: string,
  { nearest, known }: { readonly nearest: string | undefined; readonly known: readonly string[] },
): Problem {
  const named =
    known.length === 0 ? "no request of it has a name" : `its requests are ${listed(known.slice(0, 8), "and")}`;
  return problem(
    inRequest,
    { start, end },
    `\`{{${name}}}\` is of a request \`${request}\`, which this document does not have`,
    {
      severity: "warning",
      help: nearest === undefined ? `${named}; name one with \`### ${request}\`` : `did you mean \`${nearest}\`?`,
    },
  );
}

export function notChosen({ name, start, end }: Placeholder, environments: readonly string[]): Problem {
  return problem(inRequest, { start, end }, `\`{{${name}}}\` depends on the environment, and none is chosen`, {
    severity: "warning",
    help: `choose ${listed(environments.slice(0, 8), "or")} in the status bar or in the setting \`protodial.environment\``,
  });
}

export function unknownEnvironment(
  { start, end }: Placeholder,
  environment: string,
  environments: readonly string[],
): Problem {
  return problem(inRequest, { start, end }, `the environment \`${environment}\` is chosen, which no file has`, {
    severity: "warning",
    help: `choose ${listed(environments.slice(0, 8), "or")} in the status bar or in the setting \`protodial.environment\``,
  });
}

const fileHelp = 'write `{ "local": { "host": "localhost:50051" } }`';
