// The wording of what can be wrong with a request document beside its JSON.

import { listed } from "../compiler/report/nouns.ts";
import { type Fix, type Problem, problem } from "../compiler/report/problem.ts";
import type { Span } from "../compiler/text/span.ts";
import type { Placeholder, TemplateText } from "./placeholders.ts";
import type { HeaderLine, RequestLine, RequestOption } from "./requestDocument.ts";
import { type OptionFault, requestOptions } from "./requestOptions.ts";

export function requestLineExpected(written: string, span: Span): Problem {
  const verb = /^[A-Z]+(?=\s)/.exec(written)?.[0];
  if (verb !== undefined) {
    return problem("request-line", span, `\`${verb}\` requests are not sent from a \`.grpc\` file`, {
      help: requestLineHelp,
    });
  }
  const name = /^@([\w-]*)/.exec(written)?.[1];
  if (name !== undefined && Object.hasOwn(requestOptions, name)) return optionNotInComment(span, name);
  if (name !== undefined) {
    return problem("request-line", span, "a variable of the document is written `@name = value`");
  }
  const [first = ""] = written.split(/\s/);
  const fixes =
    first.toLowerCase() === "grpc" ? [replacement("Write `GRPC`", { ...at(span, first.length) }, "GRPC")] : [];
  return problem("request-line", span, "expected a request line", { help: requestLineHelp, fixes });
}

export function requestLineMissing(span: Span): Problem {
  return problem("request-line", span, "this request has no request line", { help: requestLineHelp });
}

export function methodMissing(span: Span): Problem {
  return problem("request-line", span, "the request line does not name an rpc", { help: requestLineHelp });
}

/** `where`: the schema that it was looked for in, `the workspace`. */
export function unknownService(service: TemplateText, nearest: string | undefined, where: string): Problem {
  return problem("request-service", service, `no service \`${service.text}\` is found in ${where}`, {
    help:
      nearest === undefined
        ? `write the full name, package included, of a service in ${where}`
        : `did you mean \`${nearest}\`?`,
    fixes: nearest === undefined ? [] : [replacement(`Change to \`${nearest}\``, service, nearest)],
  });
}

export function unknownMethod(
  { service, method }: RequestLine,
  nearest: string | undefined,
  known: readonly string[],
): Problem {
  const all = known.length > 0 && known.length <= 8 ? `its rpcs are ${listed(known, "and")}` : undefined;
  return problem("request-method", method, `\`${service.text}\` has no rpc \`${method.text}\``, {
    help: nearest === undefined ? all : `did you mean \`${nearest}\`?`,
    fixes: nearest === undefined ? [] : [replacement(`Change to \`${nearest}\``, method, nearest)],
  });
}

/** `address`: of the server whose schema is asked for, undefined where it is not known either. */
export function serverNotAsked(option: RequestOption, address: string | undefined): Problem {
  const of = address === undefined ? "the server" : `\`${address}\``;
  return problem(
    "request-schema",
    option.value,
    `the schema of ${of} is not known yet, so this request is not checked`,
    {
      severity: "info",
      help: "click `Ask for schema`, send the request, or browse the server with `Protodial: Browse Server…`",
    },
  );
}

export function schemaRefused(option: RequestOption, reason: string): Problem {
  return problem("request-schema", option.value, reason, {
    severity: "warning",
    help: "write `editor`, `server`, or a revision of git, as `main` or `v1.2.0`",
  });
}

export function commentBehindLine(span: Span): Problem {
  return problem("request-line", span, "a comment stands on a line of its own", {
    fixes: [replacement("Remove it", span, "")],
  });
}

/** A request line where a header is expected. */
export function separatorMissing(span: Span): Problem {
  return problem("request-line", span, "another request begins here, and nothing separates it from the one above", {
    help: "write a line that begins with `###` between them",
    fixes: [replacement("Insert `###`", at(span, 0), "###\n")],
  });
}

/** `@deadline 5s` without `#`. */
export function optionNotInComment(span: Span, key: string): Problem {
  return problem("request-option", span, `an option stands in a comment: \`# @${key}\``, {
    fixes: [replacement("Insert `#`", at(span, 0), "# ")],
  });
}

/** `separator`: what stands between the key and the value. */
export function optionSeparator(option: RequestOption, separator: Span): Problem {
  return problem("request-option", separator, `the value of \`@${option.key}\` follows a space`, {
    fixes: [replacement("Write a space", separator, " ")],
  });
}

export function httpVersion(span: Span): Problem {
  return problem("request-line", span, "gRPC always uses HTTP/2", { fixes: [replacement("Remove it", span, "")] });
}

export function bodyInFile(line: TemplateText): Problem {
  return problem("request-body", line, `the message is in a file, which is not read: \`${line.text}\``, {
    help: "write the message itself here",
  });
}

export function badMethodName(text: string, span: Span): Problem {
  return problem("request-line", span, `\`${text}\` is not a name`, { help: requestLineHelp });
}

/** The target's own reader says what to do in the same sentence. */
export function badTarget(span: Span, message: string): Problem {
  return problem("request-target", span, message);
}

export function unknownOption(option: RequestOption, nearest: string | undefined, known: readonly string[]): Problem {
  return problem("request-option", option.keySpan, `\`@${option.key}\` is not an option of a request`, {
    severity: "warning",
    help:
      nearest === undefined
        ? `the options are ${known.map(one => `\`@${one}\``).join(", ")}`
        : `did you mean \`@${nearest}\`?`,
    fixes: nearest === undefined ? [] : [replacement(`Change to \`@${nearest}\``, option.keySpan, nearest)],
  });
}

export function badOption(option: RequestOption, fault: OptionFault): Problem {
  const span = option.value.text === "" ? option.keySpan : option.value;
  return problem("request-option", span, fault.message, { help: fault.help });
}

export function repeatedOption(option: RequestOption): Problem {
  return problem("request-option", option.keySpan, `\`@${option.key}\` is already set for this request`, {
    help: "remove one of the two",
  });
}

export function misplacedOption(option: RequestOption): Problem {
  return problem("request-option", option, `\`@${option.key}\` stands below the request line`, {
    severity: "warning",
    help: "options are read between `###` and the request line",
  });
}

export function optionNeeds(option: RequestOption, needed: string): Problem {
  return problem("request-option", option.keySpan, `\`@${option.key}\` needs \`@${needed}\` beside it`, {});
}

export function optionWithoutTls(option: RequestOption): Problem {
  return problem("request-option", option.keySpan, `\`@${option.key}\` says nothing about a call without TLS`, {
    severity: "warning",
    help: "add `# @tls`, or write `https://` before the target",
  });
}

export function headerExpected(span: Span): Problem {
  return problem("request-header", span, "expected a header, `key: value`", {
    help: "an empty line stands between the headers and the body",
  });
}

export function badHeaderKey(key: string, span: Span): Problem {
  return problem("request-header", span, `\`${key}\` is not a key of metadata`, {
    help: "keys have letters, digits, `-`, `_` and `.`",
  });
}

export function ignoredHeader(header: HeaderLine, help: string | undefined): Problem {
  return problem("request-header", header.key, `gRPC sets \`${header.key.text}\` itself: this line is not sent`, {
    severity: "warning",
    help: help ?? "remove the line",
    tag: "unnecessary",
  });
}

export function headerNotBase64(header: HeaderLine): Problem {
  return problem("request-header", header.value, `the value of \`${header.key.text}\` is not base64`, {
    help: "values of keys that end in `-bin` are bytes, written in base64",
  });
}

export function headerNotAscii(header: HeaderLine): Problem {
  return problem("request-header", header.value, "metadata is printable ASCII", {
    help: "send other text in base64 under a key that ends in `-bin`",
  });
}

export function repeatedHeader(header: HeaderLine): Problem {
  return problem("request-header", header.key, `\`${header.key.text}\` can be sent only once`, {
    help: "remove one of the two",
  });
}

export function badCommand(placeholder: Placeholder, message: string, help: string | undefined): Problem {
  return problem("request-placeholder", placeholder, message, { help });
}

export function badPlaceholder(placeholder: Placeholder): Problem {
  const message = placeholder.name === "" ? "this placeholder names nothing" : `\`${placeholder.name}\` is not a name`;
  return problem("request-placeholder", placeholder, message, {
    help: "`{{name}}` takes a value from `http-client.env.json`",
  });
}

const requestLineHelp = "write `GRPC localhost:50051/pkg.Service/Method`";

function at(span: Span, length: number): Span {
  return { start: span.start, end: span.start + length };
}

function replacement(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span: { start: span.start, end: span.end }, newText }], preferred: true };
}
