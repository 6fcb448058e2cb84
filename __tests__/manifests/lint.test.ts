import { describe, expect, it, test } from '@jest/globals';
import { applyFixes } from '../../src/core/fix.js';
import { lintManifest } from '../../src/manifests/lint.js';
import { manifestKind } from '../../src/manifests/manifest-kind.js';
import { marksOf, read } from './marks.js';

describe('Compose', () => {
  it('follows anchors and merges', () => {
    const text = 'x-base: &base\n  privileged: true\nservices:\n  app:\n    <<: *base\n';
    expect(marksOf('DEP-PRIV', text)).toEqual(['true']);
  });

  it('follows an alias that stands for a whole service', () => {
    const text = 'services:\n  a: &a\n    privileged: true\n  b: *a\n';
    expect(marksOf('DEP-PRIV', text)).toEqual(['true', 'true']);
  });

  it('offers a fix after which the finding is gone', () => {
    const text = 'services:\n  app:\n    privileged: true # needed?\n';
    const fixes = lintManifest(read(text)).flatMap(({ rule, fix }) =>
      rule === 'DEP-PRIV' && fix ? [fix] : [],
    );
    const fixed = applyFixes(text, fixes).text;
    expect(fixed).toBe('services:\n  app:\n    privileged: false # needed?\n');
    expect(marksOf('DEP-PRIV', fixed)).toEqual([]);
  });
});

describe('Kubernetes', () => {
  const container = (indent: string) =>
    ['containers:', '  - name: a', '    securityContext: { privileged: true }']
      .map((line) => indent + line)
      .join('\n');
  const template = `spec:\n  template:\n    spec:\n${container('      ')}\n`;

  test.each([
    ['Pod', `kind: Pod\nspec:\n${container('  ')}\n`],
    ['PodTemplate', `kind: PodTemplate\ntemplate:\n  spec:\n${container('    ')}\n`],
    ...[
      'Deployment',
      'ReplicaSet',
      'ReplicationController',
      'StatefulSet',
      'DaemonSet',
      'Job',
      'Rollout',
      'CloneSet',
    ].map((kind) => [kind, `kind: ${kind}\n${template}`]),
    [
      'CronJob',
      `kind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${container('          ')}\n`,
    ],
    ['List', `kind: List\nitems:\n  - kind: Pod\n    spec:\n${container('      ')}\n`],
    ['list of one kind', `kind: PodList\nitems:\n  - spec:\n${container('      ')}\n`],
    ['two documents', `kind: Service\n---\nkind: Pod\nspec:\n${container('  ')}\n`],
  ])('finds the containers of a %s', (_, text) => {
    expect(marksOf('DEP-PRIV', text ?? '')).toEqual(['true']);
  });

  it('says nothing about kinds that start nothing', () => {
    expect(lintManifest(read('kind: Gadget\nspec: { template: { spec: {} } }\n'))).toEqual([]);
    expect(lintManifest(read('kind: constructor\nspec: {}\n'))).toEqual([]);
  });

  it('marks a socket that a volume takes from the host, once for the pod', () => {
    const text =
      'kind: Pod\nspec:\n  containers: [{ name: a }, { name: b }]\n  volumes:\n    - hostPath: { path: /var/run/docker.sock }\n';
    expect(marksOf('DEP-SOCK', text)).toEqual(['/var/run/docker.sock']);
  });
});

test('findings stand in the order of the file, each with a fingerprint of its own', () => {
  const text =
    'services:\n  b:\n    image: x\n    privileged: true\n  a: { image: x, pid: host }\n';
  const findings = lintManifest(read(text));
  const lines = findings.map(({ location }) => location?.startLine ?? 0);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
});

test.each([
  ['compose.yaml', '', 'compose'],
  ['deploy/docker-compose.prod.yml', '', 'compose'],
  ['compose-dev.yaml', '', 'compose'],
  ['app.yaml', 'apiVersion: v1\nkind: Pod', 'kubernetes'],
  ['app.yaml', 'kind: Pod', undefined],
  ['composer.yaml', '', undefined],
  ['production.yml', "version: '3'\nservices:\n  web: &web\n    build: .\n", 'compose'],
  [
    'local.yml',
    'services: # all\r\n\r\n  # the shop\r\n  web:\r\n    image: shop:1\r\n',
    'compose',
  ],
  [
    'stack.yml',
    '\ufeffservices:\n  db:\n    environment:\n      A: b\n    image:\n      db:1\n',
    'compose',
  ],
  [
    'services.yaml',
    'services:\n  app.image:\n    class: Image\n    arguments:\n      image: x\n',
    undefined,
  ],
  [
    '.gitlab-ci.yml',
    'services:\n  - name: docker\n    image: x\nbuild:\n  image: node\n',
    undefined,
  ],
  ['drone.yml', 'services:\n  image: x\n', undefined],
  ['workflow.yml', 'jobs:\n  a:\n    services:\n      db:\n        image: db:1\n', undefined],
  ['none.yml', 'services:\n', undefined],
  ['.woodpecker/test.yml', 'steps: []\nservices:\n  db:\n    image: db:1\n', undefined],
  ['prod.yml', 'x-a: 1\nname: a\nservices:\n  db:\n    image: db:1\nvolumes:\n', 'compose'],
  ['chart/values.yaml', 'services:\n  db:\n    image: db:1\n', undefined],
  ['chart/values-prod.yaml', 'apiVersion: v1\nkind: Deployment\n', undefined],
  ['chart/Chart.yaml', 'apiVersion: v2\nkind: application\n', undefined],
])('%s with %j is %s', (path, text, kind) => {
  expect(manifestKind(path, text)).toBe(kind);
});

describe('no suggestion stops an image that begins as root', () => {
  const fixed = (image: string) => {
    const compose = `services:\n  a:\n    image: ${image}\n`;
    const pod = `kind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${image}\n`;
    return [compose, pod].map((text) =>
      lintManifest(read(text))
        .filter(({ rule }) => /^DEP-(?:CAPDROP|NONROOT|ROFS)$/.test(rule))
        .flatMap(({ rule, fix }) => (fix ? [rule] : [])),
    );
  };
  test.each(['postgres:17', 'docker.io/library/nginx', 'postgis/postgis:17-3.5@sha256:0'])(
    '%s',
    (image) => expect(fixed(image)).toEqual([[], []]),
  );
  test('while others have them', () => {
    const pod = ['DEP-CAPDROP', 'DEP-NONROOT', 'DEP-ROFS'];
    expect(fixed('ghcr.io/acme/postgres:1')).toEqual([['DEP-CAPDROP', 'DEP-ROFS'], pod]);
  });
});

test('a service that another program provides is no container', () => {
  const text = 'services:\n  model:\n    provider: { type: model, options: { model: ai/small } }\n';
  expect(lintManifest(read(text))).toEqual([]);
});
