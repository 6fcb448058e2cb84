import type { Statement } from '../statement.js';
import { VerificationError } from '../verification-error.js';
import type { BuildFacts } from './build-facts.js';
import { readSlsa1 } from './slsa-1.js';
import { readSlsa02 } from './slsa-02.js';

export const SLSA_02 = 'https://slsa.dev/provenance/v0.2';
export const SLSA_1 = 'https://slsa.dev/provenance/v1';

export function isProvenance(predicateType: string): boolean {
  return predicateType === SLSA_02 || predicateType === SLSA_1;
}

/** Throws VerificationError (mismatch) when the provenance is incomplete or inconsistent. */
export function readProvenance({ predicateType, predicate }: Statement): BuildFacts {
  if (predicateType === SLSA_02) return readSlsa02(predicate);
  if (predicateType === SLSA_1) return readSlsa1(predicate);
  throw new VerificationError(
    'invalid',
    `its predicate type ${predicateType.slice(0, 80)} is not provenance`,
  );
}
