import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { ruleBook } from '../../src/check/rule-book.js';
import type { Finding } from '../../src/core/finding.js';
import { dockerfileRules } from '../../src/dockerfile/rules/index.js';
import { applyPolicy } from '../../src/policy/apply.js';
import { loadPolicy } from '../../src/policy/load.js';
import { type GitStory, gitStory, rulesWith } from '../baseline/git-story.js';
import { NOW } from '../now.js';
import { lint } from '../reports/sample.js';

async function applied(policy: string, ...findings: readonly Finding[]) {
  const input = { findings, incomplete: [], targets: [], packages: [] };
  return applyPolicy(input, await loadPolicy(policy, 'portside.yml'), {
    now: NOW,
    rules: ruleBook,
  });
}

const rulesOf = async (policy: string, ...findings: readonly Finding[]) =>
  (await applied(policy, ...findings)).findings.map(({ rule }) => rule);

const UNPINNED = lint({ rule: 'DL3008', severity: 'low' });

test('a rule that is only in the set all is low or info', () => {
  const rated = [...ruleBook.values()].filter(({ ruleSet }) => ruleSet === 'all');
  expect(rated.length).toBeGreaterThan(50);
  expect(rated.filter(({ severity }) => !/^(?:low|info)$/.test(severity))).toEqual([]);
});

test('rules that report the same problem, and of which none is more severe, are in the same set', () => {
  const pairs = dockerfileRules.flatMap(({ id, mergesWith = [] }) =>
    mergesWith.map((other) => [id, other] as const),
  );
  const differ = pairs.filter(([one, other]) => {
    const [a, b] = [ruleBook.get(one), ruleBook.get(other)];
    return a?.severity === b?.severity && a?.ruleSet !== b?.ruleSet;
  });
  expect(differ).toEqual([]);
});

test('each rule has one sentence of reason for its severity', () => {
  const wrong = [...ruleBook.values()].filter(
    ({ severityReason: text }) => !/^\S.{3,219}$/.test(text) || text.endsWith('.'),
  );
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

describe('the rule set recommended', () => {
  it.each([
    '',
    'extends: audit',
    'rule-set: recommended',
    'extends: strict\nrule-set: recommended',
  ])('applies with %j, and a note counts what is not shown', async (policy) => {
    const result = await applied(policy, UNPINNED, lint({ rule: 'DL3006' }));
    expect(result.findings.map(({ rule }) => rule)).toEqual(['DL3006']);
    expect(result.notShown).toEqual([{ rule: 'DL3008', count: 1 }]);
    expect(result.notes.map(({ message }) => message)).toEqual([
      '1 finding of rules outside the set recommended is not shown, and does not fail. To show them: rule-set: all in the policy',
    ]);
    expect(result.coverage).toEqual([]);
  });

  it.each(['fail-on: { severity: low }', 'fail-on: { checks: { lint: { severity: low } } }'])(
    'hides nothing that fails by %j',
    async (policy) => {
      const result = await applied(policy, UNPINNED);
      expect(result.findings).toHaveLength(1);
      expect(result.verdict.outcome).toBe('fail');
    },
  );

  it.each(['rule-set: all', 'extends: strict', 'extends: recommended\nrule-set: all'])(
    'does not apply with %j',
    async (policy) => {
      const result = await applied(policy, UNPINNED);
      expect(result.findings).toHaveLength(1);
      expect([...result.notShown, ...result.notes]).toEqual([]);
    },
  );

  it.each([
    ['of medium severity', { severity: 'medium' }],
    ['that was medium before it was lowered', { lowered: { from: 'medium', reason: 'a' } }],
    ['of a rule with a severity in .hadolint.yaml', { ruleSet: 'recommended' }],
    ['of no rule that is known', { rule: 'CVE-2030-1' }],
  ] as const)('shows a finding %s', async (_, parts) => {
    expect(await rulesOf('', lint({ rule: 'DL3008', severity: 'low', ...parts }))).toHaveLength(1);
  });

  it('leaves out findings of ShellCheck below medium, and single cases of a rule', async () => {
    const found = await rulesOf(
      '',
      lint({ rule: 'SC2086', severity: 'info' }),
      lint({ rule: 'SC2068', severity: 'medium' }),
      lint({ rule: 'GHA-PIN', severity: 'low', ruleSet: 'all' }),
      lint({ rule: 'GHA-PIN', severity: 'low' }),
    );
    expect(found).toEqual(['SC2068', 'GHA-PIN']);
  });

  it.each([
    'exceptions: [{ rule: DL3008, path: other, reason: a }]',
    'rules: [{ id: X, severity: low, message: a, when: \'finding.rule == "DL3008" && finding.line == 0\' }]',
  ])('shows a rule that the policy names: %s', async (policy) => {
    expect(await rulesOf(policy, UNPINNED)).toEqual(['DL3008']);
  });

  it('does not take a glob for a name, and its exception is used', async () => {
    const policy = 'exceptions: [{ rule: "DL*", reason: a }]';
    expect(await rulesOf(policy, UNPINNED)).toEqual([]);
  });

  it('applies own rules to what it leaves out', async () => {
    const rule = 'id: X, severity: high, message: a, when: finding.line >= 0';
    const result = await applied(`rules: [{ ${rule} }]`, UNPINNED);
    expect(result.findings.map((one) => one.rule)).toEqual(['X']);
    expect(result.verdict.outcome).toBe('fail');
  });
});

test('another value is an error with its line', async () => {
  await expect(loadPolicy('extends: strict\nrule-set: some\n', 'portside.yml')).rejects.toThrow(
    /portside\.yml:2.*rule-set/s,
  );
});

describe('a baseline with another rule set', () => {
  let story: GitStory;
  beforeEach(() => {
    story = gitStory();
  });
  afterEach(() => story.remove());

  const FILES = { Dockerfile: 'FROM debian:12\nRUN apt-get update && apt-get install -y curl\n' };
  const runWith = async (set: string, baseline: string) => {
    story.commit({ 'policy.yml': `rule-set: ${set}\n` });
    return story.run(['--baseline', baseline, '--policy', `${story.root}/policy.yml`], true);
  };
  const stored = async (set: string) => {
    story.base({ ...FILES, '.github/portside.yml': `rule-set: ${set}\n` });
    return story.store();
  };

  it('calls nothing new that the baseline left out', async () => {
    const report = await runWith('all', await stored('recommended'));
    expect(rulesWith(report, 'existing')).toContain('DL3008');
    expect([...rulesWith(report, 'new'), ...rulesWith(report, 'fixed')]).toEqual([]);
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(
        /^\d+ findings count as existing: the report of .* does not show their rules/,
      ),
    );
  });

  it('calls nothing fixed that this run leaves out', async () => {
    const report = await runWith('recommended', await stored('all'));
    expect(rulesWith(report, 'fixed')).toEqual([]);
    expect(rulesWith(report, 'existing')).not.toContain('DL3008');
    expect(report.notShown?.map(({ rule }) => rule)).toContain('DL3008');
  });
});
