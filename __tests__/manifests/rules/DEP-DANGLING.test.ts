import { expect, it } from '@jest/globals';
import { lintManifests } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { container, testRule } from '../rule-cases.js';

const SERVICE = 'kind: Service\nmetadata: { name: web }\n---\n';
const DEPLOYMENT =
  'kind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: c, image: x:1 }] } } }\n---\n';
const MAP = '---\nkind: ConfigMap\nmetadata: { name: web }\n';
const CLAIMED = '{ persistentVolumeClaim: { claimName: a } }';
const CLAIM = '---\nkind: PersistentVolumeClaim\nmetadata: { name: web }\n';
const ROLE = '---\nkind: Role\nmetadata: { name: web }\n';
const bound = (kind: string, name: string) =>
  `kind: RoleBinding\nroleRef: { name: '${name}', kind: ${kind} }\n`;
const ingress = (name: string) =>
  `kind: Ingress\nspec:\n  rules: [{ http: { paths: [{ backend: { service: { name: ${name} } } }] } }]\n`;
const scaler = (target: string) =>
  `kind: HorizontalPodAutoscaler\nspec: { scaleTargetRef: { ${target} } }\n`;

testRule('DEP-DANGLING', [
  [SERVICE + ingress('shop'), ['shop']],
  [`${SERVICE}kind: Ingress\nspec: { defaultBackend: { service: { name: a } } }`, ['a']],
  [SERVICE + ingress('web'), []],
  [ingress('shop'), []],
  // More services are missing than there are: a chart has them.
  [`${SERVICE}${ingress('a')}---\n${ingress('b')}`, []],
  [DEPLOYMENT + scaler('kind: Deployment, name: shop'), ['shop']],
  [DEPLOYMENT + scaler('kind: Deployment, name: web'), []],
  [DEPLOYMENT + scaler('kind: Rollout, name: shop'), []],
  [container('envFrom: [{ configMapRef: { name: a } }]') + MAP, ['a']],
  [container('env: [{ valueFrom: { configMapKeyRef: { name: a } } }]') + MAP, ['a']],
  [container('envFrom: [{ configMapRef: { name: a, optional: true } }]') + MAP, []],
  [container('envFrom: [{ configMapRef: { name: kube-root-ca.crt } }]') + MAP, []],
  [container('envFrom: [{ configMapRef: { name: a } }]'), []],
  [`${container('tty: true')}  volumes: [{ configMap: { name: a } }]\n${MAP}`, ['a']],
  [`${container('tty: true')}  volumes: [${CLAIMED}]\n${CLAIM}`, ['a']],
  [`${container('tty: true')}  volumes: [${CLAIMED}]\n${CLAIM.replace('web', 'a')}`, []],
  [bound('Role', 'a') + ROLE, ["'a'"]],
  [bound('Role', 'web') + ROLE, []],
  [bound('ClusterRole', 'a') + ROLE.replace('Role', 'ClusterRole'), ["'a'"]],
  [bound('ClusterRole', 'view') + ROLE.replace('Role', 'ClusterRole'), []],
  [bound('ClusterRole', 'system:a') + ROLE.replace('Role', 'ClusterRole'), []],
]);

const USES_MAP = container('envFrom: [{ configMapRef: { name: a } }]') + MAP;

it.each([
  ['is not in the repository', { 'app/pod.yaml': USES_MAP }, 1],
  ['is in another folder', { 'app/pod.yaml': USES_MAP, 'b/map.yaml': MAP.replace('web', 'a') }, 0],
  ['is generated', { 'app/pod.yaml': USES_MAP, 'app/kustomization.yaml': generator('a') }, 0],
  [
    'can be in a remote base',
    { 'app/pod.yaml': USES_MAP, 'app/kustomization.yaml': resources('https://example.com/a') },
    0,
  ],
  [
    'can be added by a kustomization that lists the file',
    {
      'app/pod.yaml': USES_MAP,
      'app/kustomization.yaml': resources('pod.yaml'),
      'prod/kustomization.yaml': `${resources('../app')}\nhelmCharts: [{ name: x }]`,
    },
    0,
  ],
  ['can be in a chart', { 'app/templates/pod.yaml': USES_MAP }, 0],
])('a config map that %s', (_, files, count) => {
  const manifests = Object.entries(files).map(([path, text]) =>
    readManifest(text, path, 'kubernetes'),
  );
  const rules = lintManifests(manifests).map(({ rule }) => rule);
  expect(rules.filter((rule) => rule === 'DEP-DANGLING')).toHaveLength(count);
});

function generator(name: string): string {
  return `configMapGenerator: [{ name: ${name}, literals: [a=b] }]`;
}

function resources(name: string): string {
  return `resources: [${name}]`;
}
