import { describe, expect, it, test } from '@jest/globals';
import { lintManifest, lintManifests } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import { textOf, valueAt } from '../../src/manifests/yaml-values.js';

type Files = Readonly<Record<string, string>>;

function project(path: string, files: Files) {
  return readManifest(files[path] ?? '', path, 'compose', (other) => files[other]);
}

/** `PATH:LINE` of what a rule says. */
function places(rule: string, files: Files, path = 'compose.yaml'): string[] {
  return lintManifest(project(path, files)).flatMap(({ rule: own, location }) =>
    own === rule ? [`${location?.path}:${location?.startLine}`] : [],
  );
}

describe('a base file with its override', () => {
  const base = 'services:\n  web:\n    image: x:1\n    privileged: true\n';
  const files = {
    'compose.yaml': base,
    'compose.override.yaml':
      'services:\n  web:\n    privileged: false\n    mem_limit: 1g\n    pid: host\n',
  };

  it('is not blamed for what the override fixes', () => {
    expect(places('DEP-PRIV', files)).toEqual([]);
    expect(places('DEP-MEMLIMIT', files)).toEqual([]);
  });

  it('is blamed where there is no override', () => {
    expect(places('DEP-PRIV', { 'compose.yaml': base })).toEqual(['compose.yaml:4']);
  });

  it('is told what the override says on the override, and what both lack on the base', () => {
    expect(places('DEP-HOSTPID', files)).toEqual(['compose.override.yaml:5']);
    expect(places('DEP-CPULIMIT', files)).toEqual(['compose.yaml:2']);
  });

  it('is judged once, whichever of the two is read', () => {
    const both = ['compose.yaml', 'compose.override.yaml'].map((path) => project(path, files));
    const [one] = both;
    if (!one) throw new Error('nothing read');
    expect(lintManifests(both)).toEqual(lintManifest(one));
  });

  it('offers no edit of one file for what stands in the other', () => {
    const text = 'services:\n  web:\n    cap_add: [NET_ADMIN]\n';
    const found = lintManifest(
      project('compose.yaml', { ...files, 'compose.override.yaml': text }),
    );
    for (const { location, fix } of found)
      if (fix && location?.path === 'compose.override.yaml')
        for (const edit of fix.edits) expect(edit.startLine).toBeLessThanOrEqual(3);
    for (const { fix } of found)
      for (const edit of fix?.edits ?? []) expect(Object.keys(edit)).not.toContain('path');
  });

  it('may have the names of different generations', () => {
    const old = {
      'docker-compose.yml': base,
      'docker-compose.override.yml': files['compose.override.yaml'],
    };
    expect(places('DEP-PRIV', old, 'docker-compose.yml')).toEqual([]);
    const mixed = {
      'docker-compose.yml': base,
      'compose.override.yml': files['compose.override.yaml'],
    };
    expect(places('DEP-PRIV', mixed, 'docker-compose.yml')).toEqual([]);
  });

  it('is judged alone, and it is said, where the override cannot be read', () => {
    for (const broken of ['services: [', 'a: 1\na: 2', 'services:\n  {{ x }}: y', '\tx: 1']) {
      const manifest = project('compose.yaml', {
        'compose.yaml': base,
        'compose.override.yaml': broken,
      });
      const said = [...manifest.notes, ...manifest.unreadable.map(({ reason }) => reason)];
      expect(said).toEqual([expect.stringContaining('compose.override.yaml')]);
      expect(lintManifest(manifest).map(({ rule }) => rule)).toContain('DEP-PRIV');
    }
  });

  it.each([
    '',
    'services:',
    'services: 3',
    'services: []',
    'services: { web: }',
    'services: { web: [1] }',
    '- a',
  ])('may have %j as override', (text) => {
    const found = lintManifest(
      project('compose.yaml', { 'compose.yaml': base, 'compose.override.yaml': text }),
    );
    expect(Array.isArray(found)).toBe(true);
  });
});

test('an override without its base is not blamed for what it lacks', () => {
  const text = 'services:\n  web:\n    image: x:1\n    ports: ["80:80"]\n';
  expect(
    places('DEP-MEMLIMIT', { 'compose.override.yaml': text }, 'compose.override.yaml'),
  ).toEqual([]);
});

test('services of the override alone are judged', () => {
  const files = {
    'compose.yaml': 'services: {}\n',
    'compose.override.yaml': 'services:\n  debug:\n    image: x:1\n    privileged: true\n',
  };
  expect(places('DEP-PRIV', files)).toEqual(['compose.override.yaml:4']);
});

test('extends is resolved in each file before the two are merged', () => {
  const files = {
    'compose.yaml':
      'services:\n  web:\n    extends: { file: common/base.yaml, service: safe }\n    image: x:1\n',
    'compose.override.yaml': 'services:\n  web:\n    tty: true\n',
    'common/base.yaml':
      'services:\n  safe:\n    extends: safer\n    read_only: true\n  safer:\n    mem_limit: 1g\n    privileged: true\n',
  };
  expect(places('DEP-MEMLIMIT', files)).toEqual([]);
  expect(places('DEP-PRIV', files)).toEqual(['common/base.yaml:7']);
});

test('a file that hundreds of services extend is read once', () => {
  const names = Array.from(
    { length: 300 },
    (_, i) => `  s${i}: { extends: { file: base.yaml, service: b } }`,
  );
  const asked: string[] = [];
  const manifest = readManifest(
    `services:\n${names.join('\n')}\n`,
    'compose.yaml',
    'compose',
    (path) => {
      asked.push(path);
      return path === 'base.yaml' ? 'services: { b: { image: x, privileged: true } }' : undefined;
    },
  );
  expect(asked.filter((path) => path === 'base.yaml')).toHaveLength(1);
  expect(manifest.notes).toEqual([]);
  const found = lintManifest(manifest).filter(({ rule }) => rule === 'DEP-PRIV');
  expect(new Set(found.map(({ location }) => location?.path))).toEqual(new Set(['base.yaml']));
});

test('a service of thousands of keys that thousands extend is refused, not followed', () => {
  const keys = Array.from({ length: 3000 }, (_, i) => `K${i}: v`).join(', ');
  const names = Array.from(
    { length: 3000 },
    (_, i) => `  s${i}: { extends: b, environment: { X: y } }`,
  );
  const text = `services:\n  b: { image: x, environment: { ${keys} } }\n${names.join('\n')}\n`;
  expect(() => readManifest(text, 'compose.yaml', 'compose')).toThrow(/compose\.yaml.*too many/);
});

test('included lists of files are merged', () => {
  const files = {
    'compose.yaml': 'include:\n  - path: [db/a.yaml, db/b.yaml]\n',
    'db/a.yaml': 'services:\n  db:\n    image: x:1\n    privileged: true\n',
    'db/b.yaml': 'services:\n  db:\n    privileged: false\n    pid: host\n',
  };
  expect(places('DEP-PRIV', files)).toEqual([]);
  expect(places('DEP-HOSTPID', files)).toEqual(['db/b.yaml:4']);
});

/** A key of the service after both files are merged. */
function merged(base: string, over: string, ...path: string[]) {
  const files = {
    'compose.yaml': `services:\n  a:\n    ${base}\n`,
    'compose.override.yaml': `services:\n  a:\n    ${over}\n`,
  };
  const node = valueAt(project('compose.yaml', files).services[0]?.node, ...path);
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
])('%s under %s', (base, over, path, expected) => {
  expect(merged(base, over, ...path)).toEqual(expected);
});
