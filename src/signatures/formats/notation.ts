import { X509Certificate } from 'node:crypto';
import { collectChunks } from '../../lib/chunks.js';
import { object } from '../../lib/json.js';
import { plainText } from '../../lib/text.js';
import type { ArtifactSource } from '../../registry/artifact-source.js';
import type { OciManifest } from '../../registry/manifest.js';
import { decodeBase64, parseObject } from '../json.js';

/** The artifact type of a signature of Notation. */
export const NOTATION = 'application/vnd.cncf.notary.signature';
const JWS = 'application/jose+json';
/** Bytes of the largest envelope that is read: it has a descriptor and some certificates. */
const MAX_ENVELOPE_SIZE = 1 << 20;
const MAX_SUBJECT_LENGTH = 200;

export function isNotation({ artifactType, config }: OciManifest): boolean {
  return (artifactType ?? config?.mediaType) === NOTATION;
}

/**
 * Who a signature of Notation says has signed: the subject of the certificate in a JWS envelope, and until when it is valid.
 * Nothing of it is verified. Undefined for the envelope COSE, and for one that cannot be read.
 * Source: notaryproject/specifications, signature-envelope-jws.md.
 */
export async function notationSigner(
  source: ArtifactSource,
  { layers: [layer] }: OciManifest,
): Promise<string | undefined> {
  if (layer?.mediaType !== JWS || layer.size > MAX_ENVELOPE_SIZE) return undefined;
  try {
    const bytes = await collectChunks(source.blob(layer), MAX_ENVELOPE_SIZE, 'the envelope');
    const { x5c } = object(parseObject(bytes, 'its envelope').header);
    const [leaf] = Array.isArray(x5c) ? x5c : [];
    const certificate = new X509Certificate(decodeBase64(leaf, 'its certificate'));
    const subject = plainText(certificate.subject.split('\n').join(', '), MAX_SUBJECT_LENGTH);
    const day = new Date(certificate.validTo).toISOString().slice(0, 10);
    return `certificate subject ${subject}, valid until ${day}`;
  } catch {
    // Only a hint: an envelope that cannot be read is still one of Notation.
    return undefined;
  }
}
