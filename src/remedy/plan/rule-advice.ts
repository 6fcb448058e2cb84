import type { Finding } from '../../core/finding.js';
import type { RuleBook } from '../../core/report.js';
import { object } from '../../lib/json.js';
import { type Candidate, NO_NOTES, pathAndLine, placeOf } from './candidate.js';
import type { PlanContext } from './context.js';
import { packageOf } from './package-of.js';

/** The step that a rule advises: its fix, or what its page says. One for each rule and line. */
export function ruleAdvice(finding: Finding, { rules }: PlanContext): Candidate {
  const { rule, location } = finding;
  const clearedBy = rules.get(rule)?.clearedBy;
  if (clearedBy === 'non-root-user') return addUser(finding);
  const remedy = isFile(finding) || clearedBy === 'removal' ? 'remove' : 'edit';
  return {
    id: `${remedy} ${placeOf(finding) ?? `in ${finding.subject?.image}`} ${rule}`,
    remedy,
    title: (findings) => titleOf(findings.find(({ fix }) => fix) ?? finding, rules),
    rule: isAdvice(finding) ? rule : undefined,
    ...pathAndLine(finding),
    risk: finding.fix && !mayBreak(finding, rules) ? 'none' : 'unknown',
    ...(clearedBy === 'removal' && { savedBytes: bytesOf(finding) }),
    notes: NO_NOTES,
    change: (findings) =>
      location && findings.some(({ fix }) => fix)
        ? { kind: 'rule-fix', path: location.path, rule, line: location.startLine }
        : undefined,
  };
}

/** Whether the fix of a finding may break a build or a program. Those of manifests change how containers run. */
function mayBreak({ check, rule }: Finding, rules: RuleBook): boolean {
  return check === 'manifest' || rules.get(rule)?.fixMayBreak === true;
}

/** The bytes in the layer, if the rule counts them. */
function bytesOf({ details }: Finding): number | undefined {
  const { bytes } = object(details);
  return typeof bytes === 'number' && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Whether the title does not say what the finding is about. */
function isAdvice(finding: Finding): boolean {
  const isNamed =
    finding.check === 'secret' || finding.fix !== undefined || endedRelease(finding) !== undefined;
  return !isNamed && !finding.message.startsWith(BUILD_ERROR);
}

const BUILD_ERROR = 'The build fails: ';

/** A file that a malware scanner recognized. */
function isFile({ check }: Finding): boolean {
  return check === 'malware';
}

/** One USER instruction clears the findings of all rules about root in one file. */
function addUser(finding: Finding): Candidate {
  return {
    id: `edit ${finding.location?.path ?? `in ${finding.subject?.image}`} USER`,
    remedy: 'edit',
    title: () => 'add a non-root USER',
    ...pathAndLine(finding),
    risk: 'unknown',
    notes: NO_NOTES,
  };
}

/** A malicious package is removed, since there is no version to upgrade to. */
export function packageRemoval(finding: Finding): Candidate {
  const { name: bare, installed } = packageOf(finding);
  const name = [bare, installed].filter((part) => part !== '').join(' ');
  return {
    id: `remove ${placeOf(finding) ?? `in ${finding.subject?.image}`} ${name}`,
    remedy: 'remove',
    title: () => `remove malicious package ${name}`,
    ...pathAndLine(finding),
    risk: 'removal',
    notes: NO_NOTES,
  };
}

function titleOf(finding: Finding, rules: RuleBook): string {
  const { rule } = finding;
  if (finding.fix) return uncapitalize(finding.fix.description);
  const ended = endedRelease(finding);
  if (ended !== undefined) return `use a supported release instead of ${ended}`;
  const message = finding.message.replace(/[.\s]+$/, '');
  if (finding.check === 'secret') return `revoke and remove the secret: ${message}`;
  if (message.startsWith(BUILD_ERROR))
    return `fix the build error: ${message.slice(BUILD_ERROR.length)}`;
  const unpinned = unpinnedPackages(finding);
  if (unpinned !== undefined) return `pin ${unpinned}`;
  const advice = rules.get(rule)?.remediation;
  return advice === undefined
    ? `fix ${rule}: ${message}`
    : uncapitalize(advice.replace(/[.\s]+$/, ''));
}

/** The release whose end of life the finding is about, such as `alpine 3.20`. */
function endedRelease({ details }: Finding): string | undefined {
  if (details === undefined || !('endOfLife' in details)) return undefined;
  const { distribution, product }: { distribution?: unknown; product?: unknown } = details;
  return [distribution, product].find((name) => typeof name === 'string');
}

/** Packages that a step names. */
const MAX_PINNED = 3;

/** `the versions of curl, git, vim and 2 more`, if the finding is about packages without a version. */
function unpinnedPackages({ details }: Finding): string | undefined {
  if (details === undefined || !('unpinned' in details)) return undefined;
  const { unpinned }: { unpinned?: unknown } = details;
  const names = Array.isArray(unpinned) ? unpinned.filter((name) => typeof name === 'string') : [];
  if (names.length === 0) return undefined;
  const more = names.length - MAX_PINNED;
  const shown = names.slice(0, MAX_PINNED).join(', ');
  const list = more > 0 ? `${shown} and ${more} more` : shown;
  return `the ${names.length === 1 ? 'version' : 'versions'} of ${list}`;
}

/** The description of a fix is an imperative; a title continues a sentence. */
function uncapitalize(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
