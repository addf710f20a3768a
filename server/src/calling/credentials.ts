// How a channel proves who is there.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { type ChannelCredentials, type ChannelOptions, credentials } from "@grpc/grpc-js";
import type { CallTarget } from "../protocol/call.ts";

export type ChannelSecurity =
  | { kind: "secured"; secure: boolean; credentials: ChannelCredentials; options: ChannelOptions }
  | { kind: "wrong"; message: string };

/**
 * Credentials and the options that belong to them. `schemeTls`: what the target's scheme asked for; `https://` turns TLS
 * on where the request has no TLS options. The PEM texts are checked here, since OpenSSL's own errors name none of them.
 */
export function channelSecurity(target: CallTarget, schemeTls: boolean | undefined): ChannelSecurity {
  const tls = target.tls ?? (schemeTls === true ? {} : undefined);
  const authority: ChannelOptions =
    target.authority === undefined ? {} : { "grpc.default_authority": target.authority };
  if (tls === undefined)
    return { kind: "secured", secure: false, credentials: credentials.createInsecure(), options: authority };
  const problem = pemProblem(tls);
  if (problem !== undefined) return { kind: "wrong", message: problem };
  try {
    const made = credentials.createSsl(pem(tls.ca), pem(tls.key), pem(tls.cert), {
      rejectUnauthorized: tls.insecure !== true,
    });
    // The certificate is checked against the authority, as every other gRPC client does it.
    const name = target.authority?.replace(/:\d+$/, "");
    const options = name === undefined ? authority : { ...authority, "grpc.ssl_target_name_override": name };
    return { kind: "secured", secure: true, credentials: made, options };
  } catch (error) {
    return {
      kind: "wrong",
      message: `the certificate and key cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
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
