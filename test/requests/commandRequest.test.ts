import { describe, expect, it } from "vitest";
import { sourceFile } from "../../server/src/compiler/text/sourceFile.ts";
import { commandRequest, isCommand } from "../../server/src/requests/commandRequest.ts";
import { parseRequests } from "../../server/src/requests/parseRequests.ts";

function request(command: string): string {
  const found = commandRequest(command);
  if (found.kind === "wrong") return `${found.start}: ${found.message}`;
  expect(isCommand(command)).toBe(true);
  expect(parseRequests(sourceFile("a.grpc", found.text)).problems.map(one => one.message)).toEqual([]);
  return found.text;
}

describe("a grpcurl command", () => {
  it("is the same request, in bash over several lines", () => {
    const command = `$ grpcurl -plaintext -H 'x-a: b c' \\
  -max-time 2.5 -import-path proto -proto a/v1/a.proto \\
  -d '{"text": "it'\\''s", "n": "1"}' -authority="name" localhost:50051 a.v1.S/M\n`;
    expect(request(command)).toBe(
      '### M\n# @deadline 2.5s\n# @authority name\nGRPC localhost:50051/a.v1.S/M\nx-a: b c\n\n{"text": "it\'s", "n": "1"}\n',
    );
  });

  it("uses TLS unless it says otherwise", () => {
    expect(request("grpcurl -cacert ca.pem -cert c.pem -key c.key -servername s h:443 a.S.M")).toBe(
      "### M\n# @tls\n# @ca ca.pem\n# @cert c.pem\n# @key c.key\n# @server-name s\nGRPC h:443/a.S/M\n",
    );
    expect(request("grpcurl --insecure h:1 a.S/M")).toBe("### M\n# @tls\n# @insecure\nGRPC h:1/a.S/M\n");
    expect(request("grpcurl -plaintext -unix /run/x.sock a.S/M")).toBe("### M\nGRPC unix:///run/x.sock/a.S/M\n");
  });

  it("takes its data from lines below, from a word and from echo", () => {
    const body = "### M\nGRPC h:1/a.S/M\n\n";
    expect(request(`grpcurl -plaintext -d @ h:1 a.S/M <<EOM\n{"a": 1}\n{"a": 2}\nEOM\n`)).toBe(
      `${body}{"a": 1}\n{"a": 2}\n`,
    );
    expect(request(`grpcurl -plaintext -d @ h:1 a.S/M <<< '{"a": 1}'`)).toBe(`${body}{"a": 1}\n`);
    expect(request(`echo '{"a": 1}' | grpcurl -plaintext -d @ h:1 a.S/M`)).toBe(`${body}{"a": 1}\n`);
  });

  it("takes variables from the environment when it is sent", () => {
    const sent = "### M\nGRPC h:1/a.S/M\nauthorization: Bearer {{$env TOKEN}}\n";
    expect(request(`grpcurl -plaintext -H "authorization: Bearer $TOKEN" h:1 a.S/M`)).toBe(sent);
    expect(request(`grpcurl -plaintext -H "authorization: Bearer \${TOKEN}" h:1 a.S/M`)).toBe(sent);
    expect(request(`grpcurl -plaintext -expand-headers -H 'authorization: Bearer \${TOKEN}' h:1 a.S/M`)).toBe(sent);
  });

  it("is read as PowerShell writes it", () => {
    const command =
      'PS C:\\> grpcurl.exe -plaintext `\n  -d \'{\\"a\\": \\"it\'\'s\\"}\' `\n  -H "k: $env:KEY" h:1 a.S/M';
    expect(request(command)).toBe('### M\nGRPC h:1/a.S/M\nk: {{$env KEY}}\n\n{"a": "it\'s"}\n');
  });
});

describe("a buf curl command", () => {
  it("is the same request, in the protocol that it speaks", () => {
    expect(
      request(`buf curl --schema proto --protocol grpc --http2-prior-knowledge -d '{}' -H 'k: v' http://h:1/a.v1.S/M`),
    ).toBe("### M\nGRPC h:1/a.v1.S/M\nk: v\n\n{}\n");
    expect(request("buf curl --timeout 3s https://h/a.v1.S/M")).toBe(
      "### M\n# @protocol connect\n# @deadline 3s\nGRPC https://h:443/a.v1.S/M\n",
    );
    expect(request("buf curl --protocol=grpcweb -k --cacert=ca.pem -u me:pw https://h:8443/a.v1.S/M")).toBe(
      "### M\n# @protocol grpc-web\n# @insecure\n# @ca ca.pem\nGRPC https://h:8443/a.v1.S/M\nauthorization: Basic bWU6cHc=\n",
    );
  });
});

describe("what is not understood", () => {
  it.each([
    ["curl https://example.com", "0: this is no `grpcurl` or `buf curl` command"],
    ["grpcurl -plaintext -what h:1 a.S/M", "19: `-what` is not a flag of grpcurl"],
    ["grpcurl -plaintext h:1 list", "23: `list` calls nothing"],
    ["grpcurl -plaintext -d @ h:1 a.S/M", "19: the data comes from standard input: put it behind `-d`"],
    ["grpcurl -d @body.json h:1 a.S/M", "8: the data stands in `body.json`: put it behind `-d`"],
    ["grpcurl -d '{ h:1 a.S/M", "11: this quote is never closed"],
    ['grpcurl -H "a: $(cat token)" h:1 a.S/M', "15: a command inside of the command is not run"],
    ["grpcurl h:1 a.S/M && rm x", "18: `&&` is the shell's: paste the command alone"],
    ["grpcurl h:1 a.S/M > out", "18: `>` is the shell's: paste the command alone"],
    ["buf curl --http3 https://h/a.S/M", "9: HTTP/3 is not spoken here"],
    ["buf curl http://h/prefix/a.S/M", "9: the path `/prefix` before the service is not sent by gRPC"],
  ])("%s", (command, told) => {
    expect(request(command)).toBe(told);
  });
});
