import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { rulesPage } from '../../scripts/pages/rules.js';
import { ruleBook } from '../../src/check/rule-book.js';
import type { Finding } from '../../src/core/finding.js';
import type { RuleReference } from '../../src/core/rule.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { defineDockerfileRule } from '../../src/dockerfile/rule.js';
import { lintManifests } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { matchExceptions } from '../../src/policy/exceptions.js';
import { rulePage, rulePageFile } from '../../src/reports/rule-page.js';
import { fileSecrets } from '../../src/secrets/file.js';
import { NOW } from '../now.js';
import { policyOf } from '../policy/policy-of.js';

const rules = [...ruleBook.values()];

describe('docs/rules', () => {
  it('has one page for each rule and an index, as npm run docs writes them', () => {
    const pages = new Map(rules.map((rule) => [rulePageFile(rule.id), rulePage(rule)]));
    pages.set('README.md', rulesPage(rules));
    const names = readdirSync('docs/rules').sort();
    expect(names).toEqual([...pages.keys()].sort());
    for (const name of names)
      expect(readFileSync(`docs/rules/${name}`, 'utf8')).toBe(pages.get(name));
  });
});

const rule: RuleReference = {
  id: 'PS9999',
  name: 'sample-rule',
  check: 'lint',
  severity: 'high',
  severityReason: 'Everyone has the secret',
  practice: 'secrets',
  title: 'Sample has a problem',
  why: 'It fails.',
  remediation: 'Remove the problem',
  aliases: ['DS-9999'],
  references: ['https://example.org/a', 'https://example.org/b'],
  wrong: 'FROM bad',
  right: 'FROM good',
};

describe('a rule page', () => {
  it('has the reason, the remediation, both examples, the suppression and the references', () => {
    const paragraphs = [
      '# PS9999: Sample has a problem',
      'lint · high · secrets · `sample-rule` · also DS-9999',
      '## Why it matters',
      'It fails.',
      '**Severity** high: Everyone has the secret. **Rule set**: `recommended` and `all`.',
      '## How to fix',
      'Remove the problem',
      '## Examples',
      '### Bad',
      '```dockerfile\nFROM bad\n```',
      '### Good',
      '```dockerfile\nFROM good\n```',
      '## How to suppress',
      'Add this comment above the instruction:',
      '```dockerfile\n# portside ignore=PS9999 reason=why it is accepted until=2099-12-31\n```',
      'Or add an exception to the policy (`.github/portside.yml`). The keys `package`, `path`, and `image` limit what it applies to.',
      '```yaml\nexceptions:\n  - { rule: PS9999, reason: why it is accepted, until: 2099-12-31 }\n```',
      '## References',
      '- <https://example.org/a>\n- <https://example.org/b>',
    ];
    expect(rulePage(rule)).toBe(`${paragraphs.join('\n\n')}\n`);
  });

  it('leaves out sections without content', () => {
    const page = rulePage({
      ...rule,
      aliases: [],
      references: [],
      wrong: undefined,
      right: undefined,
    });
    expect(headings(page)).toEqual(['Why it matters', 'How to fix', 'How to suppress']);
    expect(page).not.toContain('also');
  });

  test.each(['hardening', 'trust', 'malware', 'policy'] as const)(
    'of the %s family shows no comment, because none suppresses its findings',
    (check) => {
      const page = rulePage({ ...rule, check });
      expect(page).not.toContain('comment');
      expect(page).toContain('Add an exception to the policy');
    },
  );
});

describe('the suppression on a rule page works', () => {
  test('for every rule as an exception in the policy', () => {
    const failing = rules.filter((one) => {
      const [, exception = ''] = /```yaml\n(exceptions:[^`]*)```/.exec(rulePage(one)) ?? [];
      const { exceptions } = policyOf(exception, '.github/portside.yml');
      const finding = { rule: one.id, aliases: [], check: one.check, status: 'new' };
      const started = matchExceptions(exceptions, new Date('2099-12-31'));
      return started.apply([finding as unknown as Finding])[0]?.status !== 'excepted';
    });
    expect(failing.map(({ id }) => id)).toEqual([]);
  });

  test('for PS0005 as a comment for the whole file', () => {
    const failing = defineDockerfileRule({
      ...rule,
      check: () => {
        throw new Error('broken');
      },
    });
    const suppressed: string[] = [];
    const findings = lintDockerfile(
      parseDockerfile('Dockerfile', `${commentOn('PS0005')}\nFROM debian:12`),
      { now: NOW },
      { rules: [failing], onSuppressed: (finding) => suppressed.push(finding.rule) },
    );
    expect(findings).toEqual([]);
    expect(suppressed).toEqual(['PS0005']);
  });

  test('for PS0001 as an exception only: its page shows no comment, and a comment has no effect', () => {
    expect(commentOn('PS0001')).toBe('');
    const text = '# portside ignore=PS0001\n# hadolint ignore=DL30008\nFROM debian:12';
    const findings = lintDockerfile(parseDockerfile('Dockerfile', text), { now: NOW });
    expect(findings.map((finding) => finding.rule)).toContain('PS0001');
  });

  test('for a manifest rule as a comment above the line', () => {
    const suppressed: string[] = [];
    const lint = (comment: string) =>
      lintManifests(
        [
          readManifest(
            `services:\n  app:\n    image: x:1\n    ${comment}\n    privileged: true\n`,
            'compose.yaml',
            'compose',
          ),
        ],
        { now: NOW },
        undefined,
        (finding) => suppressed.push(finding.rule),
      ).map((finding) => finding.rule);
    expect(lint('# a comment')).toContain('DEP-PRIV');
    expect(lint(commentOn('DEP-PRIV'))).not.toContain('DEP-PRIV');
    expect(suppressed).toEqual(['DEP-PRIV']);
  });

  test('for a secret as a comment on its line', () => {
    // Joined at run time, so that secret scanners do not report this file.
    const token = ['gh', 'p_', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('');
    const search = (line: string) => fileSecrets('config.sh', line, { left: 1e9 });
    const [finding] = search(`TOKEN=${token}`).findings;
    const { findings, suppressed } = search(`TOKEN=${token} ${commentOn(finding?.rule ?? '')}`);
    expect(findings).toEqual([]);
    expect(suppressed.map(({ rule }) => rule)).toEqual([finding?.rule]);
  });
});

/** The suppression comment on the page of a rule. */
function commentOn(id: string): string {
  const found = ruleBook.get(id);
  return (found && /^# portside.*$/m.exec(rulePage(found))?.[0]) ?? '';
}

function headings(page: string): string[] {
  return [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
}
