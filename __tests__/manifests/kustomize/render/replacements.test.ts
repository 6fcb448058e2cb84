import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

const MAP = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: ${data}\n`;

function replaced(source: string, target: string) {
  const result = rendered({
    'o/kustomization.yaml': `resources: [a.yaml]\nreplacements: [{ source: { kind: ConfigMap, name: a, fieldPath: ${source} }, targets: [{ select: { name: b }, fieldpaths: [${target}] }] }]\n`,
    'o/a.yaml': `${MAP('a', '{ EMPTY: "", "c.d": x }')}---\n${MAP('b', '{ value: old, "c.d": old }')}`,
  });
  return typeof result === 'string' ? result : (result[1] as { data: unknown }).data;
}

describe('a replacement', () => {
  it.each([
    ['data.EMPTY', 'data.value', { value: '', 'c.d': 'old' }],
    ['.metadata.name', '.data.value', { value: 'a', 'c.d': 'old' }],
    ['data.c\\.d', '"data.[c.d]"', { value: 'old', 'c.d': 'x' }],
  ])('copies %s to %s', (source, target, data) => {
    expect(replaced(source, target)).toEqual(data);
  });

  it.each([
    ['data.none', 'data.value', 'the replacement source in line 2 has no value at data.none'],
    ['metadata.name', '"data.[value]"', 'a replacement has the path data.[value]'],
  ])('is a gap where Kustomize refuses it: %s to %s', (source, target, gap) => {
    expect(replaced(source, target)).toBe(gap);
  });
});
