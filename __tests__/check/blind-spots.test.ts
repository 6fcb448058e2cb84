import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { readOptions } from '../../src/options/read-options.js';
import { NOW } from '../now.js';
import { quietHost } from '../vulnerabilities/fixtures.js';

/**
 * Repositories with something that cannot be checked. None may pass, each must name it; and each passes when it is filled
 * in, or when the policy allows it by name.
 */

type Files = Readonly<Record<string, string>>;

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

async function verdictOf(files: Files, policy = '') {
  const root = mkdtempSync(join(tmpdir(), 'portside-blind-'));
  roots.push(root);
  const gate = `fail-on: { severity: none }\n${policy}`;
  for (const [path, text] of Object.entries({ ...files, '.github/portside.yml': gate })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const options = readOptions('check', ['--offline'], { path: '', noColor: true }, NOW);
  return (await check(root, options, quietHost())).report.verdict;
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - name: c\n      image: x:1\n';
const CHART = { 'chart/Chart.yaml': 'apiVersion: v2\nname: a\n' };
const compose = (lines: string) => ({
  'compose.yaml': `services:\n  a:\n    image: x:1\n    ${lines}\n`,
});
const pod = (lines: string) => ({ 'pod.yaml': `${POD}      ${lines}\n` });
const kustomization = (lines: string, more: Files = {}) => ({
  'kustomization.yaml': `${lines}\n`,
  'pod.yaml': POD,
  ...more,
});
const PLAIN = { 'kustomization.yaml': 'resources: [pod.yaml]\n', 'pod.yaml': POD };

/** The target that must be named, the planted files, and the same without the blind spot. */
const CASES: readonly (readonly [what: string, target: string, planted: Files, filled: Files])[] = [
  [
    'a Helm template',
    'chart',
    { ...CHART, 'chart/templates/a.yaml': `{{- if .x }}\n${POD}{{- end }}\n` },
    { ...CHART, 'chart/templates/a.yaml': POD },
  ],
  [
    'a Helm template that is valid YAML',
    'chart',
    { ...CHART, 'chart/templates/a.yaml': POD.replace('x:1', '"{{ .Values.image }}"') },
    { ...CHART, 'chart/templates/a.yaml': POD },
  ],
  ['a Jinja template', 'pod.yaml.j2', { 'pod.yaml.j2': POD }, { 'pod.yaml': POD }],
  [
    'a template of a Compose file',
    'compose.yaml.tmpl',
    { 'compose.yaml.tmpl': 'services: {}\n' },
    compose(''),
  ],
  ['a ytt template', 'pod.yaml', pod('#@ if x'), pod('# if x')],
  ['an ERB template', 'pod.yaml', pod('# <% if x %>'), pod('# if x')],
  ['a variable of envsubst', 'pod.yaml', { 'pod.yaml': POD.replace('x:1', '$IMAGE') }, pod('')],
  [
    'a remote resource',
    'kustomization.yaml',
    kustomization('resources: [pod.yaml, "https://example.com/a.yaml"]'),
    PLAIN,
  ],
  [
    'a missing resource',
    'kustomization.yaml',
    kustomization('resources: [pod.yaml, gone.yaml]'),
    PLAIN,
  ],
  [
    'an ignored resource',
    'kustomization.yaml',
    kustomization('resources: [pod.yaml]', { '.gitignore': 'pod.yaml\n', 'a.yaml': POD }),
    PLAIN,
  ],
  ...[
    'patches',
    'components',
    'generators',
    'transformers',
    'helmCharts',
    'vars',
    'crds',
    'replacements',
    'unknown',
  ].map(
    (key) =>
      [
        `${key} of a kustomization`,
        'kustomization.yaml',
        kustomization(`resources: [pod.yaml]\n${key}: [a]`),
        PLAIN,
      ] as const,
  ),
  [
    'files of a generator',
    'kustomization.yaml',
    kustomization('configMapGenerator: [{ name: a, files: [a.conf] }]'),
    kustomization('configMapGenerator: [{ name: a, literals: [x=y] }]'),
  ],
  ['services as a list', 'compose.yaml', { 'compose.yaml': 'services: [a]\n' }, compose('')],
  [
    'a service without a value',
    'compose.yaml',
    { 'compose.yaml': 'services:\n  a:\n' },
    compose(''),
  ],
  [
    'capabilities that are no list',
    'compose.yaml',
    compose('cap_add: SYS_ADMIN'),
    compose('cap_add: [SYS_ADMIN]'),
  ],
  [
    'a variable in a security option',
    'compose.yaml',
    compose('privileged: $P'),
    compose('privileged: true'),
  ],
  [
    'a missing env file',
    'compose.yaml',
    compose('env_file: prod.env'),
    { ...compose('env_file: prod.env'), 'prod.env': 'A=b\n' },
  ],
  [
    'an env file with a variable in its name',
    'compose.yaml',
    compose('env_file: $ENV.env'),
    { ...compose('env_file: prod.env'), 'prod.env': 'A=b\n' },
  ],
  [
    'a missing included file',
    'compose.yaml',
    { 'compose.yaml': 'include: [db/compose.yaml]\n' },
    {
      'compose.yaml': 'include: [db/compose.yaml]\n',
      'db/compose.yaml': 'services: { a: { image: "x:1" } }\n',
    },
  ],
  [
    'a missing extended file',
    'compose.yaml',
    compose('extends: { file: gone.yml, service: b }'),
    {
      ...compose('extends: { file: b.yml, service: b }'),
      'b.yml': 'services: { b: { image: "x:1" } }\n',
    },
  ],
  [
    'a missing config',
    'compose.yaml',
    { 'compose.yaml': 'configs: { a: { file: a.conf } }\n' },
    { 'compose.yaml': 'configs: { a: { file: a.conf } }\n', 'a.conf': 'a\n' },
  ],
  [
    'a missing secret',
    'compose.yaml',
    { 'compose.yaml': 'secrets: { a: { file: a.txt } }\n' },
    { 'compose.yaml': 'secrets: { a: { file: a.txt } }\n', '.gitignore': 'a.txt\n' },
  ],
  [
    'a second Compose document',
    'compose.yaml',
    { 'compose.yaml': 'services: {}\n---\nservices: { a: { privileged: true } }\n' },
    compose(''),
  ],
  [
    'a spec without a value',
    'pod.yaml',
    { 'pod.yaml': 'apiVersion: v1\nkind: Pod\nspec:\n' },
    pod(''),
  ],
  [
    'containers as a map',
    'pod.yaml',
    { 'pod.yaml': 'apiVersion: v1\nkind: Pod\nspec: { containers: { image: x } }\n' },
    pod(''),
  ],
  ['a kind in the wrong case', 'pod.yaml', { 'pod.yaml': POD.replace('Pod', 'pod') }, pod('')],
  [
    'a document without a kind',
    'pod.yaml',
    { 'pod.yaml': `${POD}---\nspec: { hostPID: true }\n` },
    pod(''),
  ],
  [
    'a switch that is neither on nor off',
    'pod.yaml',
    pod('securityContext: { privileged: maybe }'),
    pod('securityContext: { privileged: true }'),
  ],
  ['a key that is set twice', 'pod.yaml', { 'pod.yaml': `${POD}metadata: { name: b }\n` }, pod('')],
  [
    'a comment that hides a key from some parsers',
    'pod.yaml',
    pod('# x\u2028privileged: true'),
    pod('# x'),
  ],
  ['a broken document', 'pod.yaml', { 'pod.yaml': `${POD}---\na: [\n` }, pod('')],
];

describe.each(CASES)('%s', (_, target, planted, filled) => {
  it('does not pass, and is named', async () => {
    const { outcome, reasons } = await verdictOf(planted);
    expect(outcome).toBe('incomplete');
    expect(reasons.join('\n')).toContain(` of ${target} `);
  });

  it('passes when the policy allows it by name', async () => {
    const allowed = `allow-uncovered: [{ check: manifest, target: "${target}" }]\n`;
    expect(await verdictOf(planted, allowed)).toEqual({ outcome: 'pass', reasons: [] });
  });

  it('passes when it is filled in', async () => {
    expect(await verdictOf(filled)).toEqual({ outcome: 'pass', reasons: [] });
  });
});
