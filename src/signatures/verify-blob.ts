import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isPredicateType } from '../core/predicate-types.js';
import { PortsideError, reason } from '../lib/errors.js';
import type { BlobOptions, BlobTarget } from './options.js';
import { noAttestation } from './signature-rules.js';
import { hasSubject, readStatement } from './statement.js';
import type { MessageContent, UnverifiedSignature } from './unverified-signature.js';
import {
  reportFinding,
  reportIncomplete,
  reportSearch,
  signatureFinding,
  type Verification,
  type VerifiedSignature,
} from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/**
 * Verifies a file, or a digest, with a Sigstore bundle: reads the bundle, compares its digest, then verifies its signer.
 * A check that lacks what it needs is incomplete. Throws PortsideError (usage) for a trusted root that cannot be used
 * and for a file that cannot be read.
 */
export async function verifyBlob(
  target: BlobTarget,
  bundle: Uint8Array,
  options: BlobOptions,
): Promise<Verification> {
  const { parseBundle } = await import('./sigstore/library.js');
  const blob = await describeBlob(target);
  const place = 'the bundle';
  try {
    const parsed = parseBundle(bundle, place);
    const problem = otherType(parsed, options.predicateType);
    if (problem !== undefined)
      return reportFinding(blob, signatureFinding(blob, noAttestation, `${blob.name}: ${problem}`));
    const signature = await withContent(parsed, target, blob.digest);
    const signer = await verifySigner(signature, options);
    const verified = { digest: blob.digest, place, signer, ...predicateType(signature) };
    return reportSearch(blob, { verified, rejected: [], unreadable: [] });
  } catch (error) {
    if (error instanceof VerificationError)
      return reportSearch(blob, { rejected: [{ place, error }], unreadable: [] });
    if (error instanceof PortsideError && error.kind === 'incomplete')
      return reportIncomplete(blob, reason(error));
    throw error;
  }
}

/** Why the bundle has no attestation of the wanted type; undefined if it has one, or if none is wanted. */
function otherType(
  { content }: UnverifiedSignature,
  wanted: string | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  if (content.kind === 'message')
    return `the bundle has a signature, and no attestation of the type ${wanted}`;
  const { predicateType } = readStatement(content);
  return isPredicateType(wanted, predicateType)
    ? undefined
    : `the bundle has an attestation of the type ${predicateType.slice(0, 200)}, expected ${wanted}`;
}

/** Bytes of the largest file that is read into memory; a larger one is hashed, and verified by its digest. */
const MAX_FILE_IN_MEMORY = 64 << 20;

async function describeBlob(target: BlobTarget) {
  return target.kind === 'digest'
    ? ({ kind: 'blob', name: target.digest, digest: target.digest } as const)
    : ({
        kind: 'blob',
        name: basename(target.path),
        digest: `sha256:${(await hashFile(target.path, 'sha256')).toString('hex')}`,
      } as const);
}

/** The signature with the blob's bytes, after its digest was compared with the blob's. Throws VerificationError (invalid). */
async function withContent(
  signature: UnverifiedSignature,
  target: BlobTarget,
  digest: string,
): Promise<UnverifiedSignature> {
  const { content } = signature;
  if (content.kind === 'message')
    return { ...signature, content: await withBytes(content, target) };
  if (!hasSubject(readStatement(content), digest))
    throw new VerificationError('invalid', 'its subject has another digest');
  return signature;
}

async function withBytes(content: MessageContent, target: BlobTarget): Promise<MessageContent> {
  const { algorithm, value } = content.digest;
  const actual =
    target.kind === 'file'
      ? await hashFile(target.path, algorithm)
      : digestBytes(target.digest, algorithm);
  if (!actual.equals(value))
    throw new VerificationError('invalid', 'the bundle signs another digest');
  if (target.kind === 'digest' || (await stat(target.path)).size > MAX_FILE_IN_MEMORY)
    return content;
  const bytes = await readFile(target.path);
  // The file is read a second time, so it must still have the digest that was compared.
  if (!createHash(algorithm).update(bytes).digest().equals(value))
    throw new PortsideError(
      'PSE7503',
      `Cannot verify ${target.path}: the file changed while it was read`,
      'Run again when nothing writes to the file',
    );
  return { ...content, bytes };
}

function digestBytes(digest: string, algorithm: string): Buffer {
  const [given, hex = ''] = digest.split(':');
  if (given === algorithm) return Buffer.from(hex, 'hex');
  throw new PortsideError(
    'PSE7502',
    `Cannot verify the ${given} digest: the bundle has a ${algorithm} digest`,
    'Give the file instead of its digest',
  );
}

async function hashFile(path: string, algorithm: string): Promise<Buffer> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    const hash = createHash(algorithm);
    for await (const chunk of createReadStream(path)) hash.update(chunk);
    return hash.digest();
  } catch (error) {
    throw new PortsideError(
      'PSE7006',
      `Cannot read ${path}: ${reason(error)}`,
      'Check the path and its permissions',
      error,
    );
  }
}

function predicateType({ content }: UnverifiedSignature): Pick<VerifiedSignature, 'predicateType'> {
  return content.kind === 'envelope' ? { predicateType: readStatement(content).predicateType } : {};
}
