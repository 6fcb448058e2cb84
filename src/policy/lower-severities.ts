import type { Finding } from '../core/finding.js';
import type { Note } from '../core/report.js';
import type { Severity } from '../core/severity.js';
import { globMatcher } from '../lib/glob.js';
import { pluralize } from '../lib/text.js';
import type { Lowering, Policy } from './policy.js';
import { failsPolicy } from './verdict.js';

/**
 * Lowers findings about what is not in production by one severity: findings of Dockerfiles and manifests in builder
 * stages, and in folders such as tests and examples. Critical findings and those about secrets keep their severity, and so
 * does everything that was found in an image.
 */
export function lowerSeverities(
  findings: readonly Finding[],
  { lower }: Pick<Policy, 'lower'>,
): Finding[] {
  return findings.map(lowering(lower));
}

/** A test of whether the policy lowers the severity of a finding, or a stored report says that one did. */
export function loweringTest({ lower }: Policy): (finding: Finding) => boolean {
  const lowered = lowering(lower);
  return (finding) => lowered(finding).lowered !== undefined;
}

function lowering(lower: Lowering): (finding: Finding) => Finding {
  const reasonOf = reasons(lower);
  return (finding) => {
    if (!isLowerable(finding)) return finding;
    const severity = LOWER[finding.severity];
    const reason = severity && reasonOf(finding);
    return severity && reason !== undefined
      ? { ...finding, severity, lowered: { from: finding.severity, reason } }
      : finding;
  };
}

/** Names the findings that would fail the policy if they were not lowered, so that nothing passes unseen. */
export function loweredNotes(findings: readonly Finding[], policy: Policy, now: Date): Note[] {
  const spared = findings.filter(
    ({ lowered, ...finding }) =>
      lowered !== undefined &&
      !failsPolicy(finding, policy, now) &&
      failsPolicy({ ...finding, severity: lowered.from }, policy, now),
  );
  const [first] = spared;
  if (!first) return [];
  const place = first.location ? ` in ${first.location.path}:${first.location.startLine}` : '';
  const more = spared.length > 1 ? ` and ${spared.length - 1} more` : '';
  const count = pluralize(spared.length, 'finding does', 'findings do');
  const message = `${count} not fail because the policy lowers the severity: ${first.rule}${place}${more}`;
  return [{ check: first.check, message }];
}

function isLowerable({ check, tags, lowered }: Finding): boolean {
  return (
    (check === 'lint' || check === 'manifest') &&
    !tags.includes('practice:secrets') &&
    lowered === undefined
  );
}

const LOWER: Readonly<Partial<Record<Severity, Severity>>> = {
  high: 'medium',
  medium: 'low',
  low: 'info',
};

/** Tells why a finding is lowered; undefined if it is not. */
function reasons({ builderStages, paths }: Lowering): (finding: Finding) => string | undefined {
  const globs = paths.map((glob) => ({ glob, matches: globMatcher(glob) }));
  const known = new Map<string, string | undefined>();
  const globOf = (path: string) => {
    if (!known.has(path)) known.set(path, globs.find(({ matches }) => matches(path))?.glob);
    return known.get(path);
  };
  return ({ builderStage, location }) => {
    if (builderStages && builderStage !== undefined)
      return `stage ${builderStage} is not in the image`;
    const glob = location && globOf(location.path);
    return glob && `its path matches ${glob}`;
  };
}
