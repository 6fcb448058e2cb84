import { describe, expect, it } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import {
  readManifestYaml,
  readPlainDocuments,
  TemplateError,
} from '../../src/manifests/manifest-yaml.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { NOW } from '../now.js';

const INVALID = expect.objectContaining({ code: 'PSE3750' });
const TOO_COMPLEX = expect.objectContaining({ code: 'PSE3751' });

describe('a text that is not valid YAML', () => {
  it.each([
    ['services: [', 'm.yaml:1: '],
    ['\tservices: {}', 'm.yaml:1: '],
    ['a: *nowhere', 'm.yaml:1: no anchor "nowhere"'],
  ])('%j is an error that contains %j', (text, message) => {
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(INVALID);
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(message);
  });
});

describe('a text that Go and Python read', () => {
  const notesOf = (text: string) => {
    const notes: string[] = [];
    readManifestYaml(text, 'm.yaml', notes);
    return notes;
  };

  it.each([
    ["a:\n    b: 'x\n  y'\nc: d\n", 'x y'],
    ['a:\n    b: "x\ny"\nc: d\n', 'x y'],
    ['a:\n    b: "x\n\n  \ty\\\n  z"\nc: d\n', 'x\nyz'],
    ['a:\n  b: "x\n#y" # z\nc: d\n', 'x #y'],
    ['a:\n    b:\tx\t\nc: d\n', 'x'],
    ['a: {\n  b:\n x\n}\nc: d\n', 'x'],
  ])('%j is read, whatever its indentation', (text, value) => {
    const [document] = readManifestYaml(text, 'm.yaml');
    expect(document?.entries.get('a')?.entries.get('b')?.scalar).toBe(value);
    expect(document?.entries.get('c')?.scalar).toBe('d');
  });

  it.each(['a: "x\n--- y"\n', 'a: "x\n', 'a: [\nb\n---\nc\n'])('%j is not', (text) => {
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(INVALID);
  });

  it('has the last value of a key that it sets more than once, and says so', () => {
    const text = 'a: 1\nb: { c: 2, c: 3 }\na: 4\n';
    const [document] = readManifestYaml(text, 'm.yaml');
    expect(document?.entries.get('a')?.scalar).toBe(4);
    expect(document?.entries.get('b')?.entries.get('c')?.scalar).toBe(3);
    expect(notesOf(text)).toEqual([
      expect.stringMatching(/^Line 2: the key "c" is set again, and only the last value/),
      expect.stringMatching(/^Line 3: the key "a" is set again/),
    ]);
  });

  it.each(['\r', '\u0085', '\u2028', '\u2029'])('ends lines at %j, too', (end) => {
    const text = `a: 1\n# x${end}b: 2 # y${end}c: { d: "x${end}y" }\n`;
    const [document] = readManifestYaml(text, 'm.yaml');
    const entryOf = (key: string) => document?.entries.get(key);
    expect(entryOf('b')).toMatchObject({ scalar: 2, key: { startLine: 2, startColumn: 5 } });
    expect(entryOf('c')?.entries.get('d')?.scalar).toBe('x y');
  });

  it.each(['\r', '\u0085', '\u2028', '\u2029'])('ends lines at %j in odd YAML, too', (end) => {
    const [document] = readManifestYaml(`a: 1\n# x${end}? b${end}: 2\n`, 'm.yaml');
    expect(document?.entries.get('b')).toMatchObject({ scalar: 2, key: { startLine: 2 } });
  });

  it('does not end the lines of JSON there', () => {
    const text = '{ "apiVersion": "v1", "a": "x\u2028y" }';
    const { documents } = readPlainDocuments(text, 'm.json');
    expect(documents[0]?.entries.get('a')?.scalar).toBe('x\u2028y');
  });

  it.each([
    ['# x\u2028privileged: true\n', 'Line 1: the character U+2028 is a line break'],
    ['a: 1\n# x\u0085b: 1\n', 'Line 2: the character U+0085'],
    ['? [a]\n: b\n', 'Line 1: a key that is a list or map was skipped'],
    ['a: 1\n<<: [b, { c: 1 }]\n', 'Line 2: a value of << that is not a map was skipped'],
  ])('%j can be read in another way there, which is noted', (text, note) => {
    expect(notesOf(text).join()).toContain(note);
  });
});

describe('a text that grows when its aliases and merges are resolved', () => {
  /** Ten lists of ten aliases to the previous list. */
  const aliases = Array.from({ length: 10 }, (_, i) => {
    const item = i === 0 ? 'x' : `*a${i - 1}`;
    return `a${i}: &a${i} [${Array(10).fill(item).join(',')}]`;
  }).join('\n');
  /** Maps that merge the previous map twice. */
  const merges = Array.from({ length: 40 }, (_, i) =>
    i === 0 ? 'm0: &m0 { k: v }' : `m${i}: &m${i} { <<: [*m${i - 1}, *m${i - 1}], k${i}: v }`,
  ).join('\n');

  it.each([
    ['aliases of aliases', aliases],
    ['merges of merges', merges],
    ['an alias inside its own anchor', 'a: &a\n  b: *a\n'],
    ['lists in lists', `${'['.repeat(300)}${']'.repeat(300)}`],
    ['block lists in block lists', '- '.repeat(5_000)],
    ['20,000 documents', '---\n'.repeat(20_000)],
  ])('with %s is rejected', (_, text) => {
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(TOO_COMPLEX);
  });

  it('with 20,000 open lists is an error', () => {
    expect(() => readManifestYaml('['.repeat(20_000), 'm.yaml')).toThrow(/m\.yaml/);
  });
});

it('a document of 64,000 keys is read completely', () => {
  const keys = Array.from({ length: 64_000 }, (_, i) => `  key${i}: value number ${i}\n`);
  const [document] = readManifestYaml(`kind: ConfigMap\ndata:\n${keys.join('')}`, 'm.yaml');
  expect(document?.entries.get('data')?.entries.size).toBe(64_000);
});

describe('a template', () => {
  it.each([
    '{{- if .Values.on }}\nkind: Pod\n{{- end }}\n',
    'kind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
    'kind: Pod\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n  x: 1\n',
    '{% if on %}\nkind: Pod\n{% endif %}\n',
  ])('like %j is recognized', (text) => {
    expect(() => readManifestYaml(text, 'm.yaml')).toThrow(TemplateError);
  });

  it('does not prevent reading the plain documents of its file, at their places', () => {
    const { documents, templateCount } = readPlainDocuments(PARTS.join(''), 'm.yaml');
    expect(templateCount).toBe(1);
    expect(documents.map(({ range }) => range.startLine)).toEqual([2, 9]);
  });

  it('leaves no plain document if it starts in one document and ends in another', () => {
    const text = '{{- range .Values.all }}\n---\nkind: Pod\n{{- end }}\n';
    expect(() => readPlainDocuments(text, 'm.yaml')).toThrow(TemplateError);
  });

  it('is not read document by document if the file has thousands of them', () => {
    const text = `${PARTS.join('')}${'---\n{{ x }}\n'.repeat(2_000)}`;
    expect(() => readPlainDocuments(text, 'm.yaml')).toThrow(TemplateError);
  });

  it('is not a value or a block of text with braces', () => {
    const text = 'kind: ConfigMap\ndata:\n  a: "{{ x }}"\n  b: |\n    {{ y }}\n';
    expect(readManifestYaml(text, 'm.yaml')).toHaveLength(1);
  });
});

const PARTS = [
  '# first\nkind: Pod\nspec: { hostPID: true }\n',
  '---\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n',
  '--- # plain\nkind: Pod\nspec: { hostIPC: true }\n',
];

describe('readManifest', () => {
  it.each(['', '\n', '---\n---\n', '# nothing\n', 'null', '~', '42', '- a', '? [x]\n: y'])(
    'finds no service and no pod in %j',
    (text) => {
      for (const kind of ['compose', 'kubernetes'] as const)
        expect(readManifest(text, 'm.yaml', kind)).toMatchObject({ services: [], pods: [] });
    },
  );

  it.each([
    'services: []',
    'services: { a: null, b: 1, c: [], d: { volumes: x, ports: {}, environment: 3 } }',
    'services: { a: { ports: [null, [], { target: x }], volumes: [null, { source: {} }] } }',
    'kind: Pod\nspec: []',
    'kind: Pod\nspec: { containers: { a: 1 }, volumes: [null, 1], securityContext: 3 }',
    'kind: List\nitems: 3',
    'kind: Secret\ndata: [1]',
  ])('reads %j, with values of unexpected types, so that rules can check it', (text) => {
    const kind = text.startsWith('services') ? 'compose' : 'kubernetes';
    expect(lintManifest(readManifest(text, 'm.yaml', kind), { now: NOW })).toBeInstanceOf(Array);
  });
});

describe('numbers are read as Kubernetes and Compose read them', () => {
  it.each([
    ['a: {b: 0755, c: "0755", d: 1_000, 010: e}\n', 'events'],
    // A tab is read by the tolerant reader.
    ['a:\n  b:\t0755\n  c: "0755"\n  d: 1_000\n  010: e\n', 'tolerant'],
  ])('%j (%s)', (text) => {
    const entries = readManifestYaml(text, 'm.yaml')[0]?.entries.get('a')?.entries;
    expect([...(entries ?? [])].map(([key, { scalar }]) => [key, scalar])).toEqual([
      ['b', 493],
      ['c', '0755'],
      ['d', 1000],
      ['8', 'e'],
    ]);
  });
});
