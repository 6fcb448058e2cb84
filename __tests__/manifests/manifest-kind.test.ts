import { expect, test } from '@jest/globals';
import { manifestKind, mayBeManifest } from '../../src/manifests/manifest-kind.js';
import { sample } from '../sample.js';

test.each([
  ['compose.yaml', '', 'compose'],
  ['deploy/docker-compose.prod.yml', '', 'compose'],
  ['compose-dev.yaml', '', 'compose'],
  ['app.yaml', 'apiVersion: v1\nkind: Pod', 'kubernetes'],
  ['app.yaml', 'kind: Pod', undefined],
  ['app.json', '{ "apiVersion": "v1", "kind": "Pod" }', 'kubernetes'],
  ['app.JSON', '{"kind":"Pod","metadata":{"kind":"x"},"apiVersion":"v1"}', 'kubernetes'],
  [
    'crd.json',
    '{"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1"}',
    undefined,
  ],
  ['package.json', '{"name":"a","version":"1.0.0"}', undefined],
  ['package-lock.json', 'apiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['package-lock.json', '# x\nkind: Pod\nspec: { containers: [] }\n', 'kubernetes'],
  ['data.json', '"apiVersion kind"', undefined],
  ['data.json', 'services: { a: { image: b } }\n', 'compose'],
  ['daemon.json', 'apiVersion: v1\nkind: Pod\nx: {"registry-mirrors": []}\n', 'kubernetes'],
  ['config.yaml', 'kubelet-arg: [a]\n---\napiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['compose.yaml', 'apiVersion: v1\nkind: Pod\nspec: {}\n', 'kubernetes'],
  ['compose.yaml', 'services: {}\n---\napiVersion: v1\nkind: Pod\n', 'compose'],
  ...['\r', '\u0085', '\u2028', '\u2029'].flatMap((end): [string, string, string][] => [
    ['pod.dat', `# x${end}apiVersion: v1${end}kind: Pod${end}`, 'kubernetes'],
    ['dev.yml', `# x${end}services:${end}  web: { image: a }${end}`, 'compose'],
  ]),
  ['composer.yaml', '', undefined],
  ['kustomization.yml', '', 'kubernetes'],
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
  [
    '.github/workflows/a.yml',
    'on: pull_request_target\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n',
    'workflow',
  ],
  ['.github/workflows/a.yml', 'on: push\njobs: { a: { runs-on: x, steps: [] } }\n', 'workflow'],
  ['none.yml', 'services:\n', undefined],
  ['dev.yml', 'services: &all\n  web:\n    image: a\n', 'compose'],
  ['dev.yml', '"services":\n  web:\n    "image": a\n', 'compose'],
  ['dev.yml', "'services': !!map\n  web: { image: 'a:1', privileged: true }\n", 'compose'],
  ['dev.yml', '{ services: { web: { build: . } } }\n', 'compose'],
  ['dev.yml', 'x-base: &b { image: a }\nservices:\n  web:\n    <<: *b\n', 'compose'],
  ['dev.yml', 'services:\n  web: !override\n    image: a\n', 'compose'],
  ['dev.yml', 'services: { web: { image: a } }\nsteps: []\n', undefined],
  ['broken.yml', 'services:\n  web:\n    image: @a\n', 'compose'],
  ['.woodpecker/test.yml', 'steps: []\nservices:\n  db:\n    image: db:1\n', undefined],
  ['prod.yml', 'x-a: 1\nname: a\nservices:\n  db:\n    image: db:1\nvolumes:\n', 'compose'],
  ['app.yaml', '{"apiVersion": "v1", "kind": "Pod"}', 'kubernetes'],
  ['app.yaml', '# a\n---\n{\n  "kind": "Pod",\n  "apiVersion": "v1"\n}\n', 'kubernetes'],
  ['app.yaml', '{ apiVersion: v1, kind: Pod }', 'kubernetes'],
  ['app.yaml', '\n  apiVersion: v1\n  kind: Pod\n', 'kubernetes'],
  ['app.yaml', '"apiVersion": v1\n\'kind\': Pod\n', 'kubernetes'],
  ['values-like.yaml', 'a:\n  apiVersion: v1\n  kind: Pod\n', undefined],
  ['data.yaml', 'a: { apiVersion: v1, kind: Pod }\n', undefined],
  ['compose.yaml.j2', '', 'compose'],
  ['app.yaml.tpl', 'apiVersion: v1\nkind: {{ k }}\n', 'kubernetes'],
  ['data.yaml.j2', 'a: 1\n', undefined],
  ['pod.yaml', 'kind: Pod\nspec:\n  containers:\n    - image: x\n', 'kubernetes'],
  ['pod.yaml', 'apiVersion: v1\nspec:\n  containers:\n    - image: x\n', 'kubernetes'],
  ['pod.yaml', 'kind: Pod\nspec: { containers: [{ image: x }] }\n', 'kubernetes'],
  ['pod.yaml', '{"kind": "Pod", "spec": {"containers": [{"image": "x"}]}}\n', 'kubernetes'],
  ['data.yaml', 'kind: Podcast\nspec: { containers: [] }\n', undefined],
  ['data.yaml', 'kind: fruit\nspec:\n  containers:\n    - box\n', undefined],
  ['bom.yaml', '\ufeffapiVersion: v1\nkind: Pod\n', 'kubernetes'],
  ['bom.yaml', '\ufeff  apiVersion: v1\n  kind: Pod\n', 'kubernetes'],
  ['bom.yaml', '\ufeff{"kind": "Pod", "apiVersion": "v1"}\n', 'kubernetes'],
  ['chart/values.yaml', 'services:\n  db:\n    image: db:1\n', undefined],
  ['chart/values-prod.yaml', 'apiVersion: v1\nkind: Deployment\n', undefined],
  ['chart/Chart.yaml', 'apiVersion: v2\nkind: application\n', undefined],
])('the kind of %s with %j is %s', (path, text, kind) => {
  expect(manifestKind(path, text)).toBe(kind);
});

test.each(
  sample(
    ['\n', ' \n', '#\n', '---\n', '%\n', ' ', '#', 'apiVersion: v1\n', '{"', '\t', 'a:'],
    3,
    String,
  ),
)('millions of %j are no manifest, and stop nothing', (part) => {
  const text = part.repeat(Math.ceil(5_000_000 / part.length));
  expect(mayBeManifest(text)).toBe(false);
  expect(() => manifestKind('a.yaml', text)).not.toThrow();
});

test.each(['\r', '\u0085', '\u2028', '\u2029'])(
  'a file whose lines end with %j may be one',
  (end) => {
    expect(mayBeManifest(`# x${end}services:${end}  web:${end}    image: a${end}`)).toBe(true);
    expect(mayBeManifest(`# services:${end}a: { image: a }${end}`)).toBe(false);
  },
);
