import { expect, test } from '@jest/globals';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { textOf, valueAt } from '../../../src/manifests/yaml-values.js';

/** A value of the service after a file is merged with its override: a text, the items of a list or the keys of a map. */
function mergedValue(base: string, override: string, ...path: string[]) {
  const files = new Map([
    ['compose.yaml', `services:\n  a:\n    ${base}\n`],
    ['compose.override.yaml', `services:\n  a:\n    ${override}\n`],
  ]);
  const manifest = readManifest(
    files.get('compose.yaml') ?? '',
    'compose.yaml',
    'compose',
    (name) => files.get(name),
  );
  const node = valueAt(manifest.services[0]?.node, ...path);
  if (node?.kind === 'list') return node.items.map(textOf);
  return node?.kind === 'map' ? [...node.entries.keys()] : textOf(node);
}

test.each<[string, string, string[], unknown]>([
  ['command: [a]', 'command: [b]', ['command'], ['b']],
  ['entrypoint: a', 'entrypoint: [b]', ['entrypoint'], ['b']],
  [
    'healthcheck: { test: [a], retries: 3 }',
    'healthcheck: { test: [b] }',
    ['healthcheck', 'test'],
    ['b'],
  ],
  [
    'healthcheck: { test: [a], retries: 3 }',
    'healthcheck: { test: [b] }',
    ['healthcheck', 'retries'],
    '3',
  ],
  ['cap_add: [A]', 'cap_add: [B, A]', ['cap_add'], ['A', 'B']],
  ['environment: { A: 1, B: 2 }', 'environment: [A=3, C]', ['environment'], ['A=3', 'B=2', 'C']],
  ['environment: { A: 1 }', 'environment: { A: 3 }', ['environment', 'A'], '3'],
  ['env_file: .env', 'env_file: [b.env]', ['env_file'], ['.env', 'b.env']],
  ['volumes: ["a:/x", "b:/y"]', 'volumes: ["c:/x:ro"]', ['volumes'], ['c:/x:ro', 'b:/y']],
  ['volumes: ["/:/x"]', 'volumes: [{ source: d, target: /x }]', ['volumes'], ['']],
  ['ports: ["80:80"]', 'ports: ["80:80", "81:80"]', ['ports'], ['80:80', '81:80']],
  ['ports: ["80:80"]', 'ports: !override ["90:80"]', ['ports'], ['90:80']],
  ['ports: ["80:80"]', 'ports: !reset []', ['ports'], ''],
  ['devices: ["/dev/a:/dev/x"]', 'devices: ["/dev/b:/dev/x"]', ['devices'], ['/dev/b:/dev/x']],
  ['build: .', 'build: { target: dev }', ['build'], ['context', 'target']],
  ['logging: { driver: a, options: { x: 1 } }', 'logging: { driver: b }', ['logging'], ['driver']],
  [
    'logging: { driver: a, options: { x: 1 } }',
    'logging: { options: { y: 1 } }',
    ['logging', 'options'],
    ['x', 'y'],
  ],
  ['privileged: true', 'privileged:', ['privileged'], 'true'],
  ['user: "1"', 'user: { a: 1 }', ['user'], ['a']],
])('%s merged with %s has at %j the value %j', (base, override, path, expected) => {
  expect(mergedValue(base, override, ...path)).toEqual(expected);
});
