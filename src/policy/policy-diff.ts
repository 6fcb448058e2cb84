import { CHECK_NAMES } from '../core/check-names.js';
import { CHECKS, type Finding } from '../core/finding.js';
import { SEVERITIES } from '../core/severity.js';
import { type LicensePolicy, UNKNOWN_LICENSES } from '../licenses/license-evaluation.js';
import type { PolicyResult } from './apply.js';
import type { Gate } from './gate.js';
import { type AllowedGap, type Exception, IGNORE_COMMENTS, type Policy } from './policy.js';
import { gateOf } from './verdict.js';

/** Names in one sentence. */
const MAX_NAMED = 5;

/**
 * The effects of a changed policy, as sentences of bounded length: the verdict and the excepted findings of this run, and
 * the changed parts of the file. `before` is the policy of the base branch, `after` that of the pull request.
 */
export function diffPolicyOutcomes(
  before: { readonly policy: Policy; readonly result: PolicyResult },
  after: { readonly policy: Policy; readonly result: PolicyResult },
): string[] {
  const [from, to] = [before.result.verdict.outcome, after.result.verdict.outcome];
  const verdict =
    from === to
      ? `The verdict would not change (${from}).`
      : `The verdict would change from ${from} to ${to}.`;
  const wasExcepted = exceptedRules(before.result.findings);
  const isExcepted = exceptedRules(after.result.findings);
  const gained = without(isExcepted, wasExcepted);
  const lost = without(wasExcepted, isExcepted);
  const keys = changedKeys(before.policy, after.policy);
  const added = newExceptions(before.policy, after.policy).map(describeException);
  return [
    verdict,
    ...(gained.size > 0 ? [`Exceptions would cover ${listFindings(gained, 'more ')}.`] : []),
    ...(lost.size > 0 ? [`Exceptions would no longer cover ${listFindings(lost)}.`] : []),
    ...(added.length > 0 ? [`${count(added.length, 'new exception')}: ${firstNames(added)}.`] : []),
    ...(keys.length > 0 ? [`Changed keys: ${keys.join(', ')}.`] : []),
  ];
}

/** What a changed policy suppresses in addition, one phrase each: exceptions, allowed gaps and weaker gates. */
export function addedToPolicy(before: Policy, after: Policy): string[] {
  const isLooser =
    IGNORE_COMMENTS.indexOf(after.ignoreComments) < IGNORE_COMMENTS.indexOf(before.ignoreComments);
  const isScanned = ({ deployedImages = 'changed' }: Policy) =>
    ['off', 'changed', 'all'].indexOf(deployedImages);
  const scansFewer = isScanned(after) < isScanned(before);
  return [
    ...newExceptions(before, after).map(
      (exception) => `exception ${describeException(exception)} in ${exception.file}`,
    ),
    ...after.allowIncomplete
      .filter((check) => !before.allowIncomplete.includes(check))
      .map((check) => `allow-incomplete: ${check}`),
    ...after.allowUncovered
      .filter((gap) => !before.allowUncovered.some((one) => isAsLong(one, gap)))
      .map(({ check, target, until }) => {
        const end = until === undefined ? '' : ` until ${until}`;
        return `allow-uncovered: ${check} of ${target}${end}`;
      }),
    ...CHECKS.filter((check) => isWeaker(gateOf(after, check), gateOf(before, check))).map(
      (check) => `weaker gate for ${CHECK_NAMES[check]}`,
    ),
    ...looserLicenses(before.licenses, after.licenses),
    ...looserParts(before, after),
    ...(scansFewer ? [`deployed-images: ${after.deployedImages ?? 'changed'}`] : []),
    ...(isLooser ? [`ignore-comments: ${after.ignoreComments}`] : []),
  ];
}

/** Parts without which less is reported, or as less severe. */
function looserParts(before: Policy, after: Policy): readonly string[] {
  const { lower: lowerBefore, advisories: agesBefore } = before;
  const { lower, advisories } = after;
  const days = ({ maximumAgeDays = Number.POSITIVE_INFINITY }: Policy['advisories']) =>
    maximumAgeDays;
  const rules = new Map(after.rules.map(({ id, when, severity }) => [id, `${severity} ${when}`]));
  const trust = new Set(after.trust.map(comparedText));
  const registries = after.registries ?? ['any'];
  return [
    ...lower.paths
      .filter((path) => !lowerBefore.paths.includes(path))
      .map((path) => `lower: ${path}`),
    ...(lower.builderStages && !lowerBefore.builderStages ? ['lower: builder-stages'] : []),
    ...before.rules
      .filter(({ id, when, severity }) => rules.get(id) !== `${severity} ${when}`)
      .map(({ id }) => `rule ${id} changed or removed`),
    ...before.trust
      .filter((entry) => !trust.has(comparedText(entry)))
      .map(({ images }) => `trust requirement for ${images} changed or removed`),
    ...registries
      .filter((registry) => before.registries && !before.registries.includes(registry))
      .map((registry) => `registry ${registry}`),
    ...(before.baseImages === 'verify' && after.baseImages === 'ignore'
      ? ['base-images: ignore']
      : []),
    ...(PROVENANCE.indexOf(after.packageProvenance) > PROVENANCE.indexOf(before.packageProvenance)
      ? [`package-provenance: ${after.packageProvenance}`]
      : []),
    ...(before.ruleSet === 'all' && after.ruleSet !== 'all' ? ['rule-set: recommended'] : []),
    ...(days(advisories) > days(agesBefore)
      ? [`maximum-age-days: ${advisories.maximumAgeDays ?? 'none'}`]
      : []),
  ];
}

/** From the strictest. */
const PROVENANCE: readonly Policy['packageProvenance'][] = ['verify', 'not-in-forks', 'ignore'];

/** Whether an entry allows the same gaps as another one, at least as long. */
function isAsLong(entry: AllowedGap, { check, target, until }: AllowedGap): boolean {
  const isSame = entry.check === check && entry.target === target;
  return isSame && (entry.until === undefined || (until !== undefined && until <= entry.until));
}

/** Licenses that the policy no longer denies, that it allows in addition, and unknown ones that it accepts. */
function looserLicenses(
  before: LicensePolicy | undefined,
  after: LicensePolicy | undefined,
): readonly string[] {
  if (!before) return [];
  const { deny = [], allow, unknown = 'allow' } = after ?? {};
  const added = before.allow && (allow ?? ['any']).filter((one) => !before.allow?.includes(one));
  return [
    ...before.deny.filter((one) => !deny.includes(one)).map((one) => `no longer denied: ${one}`),
    ...(added ?? []).map((one) => `allowed: ${one}`),
    ...(UNKNOWN_LICENSES.indexOf(unknown) < UNKNOWN_LICENSES.indexOf(before.unknown)
      ? [`unknown: ${unknown}`]
      : []),
  ].map((phrase) => `licenses, ${phrase}`);
}

/** Whether findings may pass the gate that fail the other one. */
function isWeaker(gate: Gate, other: Gate): boolean {
  // From the mildest severity that fails to none at all.
  const strictness = ({ severity }: Gate) => (SEVERITIES as readonly string[]).indexOf(severity);
  return (
    strictness(gate) < strictness(other) ||
    (gate.fixable && !other.fixable) ||
    (gate.new && !other.new) ||
    (!gate.knownExploited && other.knownExploited !== false) ||
    gate.graceDays > other.graceDays ||
    (other.epss ?? 2) < (gate.epss ?? 2)
  );
}

/** The rules of excepted findings by fingerprint. */
function exceptedRules(findings: readonly Finding[]): Map<string, string> {
  const excepted = findings.filter(({ status }) => status === 'excepted');
  return new Map(excepted.map(({ fingerprint, rule }) => [fingerprint, rule]));
}

function without(all: ReadonlyMap<string, string>, some: ReadonlyMap<string, string>) {
  return new Map([...all].filter(([fingerprint]) => !some.has(fingerprint)));
}

/** `7 findings: A, B, C, D, E and more` */
function listFindings(rules: ReadonlyMap<string, string>, adjective = ''): string {
  return `${count(rules.size, `${adjective}finding`)}: ${firstNames([...new Set(rules.values())])}`;
}

function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}

function firstNames(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMED).map((name) => name.slice(0, 200));
  return `${shown.join(', ')}${names.length > MAX_NAMED ? ' and more' : ''}`;
}

function newExceptions(before: Policy, after: Policy): Exception[] {
  const known = new Set(before.exceptions.map(identity));
  return after.exceptions.filter((exception) => !known.has(identity(exception)));
}

/** The exception without its line, which changes when text is moved. */
function identity({ line: _, ...exception }: Exception): string {
  return JSON.stringify(exception);
}

function describeException({ rule, packages, until, owner }: Exception): string {
  const what = packages.length > 0 ? ` of ${packages.join(', ')}` : '';
  const expiry = until === undefined ? ' (never expires)' : ` until ${until}`;
  return `${rule}${what}${expiry}${owner === undefined ? '' : ` by ${owner}`}`;
}

/** The keys in the policy file. */
const KEYS: readonly (readonly [keyof Policy, string])[] = [
  ['failOn', 'fail-on'],
  ['allowIncomplete', 'allow-incomplete'],
  ['allowUncovered', 'allow-uncovered'],
  ['images', 'images'],
  ['advisories', 'advisories'],
  ['registries', 'registries'],
  ['licenses', 'licenses'],
  ['trust', 'trust'],
  ['baseImages', 'base-images'],
  ['deployedImages', 'deployed-images'],
  ['packageProvenance', 'package-provenance'],
  ['minimumAgeDays', 'minimum-age-days'],
  ['fixPullRequest', 'fix-pull-request'],
  ['leastPrivilege', 'least-privilege'],
  ['lower', 'lower'],
  ['ignoreComments', 'ignore-comments'],
  ['ruleSet', 'rule-set'],
  ['rules', 'rules'],
];

/** Members that are not compared: lines change when text is moved, and the others are not in the policy file. */
const NOT_COMPARED = new Set(['line', 'pem', 'trustedRootText', 'vexTexts']);

function changedKeys(before: Policy, after: Policy): string[] {
  return KEYS.filter(([key]) => comparedText(before[key]) !== comparedText(after[key])).map(
    ([, name]) => name,
  );
}

/** Equal for a value whose text in the policy only moved. */
function comparedText(value: unknown): string | undefined {
  return JSON.stringify(value, (key, inner) => (NOT_COMPARED.has(key) ? undefined : inner));
}
