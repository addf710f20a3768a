// How a channel proves who is there.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import { type ChannelCredentials, type ChannelOptions, credentials } from "@grpc/grpc-js";
import type { CallTarget, TlsOptions } from "../protocol/call.ts";

export type ChannelSecurity =
  | { kind: "secured"; secure: boolean; credentials: ChannelCredentials; options: ChannelOptions }
  | { kind: "wrong"; message: string };

/** `tls` is undefined for plaintext; `name`: what the server's certificate must bear, where it is not the host. */
export type CheckedTls =
  | { kind: "checked"; tls: TlsOptions | undefined; name: string | undefined }
  | { kind: "wrong"; message: string };

/**
 * The TLS options of a target. `schemeTls`: what the target's scheme asked for; `https://` turns TLS on where the request
 * has no TLS options. The PEM texts are checked here, since OpenSSL's own errors name none of them.
 */
export function checkedTls(target: CallTarget, schemeTls: boolean | undefined): CheckedTls {
  const tls = target.tls ?? (schemeTls === true ? {} : undefined);
  const problem = tls === undefined ? undefined : pemProblem(tls);
  if (problem !== undefined) return { kind: "wrong", message: problem };
  // The certificate is checked against the authority, as every other gRPC client does it.
  return { kind: "checked", tls, name: tls?.serverName ?? target.authority?.replace(/:\d+$/, "") };
}

/** Credentials of grpc-js and the options that belong to them; see `checkedTls`. */
export function channelSecurity(target: CallTarget, schemeTls: boolean | undefined): ChannelSecurity {
  const checked = checkedTls(target, schemeTls);
  if (checked.kind === "wrong") return checked;
  const { tls, name } = checked;
  const authority: ChannelOptions =
    target.authority === undefined ? {} : { "grpc.default_authority": target.authority };
  if (tls === undefined)
    return { kind: "secured", secure: false, credentials: credentials.createInsecure(), options: authority };
  try {
    const made = credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert), {
      rejectUnauthorized: tls.insecure !== true,
      checkServerIdentity: checkCertificateName,
    });
    const options = name === undefined ? authority : { ...authority, "grpc.ssl_target_name_override": name };
    return { kind: "secured", secure: true, credentials: made, options };
  } catch (error) {
    return {
      kind: "wrong",
      message: `the certificate and key cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** Node's check, whose error tells all names of the certificate: Node tells of an address only addresses. */
export function checkCertificateName(host: string, certificate: PeerCertificate): Error | undefined {
  const error = checkServerIdentity(host, certificate);
  if (error === undefined) return undefined;
  const names = certificate.subjectaltname ?? [certificate.subject.CN ?? []].flat().join(", ");
  error.message = `Hostname/IP does not match certificate's altnames: Host: ${host}. is not in the cert's altnames: ${names}`;
  return error;
}

function pemProblem(tls: NonNullable<CallTarget["tls"]>): string | undefined {
  if (tls.cert !== undefined && tls.key === undefined) return "a client certificate needs its private key too (`key`)";
  if (tls.key !== undefined && tls.cert === undefined) return "a private key needs its client certificate too (`cert`)";
  const ca = tls.ca === undefined ? undefined : certificateProblem("ca", tls.ca);
  const cert = tls.cert === undefined ? undefined : certificateProblem("cert", tls.cert);
  return ca ?? cert ?? (tls.key === undefined ? undefined : keyProblem(tls.key));
}

function certificateProblem(what: "ca" | "cert", text: string): string | undefined {
  try {
    new X509Certificate(text);
    return undefined;
  } catch {
    return `\`${what}\` is not a certificate in PEM form (\`-----BEGIN CERTIFICATE-----\`)`;
  }
}

function keyProblem(text: string): string | undefined {
  try {
    createPrivateKey(text);
    return undefined;
  } catch {
    const encrypted = text.includes("ENCRYPTED");
    return encrypted
      ? "`key` is encrypted; give it without a passphrase"
      : "`key` is not a private key in PEM form (`-----BEGIN PRIVATE KEY-----`)";
  }
}

function pem(text: string | undefined): Buffer | null {
  return text === undefined ? null : Buffer.from(text);
}
