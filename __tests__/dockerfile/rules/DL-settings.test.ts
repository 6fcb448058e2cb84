import { describe, expect, test } from '@jest/globals';
import type { LabelType, LintConfig } from '../../../src/dockerfile/lint-config.js';
import { lint, marks } from '../lint-text.js';

describe('a label of the schema is held to its type', () => {
  test.each<[rule: string, type: LabelType, good: string[], bad: string[]]>([
    [
      'DL3052',
      'url',
      ['https://example.org/a?b#c', 'mailto:a@example.org'],
      ['example', 'http://a b'],
    ],
    [
      'DL3053',
      'rfc3339',
      ['2024-02-29T10:26:33Z', '2026-03-10t10:26:33.5+01:00'],
      ['2026-02-29T10:26:33Z', '2026-03-10', '2026-13-01T00:00:00Z', '2026-03-10T24:00:00Z'],
    ],
    [
      'DL3054',
      'spdx',
      ['MIT', 'Apache-2.0 OR (MIT AND 0BSD)', 'GPL-2.0-only WITH Classpath-exception-2.0'],
      ['mine', 'MIT AND', '(MIT', 'MIT Apache-2.0'],
    ],
    ['DL3055', 'hash', ['7a1b2c3', 'a'.repeat(40)], ['main', 'a'.repeat(8), 'A'.repeat(7)]],
    ['DL3056', 'semver', ['1.0.0', '1.2.3-rc.1+b.2'], ['1.0', 'v1.0.0', '01.0.0', '1.0.0-01']],
    ['DL3058', 'email', ['a.b+c@example.org'], ['me', 'a@', '@b', 'a b@example.org', 'a..b@c']],
  ])('%s wants %s', (rule, type, good, bad) => {
    const config = { labelSchema: new Map([['key', type]]) };
    const found = (value: string) => marks(`FROM a:1\nLABEL key="${value}"`, rule, config);
    for (const value of good) expect(found(value)).toEqual([]);
    for (const value of bad) expect(found(value)).toEqual([`2:"${value}"`]);
    expect(found('$UNKNOWN')).toEqual([]);
    expect(marks(`FROM a:1\nLABEL other="${bad[0]}"`, rule, config)).toEqual([]);
  });
});

describe('rules that settings switch on', () => {
  const schema = new Map<string, LabelType>([['team', 'text']]);
  const severities = new Map([
    ['DL1001', 'info' as const],
    ['DL3057', 'info' as const],
  ]);
  test.each<[rule: string, text: string, config: Partial<LintConfig>, found: string[]]>([
    ['DL1001', '# hadolint ignore=DL3006\nFROM a', { severities }, ['1:# hadolint ignore=DL3006']],
    ['DL1001', '# hadolint ignore=DL3006\nFROM a', {}, []],
    ['DL1001', '# hadolint shell=bash\nFROM a:1', { severities }, []],
    ['DL3026', 'FROM a:1\nFROM b.org/a:1', { trustedRegistries: ['docker.io'] }, ['2:b.org/a:1']],
    ['DL3026', 'FROM x.b.org/a:1', { trustedRegistries: ['*.b.org'] }, []],
    ['DL3026', 'FROM b.org:5000/a', { trustedRegistries: ['b.org*'] }, []],
    [
      'DL3026',
      'FROM q.io/a:1 AS s\nFROM s\nCOPY --from=s /a /b\nCOPY --from=r.io/a:1 /a /b',
      { trustedRegistries: ['q.io'] },
      ['4:r.io/a:1'],
    ],
    ['DL3049', 'FROM a:1 AS s\nLABEL team=x\nFROM s\nFROM b:1', { labelSchema: schema }, ['4:b:1']],
    ['DL3050', 'FROM a:1\nLABEL team=x b=y', { labelSchema: schema, strictLabels: true }, ['2:b']],
    ['DL3050', 'FROM a:1\nLABEL team=x b=y', { labelSchema: schema }, []],
    ['DL3051', 'FROM a:1\nLABEL team="" b=""', { labelSchema: schema }, ['2:team=""']],
    ['DL3057', 'FROM a:1 AS s\nHEALTHCHECK NONE\nFROM s\nFROM b:1', { severities }, ['4:b:1']],
    [
      'DL3057',
      'FROM a:1 AS s\nFROM b:1\nCOPY --from=s /a /b\nHEALTHCHECK NONE',
      { severities },
      [],
    ],
  ])('%s in %j', (rule, text, config, found) => expect(marks(text, rule, config)).toEqual(found));

  test('a finding of two families is one, and names both', () => {
    const found = lint('FROM a:1 AS scratch', 'DL3063');
    expect(found.map(({ rule, aliases }) => [rule, ...aliases].sort())).toEqual([
      ['DL3063', 'ReservedStageName'],
    ]);
  });
});
