import { type Finding, vulnerabilityDetails } from '../../core/finding.js';
import { isDistributionPackage, parsePackageUrl } from '../../core/package-url.js';
import { groupBy } from '../../lib/group-by.js';
import { text } from '../../lib/json.js';
import { capitalize } from '../../lib/text.js';
import { type Candidate, NO_NOTES } from './candidate.js';

/** Until somebody publishes a fix. One step for each distribution, and one for everybody else. */
export function waiting(finding: Finding): Candidate {
  const purl = finding.subject?.purl ?? '';
  const namespace = isDistributionPackage(purl) ? parsePackageUrl(purl)?.namespace : undefined;
  const who = namespace === undefined ? '' : capitalize(namespace);
  return {
    id: `wait ${who || 'upstream'}`,
    remedy: 'wait',
    title: (findings) =>
      findings.every(isNotPlanned)
        ? `replace the packages, or accept the risk: ${who === '' ? 'their authors plan' : `${who} plans`} no fix`
        : `wait for fixes of ${who || 'the packages themselves'}`,
    risk: 'none',
    notes: waitNotes,
  };
}

function isNotPlanned(finding: Finding): boolean {
  return vulnerabilityDetails(finding)?.state === 'will-not-fix';
}

/** What the distribution says about the vulnerabilities, the most frequent first. */
function waitNotes(findings: readonly Finding[]): string[] {
  const states = groupBy(findings, (finding) => {
    const details = vulnerabilityDetails(finding);
    return (
      text(details?.stateReason) ?? (details?.state === 'will-not-fix' ? 'no fix is planned' : '')
    );
  });
  return [...states]
    .filter(([state]) => state !== '')
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MAX_STATES)
    .map(([state, { length }]) => `${length} of ${findings.length}: ${state}.`);
}

/** States that the notes name. */
const MAX_STATES = 5;

/** What evidence or a VEX document shows not to be affected. Undefined for every other exception. */
export function notAffected({ exception }: Finding): Candidate | undefined {
  if (exception?.source === 'evidence')
    return {
      id: 'not-affected evidence',
      remedy: 'not-affected',
      title: () => 'nothing to do: the image does not contain the vulnerable code',
      risk: 'none',
      notes: NO_NOTES,
    };
  if (exception?.source === 'vex' && exception.status !== 'fixed') {
    const { baseImage } = exception;
    const title =
      baseImage === undefined
        ? 'nothing to do: VEX documents say that the image is not affected'
        : `nothing to do: not affected, by VEX of base image ${baseImage}`;
    return {
      id: `not-affected vex ${baseImage ?? ''}`.trim(),
      remedy: 'not-affected',
      title: () => title,
      risk: 'none',
      notes: NO_NOTES,
    };
  }
  return undefined;
}

/** The last resort for what fails the policy and has no fix. */
export function acceptance(): Candidate {
  return {
    id: 'accept',
    remedy: 'accept',
    title: () => 'accept it in the policy, with an owner and a date',
    risk: 'none',
    notes: () => [
      'No fix is published, and the policy fails. Add an exception with reason, owner and until.',
    ],
  };
}

/** What exceptions of the policy cover, and VEX documents that say it is fixed. */
export function accepted(): Candidate {
  return {
    id: 'accepted',
    remedy: 'accepted',
    title: () => 'nothing to do: exceptions accept them',
    risk: 'none',
    notes: NO_NOTES,
  };
}
