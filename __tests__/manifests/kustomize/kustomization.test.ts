import { describe, expect, it } from '@jest/globals';
import { uncheckedResources, unusedNotes } from '../../../src/manifests/kustomize/kustomization.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { withDollars } from '../rule-cases.js';

const read = (text: string) =>
  readManifest(withDollars(text), 'prod/kustomization.yaml', 'kubernetes');

describe('the notes of a kustomization', () => {
  it.each([
    'resources: [a.yaml]\nnamespace: x\nimages: [{ name: a, newTag: "1" }]\n',
    'patches: [a]\nhelmCharts: [a]\n',
    'configMapGenerator: [{ name: a, literals: ["x={{ y }}"] }]\n',
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\ncommonLabels: { a: b }\n',
  ])('are none for %j', (text) => {
    expect(read(text).notes).toEqual([]);
  });

  it.each([
    ['resources: a.yaml\n', 'Line 1: resources is a single value, not a list'],
    ['resources: ["§{BASE}"]\n', 'resources[0] is a placeholder'],
    ['- a\n', 'Line 1: this is not a map of keys'],
  ])('say of %j: %s', (text, note) => {
    expect(read(text).notes.join('\n')).toContain(note);
  });
});

describe('a kustomization that is not rendered', () => {
  it.each([
    'patches',
    'patchesStrategicMerge',
    'patchesJson6902',
    'replacements',
    'transformers',
    'generators',
    'validators',
    'components',
    'helmCharts',
    'helmChartInflationGenerator',
    'vars',
    'crds',
    'configurations',
    'openapi',
    'resourcez',
  ])('has a note about %s', (key) => {
    expect(unusedNotes(read(`${key}: [a]\n`).documents)).toEqual([
      `No kustomization that was rendered uses it, so its ${key} were not applied`,
    ]);
  });

  it('has no note about keys that change nothing', () => {
    const text = 'apiVersion: a\nresources: [a.yaml]\npatches: []\nvars:\ncommonLabels: { a: b }\n';
    expect(unusedNotes(read(text).documents)).toEqual([]);
  });
});

describe('a resource of a kustomization', () => {
  const manifests = ['prod/a.yaml', 'base/kustomization.yaml', 'old/Kustomization'];
  const files = {
    isManifest: (path: string) => manifests.includes(path),
    exists: (path: string) => path === 'prod/b.json',
  };
  const unchecked = (name: string, key = 'resources') =>
    uncheckedResources(read(`${key}:\n  - ${name}\n`), files);

  it.each(['a.yaml', './a.yaml', '../base', '../base/', '../old'])('%s is checked', (name) => {
    expect(unchecked(name)).toEqual([]);
  });

  it.each([
    ['https://example.com/a.yaml', 'is remote'],
    ['github.com/acme/app//deploy?ref=v1', 'is remote'],
    ['git@github.com:acme/app.git', 'is remote'],
    ['../base?ref=v1', 'is remote'],
    ['b.json', 'is not a manifest that the check reads'],
    ['missing.yaml', 'is no file and no kustomization of the repository'],
    ['../../outside', 'is no file and no kustomization of the repository'],
    ['/etc/passwd', 'is no file and no kustomization of the repository'],
  ])('%s is named: it %s', (name, why) => {
    const [note = '', ...others] = unchecked(name);
    expect(others).toEqual([]);
    expect(note).toContain(`Line 2: the resource ${name} ${why}`);
    expect(note).toContain('So the kustomization was not rendered');
    expect(unchecked(name, 'bases')).toHaveLength(1);
    expect(unchecked(name, 'components')).toHaveLength(1);
  });
});
