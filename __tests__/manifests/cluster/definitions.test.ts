import { expect, it } from '@jest/globals';
import { definitionsOf } from '../../../src/manifests/cluster/definitions.js';
import { manifestOf } from '../lint-text.js';
import { container } from '../rule-cases.js';

it('definitions and searched labels are computed once, since each object asks', () => {
  const pod = container('tty: true').replace('name: p', 'name: p, labels: { app: a }');
  const manifests = [manifestOf(pod)];
  const definitions = definitionsOf(manifests);
  expect(definitionsOf(manifests)).toBe(definitions);
  const found = definitions.podsWith(new Map([['app', 'a']]), 'default');
  expect(found).toHaveLength(1);
  expect(definitions.podsWith(new Map([['app', 'a']]), 'default')).toBe(found);
});
