import type { ArtifactSource } from '../registry/artifact-source.js';
import { findProvenance } from './find-provenance.js';
import { findSignature } from './find-signature.js';
import type { VerifyOptions } from './options.js';
import { describeSigner, type IdentitySignerPolicy, type Signer } from './signer-policy.js';

/** An image in its registry. */
export interface StoredImage {
  readonly source: ArtifactSource;
  readonly digest: string;
}

/** What of an image is signed by an identity. */
export type SignedPart = 'signature' | 'provenance';

/** Who signed an image, and what. */
export interface ImageIdentity {
  readonly part: SignedPart;
  readonly signer: Signer;
}

/** The result of the comparison of two versions of an image. */
export type SignerComparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly reason?: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

type TrustedRootOption = Pick<VerifyOptions, 'trustedRoot'>;

const ANYBODY = [{ kind: 'identity', subject: '**', issuer: '**' }] as const;

/**
 * Who signed an image or its provenance with a certificate; undefined if nobody did: whom a key belongs to, nothing says.
 * Throws PortsideError when the source cannot be read.
 */
export async function identityOf(
  image: StoredImage,
  verifyOptions: TrustedRootOption,
): Promise<ImageIdentity | undefined> {
  for (const part of ['signature', 'provenance'] as const) {
    const { signer } = await search(part, image, { ...verifyOptions, signedBy: ANYBODY });
    if (signer) return { part, signer };
  }
  return undefined;
}

/**
 * Whether the identity that signed an earlier version signed this one, too. The Git ref of a workflow may differ, since each
 * release has a tag of its own. Throws PortsideError when the source cannot be read.
 */
export async function compareSigner(
  earlier: ImageIdentity,
  image: StoredImage,
  verifyOptions: TrustedRootOption,
): Promise<SignerComparison> {
  const signedBy = [policyFor(earlier.signer)];
  const { signer, rejected, unreadable } = await search(earlier.part, image, {
    ...verifyOptions,
    signedBy,
  });
  if (signer) return { kind: 'same' };
  if (unreadable !== undefined) return { kind: 'unreadable', reason: unreadable };
  return { kind: 'changed', ...(rejected !== undefined && { reason: rejected }) };
}

/** The workflow or person, without the Git ref. */
export function nameOfIdentity({ signer }: ImageIdentity): string {
  return describeSigner({ ...signer, name: withoutRef(signer.name) });
}

function withoutRef(name: string): string {
  return name.replace(/@(?:refs\/.*|[0-9a-f]{40})$/, '');
}

function policyFor({ name, issuer = '', claims }: Signer): IdentitySignerPolicy {
  const workflow = withoutRef(name);
  const repository = claims?.repository;
  return {
    kind: 'identity',
    issuer,
    subject: workflow === name ? name : `${workflow}@**`,
    ...(repository !== undefined && { claims: { repository } }),
  };
}

interface Found {
  readonly signer?: Signer;
  /** Why the first of the others was rejected. */
  readonly rejected?: string;
  readonly unreadable?: string;
}

async function search(
  part: SignedPart,
  { source, digest }: StoredImage,
  options: VerifyOptions,
): Promise<Found> {
  if (part === 'signature') {
    const { verified, rejected, unreadable } = await findSignature(source, [digest], options);
    return found(verified?.signer, rejected, unreadable);
  }
  const { verified, rejected, unreadable } = await findProvenance(source, [digest], {
    ...options,
    provenance: {},
  });
  return found(verified?.attestation.signer, rejected, unreadable);
}

function found(
  signer: Signer | undefined,
  [rejected]: readonly { readonly error: Error }[],
  [unreadable]: readonly { readonly reason: string }[],
): Found {
  return { signer, rejected: rejected?.error.message, unreadable: unreadable?.reason };
}
