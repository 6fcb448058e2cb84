import type { TransparencyLogEntry } from '@sigstore/bundle';

/** A signature with its verification material, from any storage format. Nothing in it is verified yet. */
export interface UnverifiedSignature {
  /** Where it was found, for messages: `tag sha256-….sig, layer 0`. */
  readonly place: string;
  readonly content: MessageContent | EnvelopeContent;
  /** The signing certificate, DER; absent when a key made the signature. */
  readonly certificate?: Buffer;
  readonly logEntries: readonly TransparencyLogEntry[];
  /** RFC 3161 timestamp responses, DER. */
  readonly timestamps: readonly Buffer[];
  /** The bundle as it is stored, if it is in one. */
  readonly bundle?: Uint8Array;
}

/** A signature over plain bytes. */
export interface MessageContent {
  readonly kind: 'message';
  /** The signed bytes; absent when only their digest is known. */
  readonly bytes?: Uint8Array;
  /** The digest of the signed bytes. */
  readonly digest: { readonly algorithm: string; readonly value: Buffer };
  readonly signature: Buffer;
}

/** A DSSE envelope. Source: github.com/secure-systems-lab/dsse, protocol. */
export interface EnvelopeContent {
  readonly kind: 'envelope';
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signature: Buffer;
  /** The envelope's JSON as stored, if the storage format keeps it: old log entries contain its hash. */
  readonly raw?: Uint8Array;
}

/** The bytes that the signature is over: of an envelope, its pre-authentication encoding (PAE). */
export function signedBytes(content: MessageContent | EnvelopeContent): Uint8Array | undefined {
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
