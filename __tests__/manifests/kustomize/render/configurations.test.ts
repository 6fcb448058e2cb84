import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

const APP = 'apiVersion: example.com/v1\nkind: App\nmetadata: { name: a }\nspec: { host: a }\n';
const render = (lines: string, configuration: string) =>
  rendered({
    'o/kustomization.yaml': `resources: [a.yaml]\nconfigurations: [c.yaml]\n${lines}\n`,
    'o/a.yaml': APP,
    'o/c.yaml': configuration,
  });

describe('the fields of configurations', () => {
  it('can be given a prefix and a suffix', () => {
    const fields = '[{ path: spec/host, kind: App }]';
    const result = render(
      'namePrefix: p-\nnameSuffix: -s',
      `nameprefix: ${fields}\nnameSuffix: ${fields}\n`,
    );
    expect(result).toEqual([
      {
        apiVersion: 'example.com/v1',
        kind: 'App',
        metadata: { name: 'p-a-s' },
        spec: { host: 'p-a-s' },
      },
    ]);
  });

  it.each([
    [
      'commonLabels: { a: b }',
      'commonLabels: [{ path: metadata/labels, kind: App, create: true }]',
      'metadata/labels',
    ],
    ['namePrefix: p-', 'namePrefix: [{ path: metadata/name, kind: App }]', 'metadata/name'],
  ])('are a gap if they are known for all kinds: %s', (line, configuration, path) => {
    expect(render(line, configuration)).toBe(
      `its configurations set ${path} for some kinds and for all`,
    );
  });
});
