import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: x }\n';
const render = (lines: string, more: Readonly<Record<string, string>> = {}) =>
  rendered({ 'o/kustomization.yaml': `resources: [a.yaml]\n${lines}\n`, 'o/a.yaml': MAP, ...more });

describe('a kustomization', () => {
  it.each([
    [
      'apiVersion: v1',
      'the apiVersion of o/kustomization.yaml is not kustomize.config.k8s.io/v1beta1',
    ],
    ['kind: Overlay', 'the kind of o/kustomization.yaml is Overlay'],
    [
      'sortOptions: { legacySortOptions: { orderFirst: [], orderLast: [] } }',
      'the order in sortOptions of o/kustomization.yaml is not fifo or legacy',
    ],
    [
      'sortOptions: { order: fifo, legacySortOptions: { orderFirst: [], orderLast: [] } }',
      'sortOptions of o/kustomization.yaml have legacySortOptions without the order legacy',
    ],
    ['openapi: { path: s.json }', 'o/kustomization.yaml uses openapi'],
    ['patchesStrategicMerge: [p.yaml]', 'its patchesStrategicMerge are empty'],
  ])('is not rendered where Kustomize refuses it: %s', (line, gap) => {
    expect(render(line, { 'o/p.yaml': '# empty\n' })).toBe(gap);
  });

  it.each([
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization',
    'SORTOPTIONS: { ORDER: legacy }',
    'openapi: { version: v1.21.2 }',
    'namePrefix: a\nnamePrefix:',
  ])('is rendered where Kustomize accepts it: %j', (line) => {
    expect(render(line)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'x' } },
    ]);
  });

  it('has its last value for a key that is set twice, and no object has', () => {
    expect(JSON.stringify(render('namePrefix: a-\nnamePrefix: b-'))).toContain('"name":"b-a"');
    expect(render('', { 'o/a.yaml': `${MAP}data: { a: y }\n` })).toMatch(
      /^o\/a.yaml cannot be read completely: Line 5: the key "data" is set again/,
    );
  });

  it('replaces images with imageTags too', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ image: "a:1" }] }\n';
    const result = render('IMAGETAGS: [{ NAME: a, newtag: "2" }]', { 'o/a.yaml': pod });
    expect(JSON.stringify(result)).toContain('"image":"a:2"');
  });

  it('has no line break after a block that ends the file', () => {
    const block = MAP.replace('data: { a: x }\n', 'data:\n  a: |\n    {\n    }');
    expect(JSON.stringify(render('', { 'o/a.yaml': block }))).toContain('"a":"{\\n}"');
    const flow = MAP.replace('{ a: x }\n', '{ a: "x\\n" }');
    expect(JSON.stringify(render('', { 'o/a.yaml': flow }))).toContain('"a":"x\\n"');
  });

  it('is a gap with a binary file of a generator', () => {
    const gap = render('configMapGenerator: [{ name: b, files: [b] }]', { 'o/b': '\ufffd' });
    expect(gap).toBe('o/b is not UTF-8 text');
  });

  it('scales to zero replicas without a count', () => {
    const set =
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: a }\nspec: { replicas: 2 }\n';
    const result = render('replicas: [{ name: a, count: }]', { 'o/a.yaml': set });
    expect(JSON.stringify(result)).toContain('"replicas":0');
  });

  it.each([
    ['includeTemplates: true', 2, 1],
    ['includeTemplates: true, includeVolumeClaimTemplates: false', 2, 0],
    ['includeVolumeClaimTemplates: true', 1, 1],
  ])('has labels in templates and in claims with %s', (flags, labels, claims) => {
    const set =
      'apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: a }\nspec: { template: {}, volumeClaimTemplates: [{ metadata: { name: c } }] }\n';
    const result = JSON.stringify(
      render(`labels: [{ pairs: { x: z }, ${flags} }]`, { 'o/a.yaml': set }),
    );
    expect(result.split('"x":"z"')).toHaveLength(labels + claims + 1);
    expect(result.includes('"metadata":{"name":"c","labels":{"x":"z"}}')).toBe(claims === 1);
  });
});
