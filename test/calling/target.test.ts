import { describe, expect, test } from "vitest";
import { parseTarget } from "../../server/src/calling/target.ts";

describe("targets that can be called", () => {
  test.each([
    ["localhost:50051", "dns:localhost:50051", undefined],
    [" example.org:443 ", "dns:example.org:443", undefined],
    ["127.0.0.1:1", "dns:127.0.0.1:1", undefined],
    ["[::1]:50051", "dns:[::1]:50051", undefined],
    ["dns:///host:1", "dns:host:1", undefined],
    ["dns:host:1", "dns:host:1", undefined],
    ["dns://8.8.8.8/host:1", "dns://8.8.8.8/host:1", undefined],
    ["unix:/run/a.sock", "unix:/run/a.sock", undefined],
    ["unix:///run/a.sock", "unix:/run/a.sock", undefined],
    ["unix:a.sock", "unix:a.sock", undefined],
    ["https://h:8443", "dns:h:8443", true],
    ["https://h", "dns:h:443", true],
    ["grpcs://h:1/", "dns:h:1", true],
    ["http://h:80", "dns:h:80", false],
    ["unix:8080", "unix:8080", undefined],
    ["ipv4:127.0.0.1:5,127.0.0.1:6", "ipv4:127.0.0.1:5,127.0.0.1:6", undefined],
  ])("%s", (address, channelTarget, tls) => {
    expect(parseTarget(address)).toMatchObject({ kind: "target", channelTarget, tls });
  });
});

describe("targets that cannot, and what to write instead", () => {
  test.each([
    ["", /empty.*`localhost:50051`/],
    ["localhost", /no port.*`localhost:50051`/],
    ["http://localhost", /no port/],
    ["[::1]", /no port.*`\[::1\]:50051`/],
    ["50051", /only a port.*`localhost:50051`/],
    [":50051", /no host.*`localhost:50051`/],
    ["::1:50051", /brackets/],
    ["[nonsense]:1", /`nonsense` is not an IPv6 address/],
    ["host:0", /`0` is not a port/],
    ["host:65536", /not a port/],
    ["host:http", /not a port/],
    ["host:1/path", /not a port|path/],
    ["https://h:1/path", /has a path/],
    ["ftp://h:1", /`ftp:\/\/` is not a scheme.*https/],
    ["unix:", /needs the path/],
    ["unix://host/a", /names a host/],
    ["a b:1", /contains a space/],
    ["{{host}}", /variable/],
    ["h^st:1", /not a host name/],
  ])("%s", (address, message) => {
    const parsed = parseTarget(address);
    expect(parsed.kind === "wrong" ? parsed.message : "accepted").toMatch(message);
  });
});
