import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import { proveSigner } from './check-signature.js';
import type { BlobTarget, VerifyOptions } from './options.js';
import { type Evidence, incomplete, reportVerification, type Verification } from './outcome.js';
import type { Signed, SignedMessage } from './signed.js';
import { isAbout, readStatement } from './statement.js';
import { VerificationError } from './verification-error.js';

/**
 * Verifies a file, or a digest, with a Sigstore bundle: read the bundle, compare what it is about, prove who signed.
 * What cannot be proven for want of something is *incomplete*. Throws PortsideError (usage) for a trusted root that is none
 * and for a file that cannot be read.
 */
export async function verifyBlob(
  target: BlobTarget,
  bundle: Uint8Array,
  options: VerifyOptions,
): Promise<Verification> {
  const { parseBundle } = await import('./sigstore/library.js');
  const blob = await describe(target);
  const place = 'the bundle';
  try {
    const signed = await withContent(parseBundle(bundle, place), target, blob.digest);
    const signer = await proveSigner(signed, options);
    const good = { digest: blob.digest, place, signer, ...predicateType(signed) };
    return reportVerification(blob, { good, refused: [], unread: [] });
  } catch (error) {
    if (error instanceof VerificationError)
      return reportVerification(blob, { refused: [{ place, refusal: error }], unread: [] });
    if (error instanceof PortsideError && error.kind === 'incomplete')
      return incomplete(blob, reason(error));
    throw error;
  }
}

/** Bytes of the largest file that is read whole; a larger one is hashed, and verified by its digest. */
const LARGEST_READ = 64 << 20;

async function describe(target: BlobTarget) {
  return target.kind === 'digest'
    ? ({ kind: 'blob', name: target.digest, digest: target.digest } as const)
    : ({
        kind: 'blob',
        name: basename(target.path),
        digest: `sha256:${(await hashFile(target.path, 'sha256')).toString('hex')}`,
      } as const);
}

/** That the bundle is about this blob, before anything it proves matters. Throws Refusal (bad). */
async function withContent(signed: Signed, target: BlobTarget, digest: string): Promise<Signed> {
  const { content } = signed;
  if (content.kind === 'message') return { ...signed, content: await messageOf(content, target) };
  if (!isAbout(readStatement(content), digest))
    throw new VerificationError('bad', 'its statement is about something else');
  return signed;
}

async function messageOf(content: SignedMessage, target: BlobTarget): Promise<SignedMessage> {
  const { algorithm, value } = content.digest;
  const own =
    target.kind === 'file'
      ? await hashFile(target.path, algorithm)
      : digestOf(target.digest, algorithm);
  if (!own.equals(value)) throw new VerificationError('bad', 'the bundle is about something else');
  if (target.kind === 'digest' || (await stat(target.path)).size > LARGEST_READ) return content;
  const bytes = await readFile(target.path);
  // Read a second time: it must still be what was hashed.
  if (!createHash(algorithm).update(bytes).digest().equals(value))
    throw new PortsideError('PSE7500', `${target.path} changes while it is read`);
  return { ...content, bytes };
}

function digestOf(digest: string, algorithm: string): Buffer {
  const [own, hex = ''] = digest.split(':');
  if (own === algorithm) return Buffer.from(hex, 'hex');
  throw new PortsideError(
    'PSE7500',
    `The bundle names the ${algorithm} digest, which does not follow from ${own}`,
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
    throw new PortsideError('PSE7000', `Cannot read ${path}: ${reason(error)}`, undefined, error);
  }
}

function predicateType({ content }: Signed): Pick<Evidence, 'predicateType'> {
  return content.kind === 'envelope' ? { predicateType: readStatement(content).predicateType } : {};
}
