import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

const POD = (spec: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: ${spec}\n`;

function merged(spec: string, patch: string) {
  const result = rendered({
    'o/kustomization.yaml': 'resources: [p.yaml]\npatches: [{ path: patch.yaml }]\n',
    'o/p.yaml': POD(spec),
    'o/patch.yaml': POD(patch),
  });
  return typeof result === 'string'
    ? result
    : (result[0] as { spec: { containers: unknown } }).spec.containers;
}

/** What Kustomize 5.6.0 does; it is a defect of it that drops the other items. */
describe('a list with an item that lacks its key', () => {
  it.each([
    ['{ containers: [{ image: u }] }', '{ hostPID: true }', [{ image: 'u' }]],
    ['{ containers: [{ image: u }, { image: v }] }', '{ hostPID: true }', [{ image: 'v' }]],
    ['{ containers: [{ image: u }, { name: a }] }', '{ hostPID: true }', [{ image: 'u' }]],
    ['{ containers: [{ image: u }] }', '{ containers: [{ name: a }] }', [{ image: 'u' }]],
    ['{ hostPID: true }', '{ containers: [{ name: a }, { image: u }] }', [{ image: 'u' }]],
  ])('has only that item after a patch: %s with %s', (spec, patch, containers) => {
    expect(merged(spec, patch)).toEqual(containers);
  });

  it.each([
    [
      '{ containers: [{ name: a }] }',
      '{ containers: [{ image: u }] }',
      'o/patch.yaml:4 is an item without name',
    ],
    [
      '{ hostPID: true }',
      '{ containers: [{ $patch: replace }, { name: a }] }',
      'o/patch.yaml:4 has a $patch for a list that is not there',
    ],
  ])('is a gap if only the patch has one: %s with %s', (spec, patch, gap) => {
    expect(merged(spec, patch)).toBe(gap);
  });
});
