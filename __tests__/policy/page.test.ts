import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { loadPolicy } from '../../src/policy/load.js';
import { policyShape } from '../../src/policy/policy-shape.js';

const page = readFileSync('docs/policy.md', 'utf8');

it('the page on the policy names every key, and its example is a policy', async () => {
  const names = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'properties') for (const name of Object.keys(value)) names.add(name);
      collect(value);
    }
  };
  collect(policyShape.schema);
  expect([...names].filter((name) => !page.includes(name))).toEqual([]);
  const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';
  expect((await loadPolicy(example, 'docs/policy.md')).rules).toHaveLength(1);
});

it('the policy of the example is one', async () => {
  const file = 'examples/webapp/.github/portside.yml';
  expect((await loadPolicy(readFileSync(file, 'utf8'), file)).path).toBe(file);
});
