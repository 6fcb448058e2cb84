import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { applyPolicy } from '../../src/policy/apply.js';
import { loadPolicy } from '../../src/policy/load.js';
import { policySchema } from '../../src/policy/policy-keys.js';

const page = readFileSync('docs/policy.md', 'utf8');

it('docs/policy.md names every key, and its example is valid', async () => {
  const names = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'properties') for (const name of Object.keys(value)) names.add(name);
      collect(value);
    }
  };
  collect(policySchema.jsonSchema);
  expect([...names].filter((name) => !page.includes(name))).toEqual([]);
  expect((await example()).rules).toHaveLength(1);
});

it('the rule and the licenses of the example in docs/policy.md find packages that have no other finding', async () => {
  const package_ = { type: 'npm', version: '1.0.0', paths: [], image: 'app:1' };
  const packages = [
    {
      ...package_,
      name: 'event-stream',
      purl: 'pkg:npm/event-stream@1.0.0',
      license: 'AGPL-3.0-only',
    },
    { ...package_, name: 'b', purl: 'pkg:npm/b@1.0.0', license: 'MIT' },
    { ...package_, name: 'c', purl: 'pkg:npm/c@1.0.0' },
  ];
  const input = { findings: [], incomplete: [], targets: [], packages };
  const { findings, verdict } = applyPolicy(input, await example(), {
    now: new Date('2026-11-24'),
  });
  expect(findings).toMatchObject([
    { rule: 'ORG-001', message: 'package that we replaced (event-stream 1.0.0)', status: 'new' },
    { rule: 'PSP004', details: { package: 'event-stream' }, status: 'new' },
    { rule: 'PSP005', details: { package: 'c' }, status: 'new' },
  ]);
  expect(verdict.outcome).toBe('fail');
});

it('the rules about packages in docs/policy.md find packages without a vulnerability', async () => {
  const text = /```yaml\n(rules:\n {2}- id: ORG-010\n.*?)```/s.exec(page)?.[1] ?? '';
  const packages = [
    ['npm', 'a', 'MIT AND AGPL-3.0-only'],
    ['npm', 'b', 'MIT'],
    ['pypi', 'c', 'AGPL-3.0-only'],
    ['deb', 'curl', undefined],
    ['npm', 'curl', 'MIT'],
  ].map(([type = '', name = '', license]) => {
    const about = { type, name, version: '1', purl: `pkg:${type}/${name}@1`, paths: [] };
    return { ...about, ...(license !== undefined && { license }) };
  });
  const input = { findings: [], incomplete: [], targets: [], packages };
  const { findings } = applyPolicy(input, await loadPolicy(text, 'docs/policy.md'), {
    now: new Date('2026-11-24'),
  });
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    'ORG-010: npm package with a part under the AGPL (a 1)',
    'ORG-011: debugging tool in the image (curl 1)',
  ]);
});

const example = () => loadPolicy(/```yaml\n(.*?)```/s.exec(page)?.[1] ?? '', 'docs/policy.md');

it.each(['docs/enterprise.md', 'docs/trust.md', 'docs/vulnerabilities.md', 'docs/migrating.md'])(
  'the policies in %s are valid',
  async (file) => {
    const blocks = [...readFileSync(file, 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(
      (m) => m[1] ?? '',
    );
    const keys = Object.keys(policySchema.jsonSchema.properties ?? {});
    const policies = blocks.filter((block) =>
      keys.some((key) => new RegExp(`^${key}:`, 'm').test(block)),
    );
    expect(policies.length).toBeGreaterThan(0);
    // The reader replaces `…`.
    for (const text of policies)
      await loadPolicy(text.replace('sha256:…', `sha256:${'0'.repeat(64)}`), file);
  },
);

it('the policy of examples/webapp is valid', async () => {
  const file = 'examples/webapp/.github/portside.yml';
  expect((await loadPolicy(readFileSync(file, 'utf8'), file)).path).toBe(file);
});
