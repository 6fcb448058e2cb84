import { describe, expect, it } from '@jest/globals';
import { renderKustomization } from '../../../src/manifests/kustomize/render/render.js';
import { documentSource } from '../../../src/manifests/kustomize/render/sources.js';
import { renderKustomizations } from '../../../src/manifests/kustomize/rendered-manifests.js';
import { lintManifests } from '../../../src/manifests/lint.js';
import { manifestKind } from '../../../src/manifests/manifest-kind.js';
import type { ManifestNode } from '../../../src/manifests/manifest-yaml.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { valueAt } from '../../../src/manifests/yaml-values.js';
import { NOW } from '../../now.js';

type Files = Readonly<Record<string, string>>;

/** A value of a Pod that is a finding: the rule, the keys, and the value. */
interface Fault {
  readonly rule: string;
  readonly path: readonly string[];
  readonly value: string;
}

const FAULTS: readonly Fault[] = [
  { rule: 'DEP-PRIV', path: ['containers', 'securityContext', 'privileged'], value: 'true' },
  {
    rule: 'DEP-NNP',
    path: ['containers', 'securityContext', 'allowPrivilegeEscalation'],
    value: 'true',
  },
  { rule: 'DEP-HOSTPID', path: ['hostPID'], value: 'true' },
  { rule: 'DEP-HOSTIPC', path: ['hostIPC'], value: 'true' },
  { rule: 'DEP-LATEST', path: ['containers', 'image'], value: 'nginx:latest' },
];

/** The line that sets the value ends in this comment. */
const HERE = '# HERE';
const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n';
const CONTAINER = '  containers:\n    - name: web\n';
const POD = `${HEAD}${CONTAINER}      image: nginx:1\n`;

/** A Pod, or a patch of one, that sets the value on a marked line. */
function podWith({ path, value }: Fault, image = ''): string {
  const [first = '', ...rest] = path;
  if (first !== 'containers')
    return `${HEAD}  ${first}: ${value} ${HERE}\n${image && CONTAINER}${image}`;
  const [key = '', inner] = rest;
  const own = key === 'image' ? '' : image;
  return inner === undefined
    ? `${HEAD}${CONTAINER}${own}      ${key}: ${value} ${HERE}\n`
    : `${HEAD}${CONTAINER}${own}      ${key}:\n        ${inner}: ${value} ${HERE}\n`;
}

/** The operations of a JSON patch that sets the value on a marked line. */
function operationsWith({ path, value }: Fault): string {
  const [first = '', key = '', inner] = path;
  const add = (pointer: string) => `- op: add\n  path: /spec/${pointer}\n`;
  if (first !== 'containers') return `${add(first)}  value: ${value} ${HERE}\n`;
  return inner === undefined
    ? `${add(`containers/0/${key}`)}  value: ${value} ${HERE}\n`
    : `${add(`containers/0/${key}`)}  value:\n    ${inner}: ${value} ${HERE}\n`;
}

const indented = (text: string) => text.trimEnd().replace(/^/gm, '      ');
const IMAGE = '      image: nginx:1\n';
const BASE: Files = { 'base/kustomization.yaml': 'resources: [pod.yaml]\n', 'base/pod.yaml': POD };
const overlay = (lines: string, more: Files = {}): Files => ({
  ...BASE,
  'prod/kustomization.yaml': `namePrefix: prod-\nresources: [../base]\n${lines}\n`,
  ...more,
});

/** Ways in which a kustomization can get a value. */
const WAYS: Readonly<Record<string, (fault: Fault) => Files>> = {
  'the base': (fault) => ({ ...overlay(''), 'base/pod.yaml': podWith(fault, IMAGE) }),
  'a base of the base': (fault) => ({
    'prod/kustomization.yaml': 'namePrefix: prod-\nresources: [../base]\n',
    'base/kustomization.yaml': 'resources: [../deep]\nnameSuffix: -b\n',
    'deep/kustomization.yaml': 'resources: [pod.yaml]\n',
    'deep/pod.yaml': podWith(fault, IMAGE),
  }),
  'a merge patch': (fault) =>
    overlay('patches: [{ path: p.yaml }]', { 'prod/p.yaml': podWith(fault) }),
  'a merge patch in the kustomization': (fault) =>
    overlay(`patches:\n  - patch: |-\n${indented(podWith(fault))}`),
  'a merge patch with a target': (fault) =>
    overlay(`patches:\n  - target: { kind: Pod }\n    patch: |\n${indented(podWith(fault))}`),
  patchesStrategicMerge: (fault) =>
    overlay('patchesStrategicMerge: [p.yaml]', { 'prod/p.yaml': podWith(fault) }),
  'a JSON patch': (fault) =>
    overlay('patches: [{ path: p.yaml, target: { kind: Pod } }]', {
      'prod/p.yaml': operationsWith(fault),
    }),
  'a JSON patch in the kustomization': (fault) =>
    overlay(
      `patches:\n  - target: { name: w.* }\n    patch: |-\n${indented(operationsWith(fault))}`,
    ),
  'a component': (fault) =>
    overlay('components: [../part]', {
      'part/kustomization.yaml': 'kind: Component\npatches: [{ path: p.yaml }]\n',
      'part/p.yaml': podWith(fault),
    }),
  'the patch of a base': (fault) => ({
    ...overlay(''),
    'base/kustomization.yaml': 'resources: [pod.yaml]\npatches: [{ path: p.yaml }]\n',
    'base/p.yaml': podWith(fault),
  }),
};

const CASES = Object.entries(WAYS).flatMap(([way, files]) =>
  FAULTS.map((fault) => [fault.rule, way, files(fault)] as const),
);

describe('a finding of a rendered kustomization', () => {
  it('is tried in fifty ways', () => {
    expect(CASES).toHaveLength(50);
  });

  it.each(CASES)('%s is on the line of %s', (rule, _, files) => {
    const manifests = Object.entries(files).flatMap(([path, text]) => {
      const kind = manifestKind(path, text);
      return kind ? [readManifest(text, path, kind, (name) => files[name])] : [];
    });
    const places = lintManifests(
      renderKustomizations(manifests, (path) => files[path]),
      { now: NOW },
    )
      .filter((finding) => finding.rule === rule)
      .map(({ location }) => `${location?.path}:${location?.startLine}`);
    const marked = Object.entries(files).flatMap(([path, text]) =>
      text
        .split('\n')
        .flatMap((line, index) => (line.endsWith(HERE) ? `${path}:${index + 1}` : [])),
    );
    expect(marked).toHaveLength(1);
    expect(places).toEqual(marked);
  });

  it('is not on the line of a reference that a patch repeats', () => {
    const scaler = (lines: string) =>
      `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec:\n  scaleTargetRef: { kind: Deployment, name: web }\n${lines}`;
    const files: Files = {
      'o/kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: p.yaml }]\n',
      'o/a.yaml': scaler('  maxReplicas: 3\n'),
      'o/p.yaml': scaler(''),
    };
    const { objects } = renderKustomization(
      'o/kustomization.yaml',
      documentSource((path) => files[path]),
    );
    const target = valueAt(objects[0], 'spec', 'scaleTargetRef');
    const placeOf = (node: ManifestNode | undefined) => node?.range.path;
    expect(placeOf(valueAt(target, 'kind'))).toBe('o/p.yaml');
    expect(placeOf(valueAt(target, 'name'))).toBe('o/p.yaml');
    expect(placeOf(valueAt(objects[0], 'kind'))).toBe('o/a.yaml');
    expect(placeOf(valueAt(objects[0], 'metadata', 'name'))).toBe('o/a.yaml');
  });
});
