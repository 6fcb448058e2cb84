import { describe, expect, it } from '@jest/globals';
import { rendered } from './rendered.js';

/** What Kustomize 5.6.0 makes of the same files. */

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec: { image: "nginx:1", replicas: 1 }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b }
subjects: [{ kind: ServiceAccount, name: default }, { kind: ServiceAccount, name: sa }]
`;
const PLUGIN = 'apiVersion: builtin\nmetadata: { name: p, namespace: prod }\n';

function withPlugin(lines: string, more: Readonly<Record<string, string>> = {}) {
  return rendered({
    'o/kustomization.yaml': 'resources: [web.yaml]\ntransformers: [t.yaml]\n',
    'o/web.yaml': WEB,
    'o/t.yaml': PLUGIN + lines,
    ...more,
  });
}

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { image: 'nginx:1', replicas: 1 },
};
const NAME = 'fieldSpecs: [{ path: metadata/name, kind: Deployment }]\n';

describe('a builtin transformer', () => {
  it.each([
    [
      `kind: AnnotationsTransformer\nannotations: { a: b }\nfieldSpecs: [{ path: spec/notes, kind: Deployment, create: true }]\n`,
      { spec: { ...DEPLOYMENT.spec, notes: { a: 'b' } } },
    ],
    [
      `kind: LabelTransformer\nlabels: { a: b }\nFIELDSPECS: [{ Path: metadata/labels, kind: Deployment }]\n`,
      { metadata: { name: 'web', labels: { app: 'web', a: 'b' } } },
    ],
    [
      'kind: ImageTagTransformer\nimageTag: { name: nginx, newTag: "2" }\nfieldSpecs: [{ path: spec/image }]\n',
      { spec: { image: 'nginx:2', replicas: 1 } },
    ],
    [
      'kind: ReplicaCountTransformer\nreplica: { name: web, count: 3 }\nfieldSpecs: [{ path: spec/replicas, kind: Deployment }]\n',
      { spec: { image: 'nginx:1', replicas: 3 } },
    ],
    [
      `kind: PrefixSuffixTransformer\nprefix: p-\nsuffix: -s\n${NAME}`,
      { metadata: { name: 'p-web-s', labels: { app: 'web' } } },
    ],
    [
      `kind: PrefixTransformer\nprefix: p-\n${NAME}`,
      { metadata: { name: 'p-web', labels: { app: 'web' } } },
    ],
    [
      `kind: SuffixTransformer\nsuffix: -s\n${NAME}`,
      { metadata: { name: 'web-s', labels: { app: 'web' } } },
    ],
    [
      'kind: PatchStrategicMergeTransformer\npatches: |-\n  apiVersion: apps/v1\n  kind: Deployment\n  metadata: { name: web }\n  spec: { replicas: 4 }\n',
      { spec: { image: 'nginx:1', replicas: 4 } },
    ],
  ])('changes what it names: %j', (lines, change) => {
    expect(withPlugin(lines)).toContainEqual({ ...DEPLOYMENT, ...change });
  });

  it.each([
    ['', 'prod', [{ name: 'default', namespace: 'prod' }, { name: 'sa' }]],
    ['setRoleBindingSubjects: none\n', 'prod', [{ name: 'default' }, { name: 'sa' }]],
    [
      'setRoleBindingSubjects: allServiceAccounts\n',
      'prod',
      [
        { name: 'default', namespace: 'prod' },
        { name: 'sa', namespace: 'prod' },
      ],
    ],
  ])('sets namespaces with %j', (lines, namespace, subjects) => {
    expect(withPlugin(`kind: NamespaceTransformer\n${lines}`)).toContainEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace },
      subjects: subjects.map((subject) => ({ kind: 'ServiceAccount', ...subject })),
    });
  });

  it('leaves the namespaces that are set, if it is told to', () => {
    const object = (name: string, namespace = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}${namespace} }\n`;
    const files = { 'o/web.yaml': `${object('a')}---\n${object('b', ', namespace: own')}` };
    expect(withPlugin('kind: NamespaceTransformer\nunsetOnly: true\n', files)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'prod' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', namespace: 'own' } },
    ]);
  });

  it('can be an object of a kustomization in a folder', () => {
    const files = {
      'o/kustomization.yaml': 'resources: [web.yaml]\ntransformers: [../t]\n',
      't/kustomization.yaml': 'resources: [t.yaml]\n',
      't/t.yaml': `${PLUGIN}kind: PrefixTransformer\nprefix: p-\n${NAME}`,
    };
    expect(JSON.stringify(withPlugin('', files))).toContain('"name":"p-web"');
  });

  it.each([
    ['kind: PrefixTransformer\nprefix: p-\n', 'the plugin in o/t.yaml:1 has no fieldSpecs'],
    [
      'kind: ValueAddTransformer\n',
      'line 2 of o/kustomization.yaml uses the plugin ValueAddTransformer',
    ],
    [
      'kind: NamespaceTransformer\nsetRoleBindingSubjects: some\n',
      'setRoleBindingSubjects is some',
    ],
    [
      'kind: NamespaceTransformer\nunsetOnly: 5\n',
      'unsetOnly in line 4 of o/t.yaml is not true or false',
    ],
  ])('is a gap where Kustomize refuses it or it is unknown: %j', (lines, gap) => {
    expect(withPlugin(lines)).toBe(gap);
  });

  it('is a gap if it patches a label that the same kustomization adds', () => {
    const patch =
      'kind: PatchTransformer\ntarget: { kind: Deployment }\npatch: "{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web, labels: { tier: b } } }"\n';
    const files = {
      'o/kustomization.yaml':
        'resources: [web.yaml]\ncommonLabels: { tier: a }\ntransformers: [t.yaml]\n',
    };
    expect(withPlugin(patch, files)).toBe(
      'o/kustomization.yaml changes a label with a plugin that it adds itself',
    );
  });

  it('runs after those that are written in the kustomization', () => {
    const files = {
      'o/kustomization.yaml': `resources: [web.yaml]\ntransformers:\n  - t.yaml\n  - |-\n    apiVersion: builtin\n    kind: PrefixTransformer\n    metadata: { name: q }\n    prefix: q-\n    fieldSpecs: [{ path: metadata/name, kind: Deployment }]\n`,
    };
    const result = withPlugin(`kind: PrefixTransformer\nprefix: p-\n${NAME}`, files);
    expect(JSON.stringify(result)).toContain('"name":"p-q-web"');
  });
});
