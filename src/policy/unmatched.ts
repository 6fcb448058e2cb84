import type { Coverage } from '../core/coverage.js';
import type { Check, Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { isInRegistry, requirementGlob, spellings } from '../core/image-glob.js';
import { repositoryOf } from '../core/reference.js';
import { ruleFinding } from '../core/rule-finding.js';
import { matchesGlob } from '../lib/glob.js';
import { nearestName } from '../lib/nearest-name.js';
import { LICENSE_IDS } from '../licenses/license.js';
import { licenseMatcher, namesListed } from '../licenses/license-evaluation.js';
import { isExpired } from './allowed-gaps.js';
import type { AllowedGap, Policy, TrustRequirement } from './policy.js';
import { anySigner, unmatchedEntry } from './policy-rules.js';

/** What a run looked at, for entries of the policy that matched none of it. */
export interface SeenByRun {
  /** The images whose signatures are checked; empty if there are none: an entry then matches nothing. */
  readonly verified: readonly string[];
  /** The images whose registries were compared with the policy; empty if none were. */
  readonly compared: readonly string[];
  readonly coverage: readonly Coverage[];
  /** The licenses of the packages of images, each once; undefined if no packages were listed. */
  readonly licenses?: readonly string[] | undefined;
  /** Options select some of the images or files, so other runs may use the entry. */
  readonly narrowed: boolean;
  readonly now: Date;
}

/** A finding for each entry of the policy that matched nothing, and for each that accepts any signer. */
export function unmatchedEntries(policy: Policy, seen: SeenByRun): Finding[] {
  const { verified, compared, coverage, narrowed, now } = seen;
  const trust = policy.trust.filter((e) => !isUsed(e, verified));
  const registries =
    compared.length === 0 || narrowed
      ? []
      : (policy.registries ?? [])
          .map((glob, index) => ({ glob, ...policy.registryPlaces?.[index] }))
          .filter(({ glob }) => !compared.some((c) => isFrom(c, glob)));
  const applied = policy.allowUncovered.filter((gap) => !isExpired(gap, now));
  const gaps = narrowed ? [] : applied.filter((gap) => isStale(gap, coverage));
  return [
    ...trust.map(({ images, line, file }) =>
      unmatched(policy, {
        part: 'trust',
        check: 'trust',
        glob: images,
        ...{ line, file },
        names: verified.flatMap(spellings),
        // Another job may have the image.
        severity: narrowed || verified.length === 0 ? 'low' : 'medium',
      }),
    ),
    ...registries.map((entry) =>
      unmatched(policy, {
        part: 'registries',
        check: 'lint',
        ...entry,
        names: compared.flatMap(folders),
      }),
    ),
    ...gaps.map(({ check, target, line, file }) =>
      unmatched(policy, {
        part: 'allow-uncovered',
        check,
        glob: target,
        ...{ line, file },
        names: coverage.filter((row) => row.check === check).map((row) => row.target),
      }),
    ),
    ...(narrowed ? [] : unmatchedLicenses(policy, seen.licenses)),
    ...anySignerFindings(policy),
  ];
}

/**
 * Entries that name neither an id of SPDX nor a license of a package. Most that do are about no package of the run: to
 * deny a license that nothing has is the purpose of an entry.
 */
function unmatchedLicenses(
  policy: Policy,
  licenses: readonly string[] | undefined,
): readonly Finding[] {
  const { deny = [], allow = [], line, file } = policy.licenses ?? {};
  if (licenses === undefined || deny.length + allow.length === 0) return [];
  return [...new Set([...deny, ...allow])]
    .filter((entry) => !namesListed(entry) && !licenses.some(licenseMatcher([entry])))
    .map((glob) =>
      unmatched(policy, {
        part: 'licenses',
        check: 'vulnerability',
        glob,
        ...{ line, file },
        names: similarIds(glob),
      }),
    );
}

/** Of the same family, if SPDX lists it: `GPL-9.0` does not mean `APL-1.0`. */
function similarIds(entry: string): readonly string[] {
  const family = familyOf(entry);
  const same = LICENSE_IDS.filter((id) => familyOf(id) === family);
  return same.length > 0 ? same : LICENSE_IDS;
}

function familyOf(id: string): string {
  return id.replace(/-?\d.*$/s, '').toLowerCase();
}

/** A finding for each entry of `trust` that accepts a signature by anyone. */
export function anySignerFindings(policy: Policy): Finding[] {
  return policy.trust.filter(acceptsAnySigner).map((entry) => anySignerFinding(policy, entry));
}

function isUsed({ images }: TrustRequirement, names: readonly string[]): boolean {
  return names.some(requirementGlob(images));
}

function isFrom(reference: string, entry: string): boolean {
  return isInRegistry(repositoryOf(reference), entry);
}

/** The registry of an image, and each path in it: the possible entries of `registries`. */
function folders(reference: string): string[] {
  const parts = repositoryOf(reference).split('/');
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

/** Whether the check ran, and on no target of the entry. */
function isStale({ check, target }: AllowedGap, coverage: readonly Coverage[]): boolean {
  const rows = coverage.filter((row) => row.check === check);
  return rows.length > 0 && !rows.some((row) => matchesGlob(target, row.target));
}

function acceptsAnySigner({ signedBy, attestations = [] }: TrustRequirement): boolean {
  const isAny = (glob: string) => /^[*/]+$/.test(glob) && glob.includes('**');
  return [signedBy, ...attestations.map((one) => one.signedBy)]
    .flat()
    .some((signer) => !('key' in signer) && isAny(signer.issuer) && isAny(signer.subject));
}

interface UnmatchedEntry {
  readonly part: string;
  readonly glob: string;
  readonly line?: number | undefined;
  readonly file?: string | undefined;
  /** What it could have matched. */
  readonly names: readonly string[];
  readonly severity?: Finding['severity'];
  /** The check that uses the entry. */
  readonly check: Check;
}

function unmatched(policy: Policy, entry: UnmatchedEntry): Finding {
  const { part, glob, names, severity, check } = entry;
  const near = nearestName(glob, names);
  const hint = near === undefined ? '' : `. Did you mean "${near}"?`;
  return {
    ...policyFinding(policy, unmatchedEntry, entry),
    severity: severity ?? unmatchedEntry.severity,
    message: `The entry "${glob}" of ${part} matches nothing${hint}`,
    fingerprint: fingerprint(unmatchedEntry.id, part, glob),
    details: { about: check },
  };
}

function anySignerFinding(policy: Policy, requirement: TrustRequirement): Finding {
  const { images } = requirement;
  return {
    ...policyFinding(policy, anySigner, requirement),
    message: `The entry "${images}" of trust accepts a signature by anyone`,
    fingerprint: fingerprint(anySigner.id, images),
  };
}

export function policyFinding(
  policy: Policy,
  rule: typeof unmatchedEntry,
  { line = 1, file: path = policy.path }: { readonly line?: number; readonly file?: string },
): Omit<Finding & { readonly check: 'policy' }, 'message' | 'fingerprint'> {
  return {
    ...ruleFinding(rule, 'policy'),
    ...(path !== undefined && {
      location: { path, startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
    }),
  };
}
