import type { VerifyOptions } from './options.js';
import { describeSigner, type Signer } from './signer-policy.js';
import type { UnverifiedSignature } from './unverified-signature.js';
import { VerificationError } from './verification-error.js';
import { verifySigner } from './verify-signer.js';

/**
 * Counts the signers of one digest, for a policy that requires several. Each counts once, however often it signed, and for
 * one entry of the policy: two identities that one glob allows are not two of the required signers.
 */
export class Quorum {
  private readonly entries = new Map<string, { signer: Signer; policies: Set<number> }>();

  /** Adds the signer of a signature, and returns it. Throws VerificationError if no policy allows it. */
  async add(signature: UnverifiedSignature, options: VerifyOptions): Promise<Signer> {
    const signer = await verifySigner(signature, options);
    const id = `${signer.issuer ?? ''} ${signer.name}`;
    const entry = this.entries.get(id) ?? { signer, policies: new Set() };
    this.entries.set(id, entry);
    for (const [i, policy] of options.signedBy.entries()) {
      try {
        await verifySigner(signature, { ...options, signedBy: [policy] });
        entry.policies.add(i);
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error;
      }
    }
    return signer;
  }

  /** The signers that count: each has an entry of the policy of its own. */
  signers(): readonly Signer[] {
    const taken = new Map<number, string>();
    /** Finds an entry for the signer, and moves others to another entry if they have one (augmenting paths). */
    const place = (id: string, seen: Set<number>): boolean => {
      for (const policy of this.entries.get(id)?.policies ?? []) {
        if (seen.has(policy)) continue;
        seen.add(policy);
        const holder = taken.get(policy);
        if (holder === undefined || place(holder, seen)) {
          taken.set(policy, id);
          return true;
        }
      }
      return false;
    };
    for (const id of this.entries.keys()) place(id, new Set());
    return [...taken.values()].flatMap((id) => this.entries.get(id)?.signer ?? []);
  }
}

/** The error for an image with fewer signers than required. */
export function tooFewSigners(signers: readonly Signer[], required: number): VerificationError {
  const names = signers.map(describeSigner).join(' and ');
  return new VerificationError(
    'too-few-signers',
    `${signers.length} of ${required} required signers signed it, ${names}`,
    signers[0],
  );
}
