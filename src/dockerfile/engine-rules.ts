import { type DockerfileRule, defineRule } from './rule.js';

/** Findings that the engine itself makes about pragmas and rules; their descriptions serve the documentation. */
const nothing = () => {};

/** A pragma names a rule that does not exist. */
export const UNKNOWN_RULE = defineRule({
  id: 'PS0001',
  name: 'known-rule-in-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment names a rule that does not exist',
  why: 'A mistyped rule name ignores nothing: the author believes that a decision is recorded, and it is not.',
  mend: 'Correct the name; `portside explain` knows every rule.',
  wrong: '# hadolint ignore=DL30008\nRUN apt-get install -y curl',
  right: '# hadolint ignore=DL3008\nRUN apt-get install -y curl',
  check: nothing,
});

/** An ignore that no finding needs. */
export const UNUSED_IGNORE = defineRule({
  id: 'PS0002',
  name: 'no-unused-ignore',
  severity: 'info',
  practice: 'maintainability',
  title: 'Ignore comment matches no finding',
  why: 'An exception that is no longer needed hides the next finding of the same rule on that line.',
  mend: 'Remove the comment, or the rule from it.',
  wrong: '# hadolint ignore=DL3007\nFROM debian:12',
  right: 'FROM debian:12',
  check: nothing,
});

/** `until=` is over. */
export const EXPIRED_IGNORE = defineRule({
  id: 'PS0003',
  name: 'no-expired-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment has expired',
  why: 'The exception was granted until a date that has passed, so the finding counts again.',
  mend: 'Mend the finding, or extend the date with a reason.',
  wrong:
    '# portside ignore=DL3008 until=2020-01-01 reason=mirror is down\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-01 reason=mirror is down\nRUN apt-get install -y curl',
  check: nothing,
});

/** A pragma that cannot be understood. */
export const MALFORMED_IGNORE = defineRule({
  id: 'PS0004',
  name: 'well-formed-ignore',
  severity: 'medium',
  practice: 'maintainability',
  title: 'Ignore comment cannot be understood',
  why: 'What cannot be read has no effect, or not the one that was meant.',
  mend: 'Write `# portside ignore=RULE reason=… until=2027-01-31`.',
  wrong: '# portside ignore=DL3008 until=soon\nRUN apt-get install -y curl',
  right:
    '# portside ignore=DL3008 until=2099-01-31 reason=mirror is down\nRUN apt-get install -y curl',
  check: nothing,
});

/** A rule threw. */
export const RULE_FAILED = defineRule({
  id: 'PS0005',
  name: 'rule-failed',
  severity: 'medium',
  practice: 'maintainability',
  title: 'A rule could not be checked',
  why: 'A check that did not run is no pass.',
  mend: 'Report the message with the Dockerfile to the project.',
  check: nothing,
});

export const engineRules: readonly DockerfileRule[] = [
  UNKNOWN_RULE,
  UNUSED_IGNORE,
  EXPIRED_IGNORE,
  MALFORMED_IGNORE,
  RULE_FAILED,
];
