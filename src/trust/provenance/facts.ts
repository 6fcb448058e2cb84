import { Refusal } from '../refusal.js';
import type { Statement } from '../statement.js';
import { readSlsa1 } from './slsa-1.js';
import { readSlsa02 } from './slsa-02.js';

/** What a provenance says about a build, whatever its version. */
export interface BuildFacts {
  readonly buildType: string;
  /** The builder's own name for itself; believe the certificate's where there is one. */
  readonly builder: string;
  /** `https://github.com/acme/app` */
  readonly source?: string;
  /** `refs/heads/main`, `refs/tags/v1.2.3` */
  readonly ref?: string;
  /** The branch that was built, or that the tag built was made from where the event tells: `refs/heads/main`. */
  readonly branch?: string;
  readonly commit?: string;
  /** Of a `workflow_dispatch`; absent for every other event. */
  readonly inputs?: ReadonlyMap<string, string>;
}

export const SLSA_02 = 'https://slsa.dev/provenance/v0.2';
export const SLSA_1 = 'https://slsa.dev/provenance/v1';

export function isProvenance(predicateType: string): boolean {
  return predicateType === SLSA_02 || predicateType === SLSA_1;
}

/** Throws Refusal (claims) when the provenance contradicts itself or is incomplete. */
export function readFacts({ predicateType, predicate }: Statement): BuildFacts {
  if (predicateType === SLSA_02) return readSlsa02(predicate);
  if (predicateType === SLSA_1) return readSlsa1(predicate);
  throw new Refusal('bad', `it is no provenance but ${predicateType.slice(0, 80)}`);
}
