import { expect, it } from '@jest/globals';
import { renderKustomizations } from '../../../src/manifests/kustomize/rendered-manifests.js';
import { lintManifests } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { container, type RuleCase, testRule } from '../rule-cases.js';

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

const KEYED = '---\nkind: ConfigMap\nmetadata: { name: web }\ndata: { a.conf: "1", b: "2" }\n';
const SECRET =
  '---\nkind: Secret\nmetadata: { name: web }\nstringData: { a: "1" }\ndata: { b: Mg== }\n';
const rollout = (spec: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: r }\nspec: { ${spec}template: { spec: { containers: [{ name: c, image: x:1, envFrom: [{ configMapRef: { name: a } }] }] } } }\n`;
const env = (kind: string, reference: string) =>
  container(`env: [{ name: A, valueFrom: { ${kind}: { ${reference} } } }]`);
const volume = (source: string) => `${container('tty: true')}  volumes: [{ name: v, ${source} }]\n`;
const custom = (group: string, kind: string, rest: string) =>
  `---\napiVersion: ${group}/v1\nkind: ${kind}\n${rest}\n`;
const PORTS =
  '---\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ name: http, port: 80, targetPort: 8080 }] }\n';
const backend = (port: string) =>
  `kind: Ingress\nmetadata: { name: i }\nspec: { defaultBackend: { service: { name: web, port: { ${port} } } } }\n`;
const webhook = (service: string) =>
  `kind: ValidatingWebhookConfiguration\nmetadata: { name: w }\nwebhooks: [{ clientConfig: { service: { ${service} } } }]\n`;
const route = (reference: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: r }\nspec: { rules: [{ backendRefs: [{ ${reference} }] }] }\n`;

testRule('DEP-DANGLING', [
  // Keys of config maps and secrets.
  [env('configMapKeyRef', 'name: web, key: c') + KEYED, ['c']],
  [env('configMapKeyRef', 'name: web, key: a.conf') + KEYED, []],
  [env('configMapKeyRef', 'name: web, key: c, optional: true') + KEYED, []],
  [env('configMapKeyRef', 'name: web, key: c') + MAP, []],
  [env('configMapKeyRef', 'name: web, key: c') + KEYED.replace('b:', '"{{ b }}":'), []],
  [env('configMapKeyRef', 'name: web, key: c') + KEYED + KEYED.replace('b:', 'c:'), []],
  [volume('configMap: { name: web, items: [{ key: b }, { key: c }] }') + KEYED, ['c']],
  [
    volume('projected: { sources: [{ secret: { name: web, items: [{ key: c }] } }] }') + SECRET,
    ['c'],
  ],
  [env('secretKeyRef', 'name: web, key: c') + SECRET, ['c']],
  [env('secretKeyRef', 'name: web, key: b') + SECRET, []],
  [
    env('secretKeyRef', 'name: web, key: token') +
      SECRET.replace('stringData', 'type: kubernetes.io/service-account-token\nstringData'),
    [],
  ],
  // Secrets.
  [container('envFrom: [{ secretRef: { name: a } }]') + SECRET, ['a']],
  [container('envFrom: [{ secretRef: { name: a, optional: true } }]') + SECRET, []],
  [volume('secret: { secretName: a }') + SECRET, ['a']],
  [volume('secret: { secretName: a }'), []],
  ...[
    custom('bitnami.com', 'SealedSecret', 'metadata: { name: a-b }'),
    custom(
      'external-secrets.io',
      'ExternalSecret',
      'metadata: { name: x }\nspec: { target: { name: a-b } }',
    ),
    custom('cert-manager.io', 'Certificate', 'metadata: { name: x }\nspec: { secretName: a-b }'),
    '---\nkind: Service\nmetadata: { name: x, annotations: { serving-cert-secret-name: a-b } }\n',
    '---\nkind: Ingress\nmetadata: { name: x }\nspec: { tls: [{ secretName: a-b }] }\n',
    '---\nkind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, image: x:1, args: [--secret-name=a-b] }] }\n',
  ].map((other): RuleCase => [volume('secret: { secretName: a-b }') + SECRET + other, []]),
  [
    `${volume('secret: { secretName: a-b }')}${SECRET}---\nkind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, image: x:1, args: [--name=a-b-c] }] }\n`,
    ['a-b'],
  ],
  // A program of the folder may create it.
  ...[
    '---\nkind: Role\nmetadata: { name: x }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [create] }]\n',
    '---\nkind: ClusterRole\nmetadata: { name: x }\nrules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]\n',
    '---\nkind: RoleBinding\nroleRef: { kind: ClusterRole, name: edit }\n',
  ].map((other): RuleCase => [volume('secret: { secretName: a }') + SECRET + other, []]),
  ...[
    '---\nkind: Role\nmetadata: { name: x }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [get] }]\n',
    '---\nkind: Role\nmetadata: { name: x }\nrules: [{ apiGroups: [""], resources: [configmaps], verbs: [create] }]\n',
    '---\nkind: Role\nmetadata: { name: leader-election }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: [create] }]\n',
  ].map((other): RuleCase => [volume('secret: { secretName: a }') + SECRET + other, ['a']]),
  // Ports of services.
  [backend('number: 81') + PORTS, ['81']],
  [backend('number: 80') + PORTS, []],
  [backend('name: https') + PORTS, ['https']],
  [backend('name: http') + PORTS, []],
  [backend('name: use-annotation') + PORTS, []],
  [backend('number: 81') + PORTS.replace('ports', 'type: ExternalName, ports'), []],
  [`kind: Ingress\nspec: { backend: { serviceName: web, servicePort: 81 } }\n${PORTS}`, ['81']],
  [webhook('name: web, namespace: x, port: 443') + PORTS, ['443']],
  [webhook('name: web, namespace: x, port: 80') + PORTS, []],
  // The API server connects to 443.
  [webhook('name: web, namespace: x') + PORTS, ['web']],
  [webhook('name: web, namespace: x') + PORTS.replace('80', '443'), []],
  [`kind: APIService\nspec: { service: { name: web, namespace: x } }\n${PORTS}`, ['web']],
  [route('name: web') + PORTS, []],
  // Pods of custom objects that only make pods.
  [rollout('selector: { matchLabels: { a: b } }, ') + KEYED, ['a']],
  [rollout('') + KEYED, []],
  [webhook('name: hook, namespace: x') + PORTS, ['hook']],
  [webhook('name: web, namespace: x') + PORTS.replace('web', 'web, namespace: y'), ['web']],
  [route('name: web, port: 81') + PORTS, ['81']],
  [route('name: a') + PORTS, ['a']],
  [route('name: a, kind: Bucket') + PORTS, []],
  [`kind: APIService\nspec: { service: { name: a, namespace: x } }\n${PORTS}`, ['a']],
  [`kind: StatefulSet\nmetadata: { name: s }\nspec: { serviceName: a }\n${PORTS}`, ['a']],
  // Objects.
  [SERVICE + ingress('shop'), ['shop']],
  [`${SERVICE}kind: Ingress\nspec: { defaultBackend: { service: { name: a } } }`, ['a']],
  [SERVICE + ingress('web'), []],
  [ingress('shop'), []],
  // One that only another namespace has is no reason to look away.
  [
    `${webhook('name: hook, namespace: x')}---\n${webhook('name: web, namespace: x').replace('w }', 'v }')}${PORTS.replace('web', 'web, namespace: y')}`,
    ['hook'],
  ],
  [webhook('name: hook, namespace: "$(NAME)"') + PORTS, []],
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
  [
    'is patched to have the key',
    {
      'app/pod.yaml': env('configMapKeyRef', 'name: web, key: c') + KEYED,
      'app/kustomization.yaml': `resources: [pod.yaml]\npatches: [{ patch: "{kind: ConfigMap, apiVersion: v1, metadata: {name: web}, data: {c: '1'}}" }]`,
    },
    0,
  ],
  [
    'is generated without the key',
    {
      'app/pod.yaml': env('configMapKeyRef', 'name: web, key: c').replace(
        'kind',
        'apiVersion: v1\nkind',
      ),
      'app/kustomization.yaml':
        'resources: [pod.yaml]\nconfigMapGenerator: [{ name: web, literals: [b=1] }]',
    },
    1,
  ],
  ['can be in a chart', { 'app/templates/pod.yaml': USES_MAP }, 0],
])('a config map that %s', (_, files, count) => {
  const manifests = Object.entries(files).map(([path, text]) =>
    readManifest(text, path, 'kubernetes'),
  );
  const readFile = (path: string) => new Map(Object.entries(files)).get(path);
  const rules = lintManifests(renderKustomizations(manifests, readFile), { now: NOW }).map(
    ({ rule }) => rule,
  );
  expect(rules.filter((rule) => rule === 'DEP-DANGLING')).toHaveLength(count);
});

function generator(name: string): string {
  return `configMapGenerator: [{ name: ${name}, literals: [a=b] }]`;
}

function resources(name: string): string {
  return `resources: [${name}]`;
}
