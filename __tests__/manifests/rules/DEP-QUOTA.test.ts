import { expect, test } from '@jest/globals';
import { lintManifests } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { findingsOf } from '../lint-text.js';
import { testRule } from '../rule-cases.js';

const range = (limit: string, metadata = 'name: r, namespace: shop', more = '') =>
  `kind: LimitRange\nmetadata: { ${metadata} }\nspec: { limits: [{ type: Container, ${limit} }${more}] }\n---\n`;
const quota = (hard: string, spec = '', metadata = 'name: q, namespace: shop') =>
  `kind: ResourceQuota\nmetadata: { ${metadata} }\nspec: { hard: { ${hard} }${spec} }\n---\n`;
const deployment = (resources: string, spec = '', metadata = 'name: web, namespace: shop') =>
  `kind: Deployment\nmetadata: { ${metadata} }\nspec:\n  ${spec}\n  template: { spec: { containers: [{ name: c, image: x:1, resources: { ${resources} } }] } }\n`;
const podRange = (limit: string) => range(limit).replace('Container', 'Pod');
const two = (resources: string, first = 'containers') =>
  `kind: Pod\nmetadata: { name: p, namespace: shop }\nspec: ${
    first === 'containers'
      ? `{ containers: [${['a', 'b'].map((name) => `{ name: ${name}, image: x:1, resources: { ${resources} } }`).join(', ')}] }`
      : `{ initContainers: [{ name: a, image: x:1, resources: { ${resources} } }], containers: [{ name: b, image: x:1, resources: { limits: { memory: 1Gi } } }] }`
  }\n`;
const JOB = 'template: { spec: { containers: [{ name: c, image: x:1 }] } }';
const job = (spec: string) =>
  `kind: Job\nmetadata: { name: j, namespace: shop }\nspec: { ${spec}, ${JOB} }\n`;
const cronJob = (spec: string) =>
  `kind: CronJob\nmetadata: { name: j, namespace: shop }\nspec: { jobTemplate: { spec: { ${spec}, ${JOB} } } }\n`;
const LIMIT = 'limits: { memory: 1Gi }';
const MAX = 'max: { memory: 512Mi }';

testRule('DEP-QUOTA', [
  [range(MAX) + deployment(LIMIT), ['1Gi']],
  [range(MAX) + deployment('requests: { memory: 0.6Gi }'), ['0.6Gi']],
  [range('min: { cpu: 100m }') + deployment('requests: { cpu: 50m }'), ['50m']],
  [range('min: { cpu: 100m }') + deployment('limits: { cpu: 0.05 }'), ['0.05']],
  // The default limit applies to the container, and is below its request.
  [range('default: { memory: 256Mi }') + deployment('requests: { memory: 300Mi }'), ['300Mi']],
  [quota('limits.memory: 2Gi') + deployment(LIMIT, 'replicas: 3'), ['name']],
  [quota('memory: 1000Mi') + deployment(LIMIT), ['name']],
  [quota('pods: 2') + deployment('', 'replicas: 3'), ['name']],
  [quota('requests.cpu: 1') + deployment('requests: { cpu: 600m }', 'replicas: 2'), ['name']],
  [range(MAX, 'name: r') + deployment(LIMIT, '', 'name: web'), ['1Gi']],
  // The limit is three times the request.
  [
    range('maxLimitRequestRatio: { cpu: 2 }') +
      deployment('requests: { cpu: 1 }, limits: { cpu: 3 }'),
    ['3'],
  ],
  [
    range('maxLimitRequestRatio: { cpu: 3 }') +
      deployment('requests: { cpu: 1 }, limits: { cpu: 3 }'),
    [],
  ],
  [range('maxLimitRequestRatio: { cpu: 1 }') + deployment('limits: { cpu: 3 }'), []],
  // All containers of a pod together, and what is set for the pod.
  [podRange('max: { memory: 1Gi }') + two('limits: { memory: 600Mi }'), ['name']],
  [podRange('max: { memory: 1200Mi }') + two('limits: { memory: 600Mi }'), []],
  [podRange('min: { cpu: 100m }') + two('requests: { cpu: 40m }'), ['name']],
  [podRange('min: { cpu: 80m }') + two('requests: { cpu: 40m }'), []],
  [podRange('min: { cpu: 100m }') + two(''), []],
  [
    quota('memory: 1Gi') +
      two('').replace('containers', 'resources: { limits: { memory: 2Gi } }, containers'),
    ['name'],
  ],
  [quota('memory: 1Gi') + two(LIMIT, 'initContainers'), []],
  [
    quota('memory: 1Gi') + two(`${LIMIT} }, restartPolicy: Always, x: {`, 'initContainers'),
    ['name'],
  ],
  [quota('requests.nvidia.com/gpu: 0') + deployment('limits: { nvidia.com/gpu: 1 }'), ['name']],
  [quota('requests.nvidia.com/gpu: 1') + deployment('limits: { nvidia.com/gpu: 1 }'), []],
  // Jobs have no more pods than completions.
  [quota('pods: 2') + job('parallelism: 3'), ['name']],
  [quota('pods: 2') + job('parallelism: 3, completions: 3'), ['name']],
  [quota('pods: 2') + job('parallelism: 20, completions: 2'), []],
  [quota('pods: 2') + job('parallelism: 3, suspend: true'), []],
  [quota('pods: 2') + cronJob('parallelism: 3'), ['name']],
  [quota('pods: 2') + cronJob('parallelism: 3').replace('{ job', '{ suspend: true, job'), []],
  // As much as is allowed.
  [range('max: { memory: 1024Mi }') + deployment(LIMIT), []],
  [range('max: { memory: 1e9 }') + deployment('limits: { memory: 1G }'), []],
  [range('min: { cpu: 0.1 }') + deployment('requests: { cpu: 100m }'), []],
  [quota('limits.memory: 3Gi') + deployment(LIMIT, 'replicas: 3'), []],
  [quota('pods: 3') + deployment('', 'replicas: 3'), []],
  // Its own limit replaces the default.
  [
    range('default: { memory: 256Mi }') +
      deployment('requests: { memory: 300Mi }, limits: { memory: 300Mi }'),
    [],
  ],
  // Which of two defaults applies is not known.
  [
    range(
      'default: { memory: 1Mi }',
      undefined,
      ', { type: Container, default: { memory: 1Gi } }',
    ) + deployment('requests: { memory: 300Mi }'),
    [],
  ],
  // Another namespace, another type, a scope, and what is not known.
  [range(MAX, 'name: r, namespace: other') + deployment(LIMIT), []],
  [range(MAX, 'name: r') + deployment(LIMIT), []],
  [range(MAX).replace('Container', 'PersistentVolumeClaim') + deployment(LIMIT), []],
  [quota('pods: 1', ', scopes: [BestEffort]') + deployment('', 'replicas: 3'), []],
  [
    quota('pods: 1', ', scopeSelector: { matchExpressions: [{}] }') + deployment('', 'replicas: 3'),
    [],
  ],
  [quota('services: 1') + deployment(LIMIT, 'replicas: 3'), []],
  [quota('limits.memory: "$MEM"') + deployment(LIMIT, 'replicas: 3'), []],
  [quota('limits.memory: 1Mi') + deployment('limits: { memory: "$MEM" }'), []],
  [quota('limits.cpu: 1') + deployment(LIMIT, 'replicas: 3'), []],
]);

test('objects without a namespace count only in their own folder', () => {
  const files = [
    readManifest(range(MAX, 'name: r'), 'a/range.yaml', 'kubernetes'),
    readManifest(deployment(LIMIT, '', 'name: web'), 'a/web.yaml', 'kubernetes'),
    readManifest(deployment(LIMIT, '', 'name: web'), 'b/web.yaml', 'kubernetes'),
  ];
  const found = lintManifests(files, { now: NOW }).filter(({ rule }) => rule === 'DEP-QUOTA');
  expect(found.map(({ location }) => location?.path)).toEqual(['a/web.yaml']);
});

test.each([
  [
    LIMIT,
    'limits.memory: 2Gi',
    'Deployment "web" needs a memory limit of 3Gi, above the 2Gi of ResourceQuota "q"',
  ],
  [
    'requests: { cpu: 50m }',
    'cpu: 100m',
    'Deployment "web" needs CPU 150m, above the 100m of ResourceQuota "q"',
  ],
  [
    'limits: { nvidia.com/gpu: 1 }',
    'requests.nvidia.com/gpu: 2',
    'Deployment "web" needs 3 nvidia.com/gpu, above the 2 of ResourceQuota "q"',
  ],
])('says what %s needs of the quota %s', (resources, hard, message) => {
  const text = quota(hard) + deployment(resources, 'replicas: 3');
  expect(findingsOf('DEP-QUOTA', text).map((one) => one.message)).toEqual([message]);
});

test.each([
  [
    range('maxLimitRequestRatio: { memory: 2 }') +
      deployment(`requests: { memory: 256Mi }, ${LIMIT}`),
    'Container "c" has a memory limit of 4 times its request: LimitRange "r" allows 2',
  ],
  [
    podRange(MAX) + deployment(LIMIT),
    'A pod of Deployment "web" has memory 1Gi, above the maximum 512Mi of LimitRange "r"',
  ],
  [
    podRange(MAX) + two('requests: { memory: 1Gi }'),
    'Pod "p" has memory 2Gi, above the maximum 512Mi of LimitRange "r"',
  ],
])('says what a LimitRange refuses', (text, message) => {
  expect(findingsOf('DEP-QUOTA', text).map((one) => one.message)).toEqual([message]);
});

// A quota makes a missing value an error: the findings about it say so.
test.each([
  ['DEP-MEMLIMIT', 'limits.memory: 4Gi', 'memory limit', ''],
  ['DEP-MEMLIMIT', 'memory: 4Gi', 'memory limit', ''],
  ['DEP-CPULIMIT', 'limits.cpu: 4', 'CPU limit', ''],
  ['DEP-CPUREQ', 'requests.cpu: 4', 'CPU request', ''],
])('%s names the quota %s', (rule, hard, what, resources) => {
  const found = findingsOf(rule, quota(hard) + deployment(resources));
  expect(found.map(({ message }) => message)).toEqual([
    `Container "c" has no ${what}, so ResourceQuota "q" refuses its pod`,
  ]);
});

test.each([
  ['DEP-MEMLIMIT', quota('memory: 4Gi') + deployment('requests: { memory: 1Gi }'), 'memory limit'],
  [
    'DEP-MEMLIMIT',
    quota('limits.memory: 4Gi', ', scopes: [Terminating]') + deployment(''),
    'memory limit',
  ],
  ['DEP-CPULIMIT', quota('cpu: 4') + deployment(''), 'CPU limit'],
  ['DEP-CPUREQ', quota('cpu: 4', '', 'name: q, namespace: other') + deployment(''), 'CPU request'],
])('%s names no quota in %j', (rule, text, what) => {
  expect(findingsOf(rule, text).map(({ message }) => message)).toEqual([
    `Container "c" has no ${what}`,
  ]);
});

// The API server takes the maximum as default limit, and the minimum as default request.
test.each([
  ['DEP-MEMLIMIT', range(MAX)],
  ['DEP-CPULIMIT', range('max: { cpu: 2 }')],
  ['DEP-CPUREQ', range('min: { cpu: 10m }')],
])('%s is quiet where %j sets the value', (rule, limits) => {
  expect(findingsOf(rule, limits + deployment(''))).toEqual([]);
  expect(findingsOf(rule, deployment(''))).toHaveLength(1);
});
