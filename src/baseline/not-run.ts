import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Inspection } from '../core/report.js';
import type { Baseline } from '../policy/baseline.js';
import type { CheckContext } from '../policy/check-context.js';
import type { BaseReading } from './base-reading.js';
import { wasNotRun } from './compare.js';
import type { NewNames } from './renames.js';
import { untouchedParts } from './untouched.js';

/**
 * The findings of checks that did not run for the stored baseline, as without a network or without helm, and that the pull
 * request cannot have caused: what they are about is at the base commit as well. Throws PortsideError (incomplete) if the
 * files of the base commit cannot be had.
 */
export async function existingWithoutRun(
  inspection: Inspection,
  { findings, notRun = [] }: Pick<Baseline, 'findings' | 'notRun'>,
  { baseCommit, newNames }: { readonly baseCommit: BaseReading; readonly newNames: NewNames },
  { root }: Pick<CheckContext<never>, 'root'>,
): Promise<readonly Finding[]> {
  const known = new Set(findings.map(({ fingerprint }) => fingerprint));
  const open = disambiguateFingerprints(inspection.findings).filter(
    (finding) => !known.has(finding.fingerprint) && wasNotRun(finding, notRun),
  );
  if (open.length === 0) return [];
  const { folder, changed } = await baseCommit.copy();
  const { builds: buildsBefore } = await baseCommit.builds();
  const untouched = untouchedParts(
    { ...inspection, findings: open },
    { root, baseFolder: folder, changed, newNames, buildsBefore },
  );
  if (!open.some(({ check }) => check === 'manifest')) return untouched.findings;
  const manifests = disambiguateFingerprints((await baseCommit.manifests()).findings);
  const before = new Set(manifests.map(({ fingerprint }) => fingerprint));
  return [
    ...untouched.findings,
    ...open.filter(({ check, fingerprint }) => check === 'manifest' && before.has(fingerprint)),
  ];
}
