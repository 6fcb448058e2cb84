import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints } from '../core/fingerprint.js';
import type { Inspection } from '../core/report.js';
import type { Baseline } from '../policy/baseline.js';

/** What the images that manifests name had before a change. */
export interface DeployedBefore extends Pick<Inspection, 'findings' | 'packages'> {
  /** The references that the change leaves as they are: their findings are those of this run. */
  readonly unchanged: ReadonlySet<string>;
}

/** The baseline with what the images that manifests name had before the change. */
export function withDeployed(
  baseline: Baseline,
  now: Pick<Inspection, 'findings' | 'packages'>,
  { findings, packages, unchanged }: DeployedBefore,
): Baseline {
  const own = baseline.findings.length;
  // The baseline's own may be there twice on purpose: see inspectBaseCommit().
  const added = disambiguateFingerprints([...baseline.findings, ...findings]).slice(own);
  const before = [...baseline.findings, ...added];
  const known = new Set(before.map(({ fingerprint }) => fingerprint));
  // As in the report: of two equal findings, the second has a fingerprint of its own.
  const same = disambiguateFingerprints(now.findings).filter(
    (finding) =>
      unchanged.has(finding.subject?.image ?? '') &&
      !known.has(finding.fingerprint) &&
      !mayBeNew(finding),
  );
  return {
    ...baseline,
    findings: [...before, ...same],
    packages: [
      ...(baseline.packages ?? []),
      ...packages,
      ...now.packages.filter(({ image }) => unchanged.has(image ?? '')),
    ],
  };
}

/**
 * What the baseline of the repository is compared with: it is one of what the repository builds. Images that manifests name
 * are compared with their own earlier versions, unless the change leaves the reference as it is: a line can name another
 * image although its text is the same, as in a template or a base of Kustomize.
 */
export function withoutDeployed(
  all: Inspection,
  { targets, findings, before }: Inspection & { readonly before: DeployedBefore },
): Inspection {
  const names = new Set(targets.map(({ name }) => name));
  const keyOf = ({ subject, location }: Finding) => `${subject?.image}\n${location?.path}`;
  const others = findings.filter(({ subject }) => !before.unchanged.has(subject?.image ?? ''));
  const changed = new Set(others.map(keyOf));
  return {
    ...all,
    targets: all.targets.filter(({ name }) => !names.has(name)),
    findings: all.findings.filter((finding) => !changed.has(keyOf(finding))),
  };
}

/** The tag may have moved to it although no line changed. */
function mayBeNew({ check, rule }: Finding): boolean {
  return check === 'malware' || rule.startsWith('INT-');
}
