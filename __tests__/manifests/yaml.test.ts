import { describe, expect, it, test } from '@jest/globals';
import { PortsideError } from '../../src/lib/errors.js';
import { readManifestYaml, TemplateError } from '../../src/manifests/manifest-yaml.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { processorTime } from '../processor-time.js';

test.each([
  ['services: [', /m\.yaml:1/],
  ['a: 1\na: 2', /m\.yaml:2: duplicate key "a"/],
  ['x: { b: 1, b: 2 }', /m\.yaml:1: duplicate key "b"/],
  ['\tservices: {}', /m\.yaml:1/],
  ['a: *nowhere', /m\.yaml:1/],
])('%j is refused with its line', (text, message) => {
  expect(() => readManifest(text, 'm.yaml', 'compose')).toThrow(PortsideError);
  expect(() => readManifest(text, 'm.yaml', 'compose')).toThrow(message);
});

/** Ten lists of ten aliases to the one before. */
function laughs(): string {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
  for (let i = 1; i < 10; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(',')}]`,
    );
  return lines.join('\n');
}

/** Maps that merge each other, doubling each time. */
function merges(): string {
  const lines = ['m0: &m0 { k: v }'];
  for (let i = 1; i < 40; i++)
    lines.push(`m${i}: &m${i} { <<: [*m${i - 1}, *m${i - 1}], k${i}: v }`);
  return lines.join('\n');
}

test.each([
  ['aliases of aliases', laughs()],
  ['merges of merges', merges()],
  ['an alias inside its own anchor', 'a: &a\n  b: *a\n'],
  ['lists in lists', '['.repeat(20_000)],
  ['lists in lists that end', `${'['.repeat(300)}${']'.repeat(300)}`],
  ['block lists in block lists', '- '.repeat(5_000)],
])('%s are refused with one message, quickly', (_, text) => {
  const started = processorTime();
  expect(() => readManifestYaml(text, 'm.yaml')).toThrow(PortsideError);
  expect(processorTime() - started).toBeLessThan(10_000);
});

test('a document of two megabytes is read in time that grows with its length', () => {
  const text = `kind: ConfigMap\ndata:\n${Array.from({ length: 64_000 }, (_, i) => `  key${i}: value number ${i}\n`).join('')}`;
  const started = processorTime();
  expect(readManifest(text, 'm.yaml', 'kubernetes').resources).toHaveLength(1);
  expect(processorTime() - started).toBeLessThan(30_000);
}, 40_000);

describe('a template', () => {
  test.each([
    ['{{- if .Values.on }}\nkind: Pod\n{{- end }}\n'],
    ['kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n'],
    ['kind: Pod\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n  x: 1\n'],
    ['{% if on %}\nkind: Pod\n{% endif %}\n'],
  ])('%j is known as one', (text) => {
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(TemplateError);
  });

  const parts = [
    '# first\nkind: Pod\nspec: { hostPID: true }\n',
    '---\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
    '--- # plain\nkind: Pod\nspec: { hostIPC: true }\n',
  ];

  it('leaves the plain documents beside it to be judged, each at its place', () => {
    const { pods, templateCount } = readManifest(parts.join(''), 'm.yaml', 'kubernetes');
    expect(templateCount).toBe(1);
    expect(pods.map(({ spec }) => spec.range.startLine)).toEqual([3, 10]);
  });

  it('leaves nothing where two of them enclose what they repeat', () => {
    const text = '{{- range .Values.all }}\n---\nkind: Pod\n{{- end }}\n';
    expect(() => readManifest(text, 'm.yaml', 'kubernetes')).toThrow(TemplateError);
  });

  it('is not read part by part where it has thousands', () => {
    const text = `${parts.join('')}${'---\n{{ x }}\n'.repeat(2_000)}`;
    expect(() => readManifest(text, 'm.yaml', 'kubernetes')).toThrow(TemplateError);
    expect(() => readManifestYaml('---\n'.repeat(20_000), 'm.yaml')).toThrow(PortsideError);
  });

  it('is not what a value or a block of text holds', () => {
    const text = 'kind: ConfigMap\ndata:\n  a: "{{ x }}"\n  b: |\n    {{ y }}\n';
    expect(readManifestYaml(text, 'm.yaml')).toHaveLength(1);
  });
});

test.each(['', '\n', '---\n---\n', '# nothing\n', 'null', '~', '42', '- a', '? [x]\n: y'])(
  '%j is no manifest and no mistake',
  (text) => {
    for (const kind of ['compose', 'kubernetes'] as const)
      expect(readManifest(text, 'm.yaml', kind)).toMatchObject({ services: [], pods: [] });
  },
);

test.each([
  'services: []',
  'services: { a: null, b: 1, c: [], d: { volumes: x, ports: {}, environment: 3 } }',
  'services: { a: { ports: [null, [], { target: x }], volumes: [null, { source: {} }] } }',
  'kind: Pod\nspec: []',
  'kind: Pod\nspec: { containers: { a: 1 }, volumes: [null, 1], securityContext: 3 }',
  'kind: List\nitems: 3',
  'kind: Secret\ndata: [1]',
])('%j is judged without a crash', async (text) => {
  const { lintManifest } = await import('../../src/manifests/lint.js');
  const kind = text.startsWith('services') ? 'compose' : 'kubernetes';
  expect(Array.isArray(lintManifest(readManifest(text, 'm.yaml', kind)))).toBe(true);
});
