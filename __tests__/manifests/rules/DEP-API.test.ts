import { expect, test } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { testRule } from '../rule-cases.js';

const object = (apiVersion: string, kind: string, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web }\n${rest}`;
const SELECTOR = 'spec: { selector: { matchLabels: { app: web } } }\n';
const POD = 'spec: { template: { spec: { containers: [{ name: c, image: x:1 }] } } }\n';

testRule('DEP-API', [
  ...(
    [
      ['extensions/v1beta1', 'Ingress'],
      ['networking.k8s.io/v1beta1', 'IngressClass'],
      ['policy/v1beta1', 'PodSecurityPolicy'],
      ['rbac.authorization.k8s.io/v1beta1', 'RoleBinding'],
      ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
      ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema'],
    ] as const
  ).map(([version, kind]) => [object(version, kind), [version]] as const),
  [object('apps/v1beta2', 'Deployment', POD), ['apps/v1beta2']],
  [
    `kind: List\nitems:\n  - { apiVersion: batch/v1beta1, kind: CronJob, metadata: { name: a } }\n`,
    ['batch/v1beta1'],
  ],
  [object('apps/v1', 'Deployment', POD), []],
  [object('networking.k8s.io/v1', 'Ingress'), []],
  [object('storage.k8s.io/v1beta1', 'VolumeAttributesClass'), []],
  // Not of Kubernetes.
  [object('networking.istio.io/v1beta1', 'Gateway'), []],
  [object('policy/v1beta1', 'Widget'), []],
]);

const outcome = (text: string) =>
  findingsOf('DEP-API', text).map(({ message, advice, fix }) => ({
    message,
    advice,
    fixed: fix?.edits.map((edit) => edit.text),
  }));

test('replaces a version whose fields are the same', () => {
  expect(outcome(object('policy/v1beta1', 'PodDisruptionBudget', SELECTOR))).toEqual([
    {
      message:
        'Kubernetes 1.25 and later refuse PodDisruptionBudget "web": policy/v1beta1 was removed',
      advice: 'Use apiVersion: policy/v1',
      fixed: ['policy/v1'],
    },
  ]);
});

test.each([
  ['an empty selector, which has another meaning', 'policy/v1beta1', 'PodDisruptionBudget'],
  ['other fields', 'networking.k8s.io/v1beta1', 'Ingress'],
])('does not replace a version with %s', (_, version, kind) => {
  const [found] = outcome(object(version, kind));
  expect(found?.fixed).toBeUndefined();
  expect(found?.advice).toContain('and change the fields that differ in it');
});

test('names what takes the place of a kind that was removed', () => {
  const [found] = outcome(object('policy/v1beta1', 'PodSecurityPolicy'));
  expect(found?.fixed).toBeUndefined();
  expect(found?.advice).toMatch(/^Delete it, and set the label/);
});
