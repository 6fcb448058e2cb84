import type { TransparencyLogEntry } from '@sigstore/bundle';

/** A signature with all that was found to prove it, whatever the layout it was found in. Nothing is verified yet. */
export interface Signed {
  /** For people: `tag sha256-….sig, layer 0`. */
  readonly place: string;
  readonly content: SignedMessage | SignedEnvelope;
  /** DER of the certificate; without, a key made the signature. */
  readonly certificate?: Buffer;
  readonly logEntries: readonly TransparencyLogEntry[];
  /** RFC 3161 responses, DER. */
  readonly timestamps: readonly Buffer[];
}

/** A signature over bytes as they are. */
export interface SignedMessage {
  readonly kind: 'message';
  /** What was signed; absent where only its digest is known. */
  readonly bytes?: Uint8Array;
  /** Of what was signed. */
  readonly digest: { readonly algorithm: string; readonly value: Buffer };
  readonly signature: Buffer;
}

/** A DSSE envelope: https://github.com/secure-systems-lab/dsse, protocol. */
export interface SignedEnvelope {
  readonly kind: 'envelope';
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signature: Buffer;
  /** The envelope's JSON as it was stored, where the layout keeps it: old log entries hash it. */
  readonly raw?: Uint8Array;
}

/** What the signature is over. For an envelope that is its pre-authentication encoding. */
export function signedBytes(content: SignedMessage | SignedEnvelope): Uint8Array | undefined {
  if (content.kind === 'message') return content.bytes;
  const type = Buffer.from(content.payloadType, 'utf8');
  const { payload } = content;
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ]);
}
