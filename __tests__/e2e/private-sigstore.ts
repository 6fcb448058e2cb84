import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TimestampAuthority } from './timestamp-authority.js';

/**
 * A private Sigstore on loopback, with which cosign signs without keys and without the internet: a certificate authority
 * (Fulcio), its certificate transparency log, and a transparency log (Rekor). Identity tokens are not verified.
 * Sources: RFC 5280 (certificates), RFC 6962 (logs), sigstore/fulcio docs/oid-info.md, sigstore/rekor openapi.yaml.
 */
export interface PrivateSigstore {
  readonly url: string;
  /** PEM files for cosign, by the environment variable that names the file. */
  readonly files: Readonly<Record<string, string>>;
  /** The trusted root as JSON. */
  readonly trustedRoot: string;
  /** An identity token that cosign accepts. */
  token(identity: Identity): string;
  stop(): Promise<void>;
}

/** A path below which certificates do not get into the certificate transparency log. */
export const UNLOGGED = '/unlogged';

/** The identity in a certificate. */
export interface Identity {
  readonly issuer: string;
  /** The URL of a workflow. */
  readonly subject: string;
  readonly repository: string;
  readonly ref: string;
  /** The event that started the workflow; default `push`. */
  readonly trigger?: string;
  /** Default `github-hosted`. */
  readonly runner?: string;
  readonly commit?: string;
}

/**
 * With `timestamps`, it serves a timestamp authority at `/timestamp`. The names of its certificate authority have the
 * organization, if one is given.
 */
export async function startSigstore(
  timestamps?: TimestampAuthority,
  organization?: string,
): Promise<PrivateSigstore> {
  const [authority, ctlog, log] = [keyPair(), keyPair(), keyPair()];
  const authorityName = name('root', organization);
  const root = selfSigned(authority, authorityName);
  let entries = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = (status: number, type: string, body: string | Uint8Array) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    };
    if (request.method !== 'POST') return reply(404, 'text/plain', 'no');
    if (request.url === '/timestamp' && timestamps)
      return reply(200, 'application/timestamp-reply', timestamps.answer(Buffer.concat(chunks)));
    const json = JSON.parse(Buffer.concat(chunks).toString());
    if (request.url?.endsWith('/signingCert')) {
      const identity = claims((request.headers.authorization ?? '').replace(/^Bearer /, ''));
      const key = publicKey(Buffer.from(json.publicKey.content, 'base64'));
      const leaf = issue(
        { ...authority, name: authorityName },
        request.url.includes(UNLOGGED) ? undefined : ctlog,
        key,
        identity,
      );
      return reply(201, 'application/pem-certificate-chain', pem(leaf) + pem(root));
    }
    if (request.url?.endsWith('/log/entries'))
      return reply(201, 'application/json', JSON.stringify(enter(log, entries++, json)));
    return reply(404, 'text/plain', 'no');
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    files: {
      SIGSTORE_ROOT_FILE: pem(root),
      SIGSTORE_CT_LOG_PUBLIC_KEY_FILE: spkiPem(ctlog.publicKey),
      SIGSTORE_REKOR_PUBLIC_KEY: spkiPem(log.publicKey),
      ...(timestamps ? { TIMESTAMP_CHAIN: timestamps.chain.map(pem).join('') } : {}),
    },
    trustedRoot: trustedRoot(root, ctlog.publicKey, log.publicKey, timestamps),
    token,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const ORIGIN = 'log.example';
const keyPair = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' });
const spkiPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** cosign sends a key as DER or as PEM. */
function publicKey(bytes: Buffer): KeyObject {
  return bytes[0] === 0x30
    ? createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    : createPublicKey(bytes);
}

function token(identity: Identity): string {
  const now = Math.floor(Date.now() / 1000);
  const { issuer: iss, subject, ...more } = identity;
  const body = { iss, sub: subject, aud: 'sigstore', iat: now, exp: now + 600, ...more };
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(body)}.${randomBytes(256).toString('base64url')}`;
}

function claims(text: string): Identity {
  const json = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString());
  const { iss: issuer, sub: subject, repository, ref, trigger, runner, commit } = json;
  return { issuer, subject, repository, ref, trigger, runner, commit };
}

// The part of DER (X.690) that certificates need.
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const size = body.length.toString(16);
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : Buffer.from(
          (0x80 | Math.ceil(size.length / 2)).toString(16) +
            size.padStart(size.length + (size.length % 2), '0'),
          'hex',
        );
  return Buffer.concat([Buffer.from([tag]), length, body]);
}
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const octets = (...parts: readonly Uint8Array[]) => der(0x04, ...parts);
const bits = (...parts: readonly Uint8Array[]) => der(0x03, Buffer.from([0]), ...parts);
const utf8 = (text: string) => der(0x0c, Buffer.from(text));
/** UTCTime: RFC 5280 requires it for dates until 2049. */
const time = (date: Date) =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
const TRUE = der(0x01, Buffer.from([0xff]));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const out = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) out.unshift((left & 0x7f) | 0x80);
    return out;
  });
  return der(0x06, Buffer.from(bytes));
}

const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const name = (text: string, organization?: string) =>
  sequence(
    ...(organization === undefined
      ? []
      : [der(0x31, sequence(oid('2.5.4.10'), utf8(organization)))]),
    der(0x31, sequence(oid('2.5.4.3'), utf8(text))),
  );
const keyId = (key: KeyObject) => createHash('sha1').update(spki(key)).digest();

function tbs(
  issuer: Buffer,
  subject: Buffer,
  key: KeyObject,
  minutes: number,
  extensions: readonly Buffer[],
): Buffer {
  const now = Date.now();
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(15)]);
  return sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ECDSA_SHA256,
    issuer,
    sequence(time(new Date(now - 60_000)), time(new Date(now + minutes * 60_000))),
    subject,
    spki(key),
    der(0xa3, sequence(...extensions)),
  );
}

function signed(body: Buffer, { privateKey }: KeyPair): Buffer {
  return sequence(body, ECDSA_SHA256, bits(sign('sha256', body, privateKey)));
}

function selfSigned(authority: KeyPair, own: Buffer): Buffer {
  const extensions = [
    extension('2.5.29.19', sequence(TRUE), true),
    // keyCertSign and cRLSign
    extension('2.5.29.15', der(0x03, Buffer.from([1, 0x06])), true),
    extension('2.5.29.14', octets(keyId(authority.publicKey))),
  ];
  const body = tbs(own, own, authority.publicKey, 24 * 60, extensions);
  return signed(body, authority);
}

const FULCIO = '1.3.6.1.4.1.57264.1';

function issue(
  authority: KeyPair & { readonly name: Buffer },
  ctlog: KeyPair | undefined,
  key: KeyObject,
  identity: Identity,
): Buffer {
  const extensions = [
    // digitalSignature
    extension('2.5.29.15', der(0x03, Buffer.from([7, 0x80])), true),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.3'))),
    extension('2.5.29.14', octets(keyId(key))),
    extension('2.5.29.35', sequence(der(0x80, keyId(authority.publicKey)))),
    extension('2.5.29.17', sequence(der(0x86, Buffer.from(identity.subject))), true),
    extension(`${FULCIO}.1`, Buffer.from(identity.issuer)),
    extension(`${FULCIO}.8`, utf8(identity.issuer)),
    extension(`${FULCIO}.11`, utf8(identity.runner ?? 'github-hosted')),
    extension(`${FULCIO}.12`, utf8(identity.repository)),
    ...(identity.commit === undefined ? [] : [extension(`${FULCIO}.13`, utf8(identity.commit))]),
    extension(`${FULCIO}.14`, utf8(identity.ref)),
    extension(`${FULCIO}.20`, utf8(identity.trigger ?? 'push')),
  ];
  const precertificate = tbs(authority.name, sequence(), key, 10, extensions);
  if (!ctlog) return signed(precertificate, authority);
  const list = timestamp(ctlog, sha256(spki(authority.publicKey)), precertificate);
  // The same certificate with the log's timestamp as its last extension.
  const body = withExtension(
    precertificate,
    extensions,
    extension('1.3.6.1.4.1.11129.2.4.2', octets(list)),
  );
  return signed(body, authority);
}

function withExtension(body: Buffer, before: readonly Buffer[], added: Buffer): Buffer {
  const old = der(0xa3, sequence(...before));
  const head = body.subarray(0, body.length - old.length);
  // Both sequences are between 256 and 65,535 bytes long, so their headers have the same length.
  return sequence(head.subarray(4), der(0xa3, sequence(...before, added)));
}

const number = (value: number, bytes: number) => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, bytes > 6 ? bytes - 6 : 0, Math.min(bytes, 6));
  return out;
};

/** A list of one signed certificate timestamp (RFC 6962, 3.2 and 3.3). */
function timestamp(ctlog: KeyPair, issuer: Buffer, body: Buffer): Buffer {
  const at = number(Date.now(), 8);
  const input = Buffer.concat([
    Buffer.from([0, 0]),
    at,
    number(1, 2),
    issuer,
    number(body.length, 3),
    body,
    number(0, 2),
  ]);
  const signature = sign('sha256', input, ctlog.privateKey);
  const one = Buffer.concat([
    Buffer.from([0]),
    sha256(spki(ctlog.publicKey)),
    at,
    number(0, 2),
    Buffer.from([4, 3]),
    number(signature.length, 2),
    signature,
  ]);
  return Buffer.concat([number(one.length + 2, 2), number(one.length, 2), one]);
}

/** Rekor's response. Each entry is the only one in its tree. */
function enter(log: KeyPair, logIndex: number, proposed: Record<string, unknown>): object {
  const body = Buffer.from(canonical(stored(proposed)));
  const logID = sha256(spki(log.publicKey)).toString('hex');
  const integratedTime = Math.floor(Date.now() / 1000);
  const promise = { body: body.toString('base64'), integratedTime, logID, logIndex };
  const leaf = sha256(Buffer.from([0]), body);
  const note = `${ORIGIN}\n1\n${leaf.toString('base64')}\n`;
  const hint = sha256(spki(log.publicKey)).subarray(0, 4);
  const signature = Buffer.concat([hint, sign('sha256', Buffer.from(note), log.privateKey)]);
  return {
    [randomBytes(32).toString('hex')]: {
      ...promise,
      verification: {
        signedEntryTimestamp: sign(
          'sha256',
          Buffer.from(canonical(promise)),
          log.privateKey,
        ).toString('base64'),
        inclusionProof: {
          logIndex: 0,
          treeSize: 1,
          rootHash: leaf.toString('hex'),
          hashes: [],
          checkpoint: `${note}\n\u2014 ${ORIGIN} ${signature.toString('base64')}\n`,
        },
      },
    },
  };
}

/** The part of a proposed entry that Rekor stores: of a DSSE envelope, only hashes. Other entries are stored as they are. */
function stored(proposed: Record<string, unknown>): object {
  const { proposedContent } = (proposed.spec ?? {}) as {
    proposedContent?: { envelope: string; verifiers: string[] };
  };
  if (proposed.kind !== 'dsse' || !proposedContent) return proposed;
  const envelope = JSON.parse(proposedContent.envelope);
  const hash = (bytes: Uint8Array) => ({
    algorithm: 'sha256',
    value: sha256(bytes).toString('hex'),
  });
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: hash(Buffer.from(proposedContent.envelope)),
      payloadHash: hash(Buffer.from(envelope.payload, 'base64')),
      signatures: envelope.signatures.map(({ sig }: { sig: string }, i: number) => ({
        signature: sig,
        verifier: proposedContent.verifiers[i],
      })),
    },
  };
}

/** JSON with sorted keys: the part of RFC 8785 that log entries need. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

function trustedRoot(
  root: Buffer,
  ctlog: KeyObject,
  log: KeyObject,
  timestamps: TimestampAuthority | undefined,
): string {
  const start = new Date(Date.now() - 3_600_000).toISOString();
  const entry = (baseUrl: string, key: KeyObject) => ({
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: {
      rawBytes: spki(key).toString('base64'),
      keyDetails: 'PKIX_ECDSA_P256_SHA_256',
      validFor: { start },
    },
    logId: { keyId: sha256(spki(key)).toString('base64') },
  });
  return JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [entry(`https://${ORIGIN}`, log)],
    ctlogs: [entry('https://ct.example', ctlog)],
    certificateAuthorities: [
      {
        subject: { organization: 'test', commonName: 'root' },
        uri: 'https://ca.example',
        certChain: { certificates: [{ rawBytes: root.toString('base64') }] },
        validFor: { start },
      },
    ],
    timestampAuthorities: timestamps
      ? [
          {
            subject: { organization: 'test', commonName: 'tsa' },
            uri: 'https://tsa.example',
            certChain: {
              certificates: timestamps.chain.map((one) => ({ rawBytes: one.toString('base64') })),
            },
            validFor: { start },
          },
        ]
      : [],
  });
}
