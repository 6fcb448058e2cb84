import type { Check, Finding } from '../core/finding.js';
import { imageName } from '../core/fingerprint.js';
import type { Incomplete, Note, Target } from '../core/report.js';

/** What there was before the change: the base branch, another image, or an SBOM. */
export interface Baseline {
  /** As it is called to a reader: `main at 3f2a1c4d`, a file. */
  readonly name: string;
  /** Its findings, the vulnerabilities among them matched today: what was published since is no news of the change. */
  readonly findings: readonly Finding[];
  /** Fingerprints of what comments suppress there. */
  readonly suppressed?: ReadonlySet<string>;
  /** The checks that it can speak of. An SBOM knows no Dockerfile. */
  readonly checks: ReadonlySet<Check>;
}

/** What was inspected now, which tells what can be called fixed. */
export interface Inspected {
  readonly targets: readonly Target[];
  readonly incomplete: readonly Incomplete[];
  /** Every file of the repository was looked for: a file that is not among the targets is gone. */
  readonly wholeRepository: boolean;
}

/**
 * The findings, those that the baseline has too marked `known`, followed by what only the baseline has, marked `fixed`.
 * Equal is what has the same fingerprint: rule, package, image and path, or the text of the line, never its number.
 * Nothing is called fixed that was not looked for now. Fingerprints are distinct on both sides.
 */
export function compareWithBaseline(
  findings: readonly Finding[],
  baseline: Baseline,
  inspected: Inspected,
): { readonly findings: Finding[]; readonly notes: Note[] } {
  const before = new Set(baseline.findings.map((f) => f.fingerprint));
  const now = new Set(findings.map((f) => f.fingerprint));
  const gone = baseline.findings.filter(
    (f) =>
      (f.status === 'new' || f.status === 'existing') &&
      // What the policy's own rules say is found anew from the findings of now.
      f.check !== 'policy' &&
      !now.has(f.fingerprint) &&
      wasLookedFor(f, inspected),
  );
  const unknown = [...new Set(findings.map((f) => f.check))].filter((c) => !baseline.checks.has(c));
  return {
    findings: [
      ...findings.map(
        (f): Finding => (before.has(f.fingerprint) ? { ...f, status: 'existing' } : f),
      ),
      ...gone.map((f): Finding => ({ ...f, status: 'fixed' })),
    ],
    notes:
      unknown.length === 0
        ? []
        : [
            {
              message: `The baseline (${baseline.name}) says nothing of ${unknown.join(', ')}: those findings all count as new.`,
            },
          ],
  };
}

function wasLookedFor({ check, subject, location }: Finding, inspected: Inspected): boolean {
  const { targets, incomplete, wholeRepository } = inspected;
  const image = subject?.image;
  if (image !== undefined) {
    const same = (name: string) => imageName(name) === imageName(image);
    const failed = incomplete.some((i) => i.check === family(check) && same(i.target));
    return !failed && targets.some((t) => t.kind !== 'dockerfile' && same(t.name));
  }
  if (location === undefined || incomplete.some((i) => i.check === check)) return false;
  return wholeRepository || targets.some((t) => t.name === location.path);
}

/** Malicious packages are found by the check for vulnerabilities. */
function family(check: Check): Check {
  return check === 'malware' ? 'vulnerability' : check;
}
