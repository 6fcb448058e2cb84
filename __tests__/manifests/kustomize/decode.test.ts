import { describe, expect, it } from '@jest/globals';
import { decode } from '../../../src/manifests/kustomize/decode.js';
import {
  CONFIGURATION,
  KUSTOMIZATION,
  type KustomizationField,
  PLUGINS,
  REPLACEMENT,
} from '../../../src/manifests/kustomize/fields.js';
import { readManifestYaml } from '../../../src/manifests/manifest-yaml.js';
import { plainValue } from '../../../src/manifests/yaml-values.js';

function decoded(text: string, field: KustomizationField = KUSTOMIZATION, unknown?: 'ignored') {
  const [document] = readManifestYaml(text, 'k.yaml');
  if (!document) throw new Error('no document');
  const { node, misfits } = decode(document, field, unknown);
  return { value: plainValue(node), misfits };
}

/** A value that fits a field, with all keys below it as `rename` writes them. */
function sample(field: KustomizationField, rename: (key: string) => string): unknown {
  if (field === 'any' || field === 'text') return 'x';
  if (field === 'flag') return true;
  if (field === 'integer') return 1;
  if (field === 'texts') return { 'a.B/c': 'x' };
  if (Array.isArray(field)) return [sample(field[0], rename)];
  if (field instanceof Map)
    return Object.fromEntries([...field].map(([key, one]) => [key, sample(one, rename)]));
  return Object.fromEntries(
    Object.entries(field).map(([key, one]) => [rename(key), sample(one, rename)]),
  );
}

describe('the keys of a kustomization', () => {
  const fields: [string, KustomizationField][] = [
    ...Object.entries(KUSTOMIZATION).map(([key, one]): [string, KustomizationField] => [
      key,
      { [key]: one },
    ]),
    ...Object.entries(CONFIGURATION).map(([key, one]): [string, KustomizationField] => [
      key,
      { [key]: one },
    ]),
    ...PLUGINS,
    ['a file of replacements', REPLACEMENT],
  ];
  it.each(fields)('are the same in every case at every depth: %s', (_, field) => {
    const written = sample(field, (key) => key);
    for (const rename of [
      (key: string) => key.toLowerCase(),
      (key: string) => key.toUpperCase(),
      (key: string) => key.replace(/^./, (first) => first.toUpperCase()),
    ])
      expect(decoded(JSON.stringify(sample(field, rename)), field)).toEqual({
        value: written,
        misfits: [],
      });
  });

  it('are the same with the letters that Unicode folds to ASCII', () => {
    expect(decoded('re\u017fources: [a]').value).toEqual({ resources: ['a'] });
    expect(decoded('\u212aind: a').value).toEqual({ kind: 'a' });
  });

  it.each([
    ['tag: 1', 'the key "tag" in line 1 of k.yaml is unknown to Kustomize'],
    [
      'images:\n  - name: a\n    tag: "1"',
      'the key "tag" in line 3 of k.yaml is unknown to Kustomize',
    ],
    [
      'replacements:\n  - targets:\n      - select: { kind: A, names: b }',
      'the key "names" in line 3 of k.yaml is unknown to Kustomize',
    ],
    [
      'patches:\n  - options:\n      ALLOWNAMECHANGE: true',
      'the key "ALLOWNAMECHANGE" in line 3 of k.yaml is unknown to Kustomize',
    ],
    ['constructor: a', 'the key "constructor" in line 1 of k.yaml is unknown to Kustomize'],
    ['namePrefix: a\nNAMEPREFIX: b', 'the key "NAMEPREFIX" in line 2 of k.yaml is set twice'],
  ])('are refused where Kustomize does not know them or cannot tell: %j', (text, misfit) => {
    expect(decoded(text).misfits).toEqual([misfit]);
  });

  it('that are unknown are ignored in files that Kustomize reads so', () => {
    const { value, misfits } = decoded('tag: 1\nSOURCE: {}', REPLACEMENT, 'ignored');
    expect([value, misfits]).toEqual([{ tag: 1, source: {} }, []]);
  });

  it.each([
    ['resources: { a: b }', 'resources in line 1 of k.yaml is not a list'],
    ['labels: [{ pairs: [a] }]', 'pairs in line 1 of k.yaml is not a map'],
    ['images: [a]', 'images in line 1 of k.yaml is not a map'],
    ['replicas: [{ count: 1.5 }]', 'count in line 1 of k.yaml is not a whole number'],
    [
      'labels: [{ includeSelectors: "true" }]',
      'includeSelectors in line 1 of k.yaml is not true or false',
    ],
    ['namePrefix: 5', '5 in line 1 of k.yaml is not a text (write it in quotes)'],
  ])('have the types that Kustomize reads: %s', (text, misfit) => {
    expect(decoded(text).misfits).toEqual([misfit]);
  });

  it.each(['resources:', 'images: [{ name: }]', 'labels: [{ includeSelectors: yes }]'])(
    'can have no value or a word of YAML 1.1: %s',
    (text) => {
      expect(decoded(text).misfits).toEqual([]);
    },
  );
});
