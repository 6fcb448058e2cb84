import type { Finding } from '../core/finding.js';
import type { PolicyResult } from './apply.js';
import type { Exception, Policy } from './policy.js';

/** Names in one sentence. */
const MOST_NAMED = 5;

/**
 * What a change of the policy would change, in plain sentences of bounded length: how the findings of this run would be
 * judged, and what differs in the text. `before` is in force, `after` is what the change proposes.
 */
export function diffPolicyOutcomes(
  before: { readonly policy: Policy; readonly result: PolicyResult },
  after: { readonly policy: Policy; readonly result: PolicyResult },
): string[] {
  const [now, then] = [before.result.verdict.outcome, after.result.verdict.outcome];
  const outcome =
    now === then
      ? `The verdict would stay: ${now}`
      : `The verdict would be ${then} instead of ${now}`;
  const wasExcepted = excepted(before.result.findings);
  const isExcepted = excepted(after.result.findings);
  const gained = without(isExcepted, wasExcepted);
  const lost = without(wasExcepted, isExcepted);
  const keys = changedKeys(before.policy, after.policy);
  const added = newExceptions(before.policy, after.policy);
  return [
    `${outcome}.`,
    ...(gained.size > 0 ? [`It excepts ${named(gained)}.`] : []),
    ...(lost.size > 0 ? [`It no longer excepts ${named(lost)}.`] : []),
    ...(added.length > 0 ? [`It adds ${listed(added.map(describe), 'exception')}.`] : []),
    ...(keys.length > 0 ? [`It changes ${keys.join(', ')}.`] : []),
  ];
}

function excepted(findings: readonly Finding[]): Map<string, string> {
  const found = findings.filter(({ status }) => status === 'excepted');
  return new Map(found.map(({ fingerprint, rule }) => [fingerprint, rule]));
}

function without(all: ReadonlyMap<string, string>, some: ReadonlyMap<string, string>) {
  return new Map([...all].filter(([fingerprint]) => !some.has(fingerprint)));
}

function named(findings: ReadonlyMap<string, string>): string {
  const rules = [...new Set(findings.values())];
  return listed(rules, 'finding', findings.size);
}

/** `7 findings: A, B, C, D, E and more` */
function listed(names: readonly string[], noun: string, count = names.length): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => name.slice(0, 200));
  const more = names.length > MOST_NAMED ? ' and more' : '';
  return `${count} ${count === 1 ? noun : `${noun}s`}: ${shown.join(', ')}${more}`;
}

function newExceptions(before: Policy, after: Policy): Exception[] {
  const known = new Set(before.exceptions.map(identity));
  return after.exceptions.filter((exception) => !known.has(identity(exception)));
}

/** Without the line, which moves. */
function identity({ line: _, ...exception }: Exception): string {
  return JSON.stringify(exception);
}

function describe({ rule, packages, until, owner }: Exception): string {
  const what = packages.length > 0 ? ` of ${packages.join(', ')}` : '';
  const end = until === undefined ? ' without an end' : ` until ${until}`;
  return `${rule}${what}${end}${owner === undefined ? '' : ` by ${owner}`}`;
}

/** What the file calls those parts of a policy. */
const KEYS: readonly (readonly [keyof Policy, string])[] = [
  ['failOn', 'fail-on'],
  ['allowIncomplete', 'allow-incomplete'],
  ['images', 'images'],
  ['advisories', 'advisories'],
  ['registries', 'registries'],
  ['trust', 'trust'],
  ['baseImages', 'base-images'],
  ['ignoreComments', 'ignore-comments'],
  ['rules', 'rules'],
];

/** What moves, or is not in the policy's own text. */
const WITHOUT = new Set(['line', 'pem', 'trustedRootText', 'vexTexts']);

function changedKeys(before: Policy, after: Policy): string[] {
  const text = (value: unknown) =>
    JSON.stringify(value, (key, inner) => (WITHOUT.has(key) ? undefined : inner));
  return KEYS.filter(([key]) => text(before[key]) !== text(after[key])).map(([, name]) => name);
}
