import { describe, expect, it, test } from '@jest/globals';
import { lintManifest } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { manifestOf, markedTexts, marksOf } from '../lint-text.js';

type Files = Readonly<Record<string, string>>;

function readProjectFile(path: string, files: Files) {
  return readManifest(files[path] ?? '', path, 'compose', (other) => files[other]);
}

/** `PATH:LINE` of the findings of one rule. */
function places(rule: string, files: Files, path = 'compose.yaml'): string[] {
  return lintManifest(readProjectFile(path, files), { now: NOW })
    .filter((finding) => finding.rule === rule)
    .map(({ location }) => `${location?.path}:${location?.startLine}`);
}

describe('a base file with its override', () => {
  const base = 'services:\n  web:\n    image: x:1\n    privileged: true\n';
  const override = 'services:\n  web:\n    privileged: false\n    mem_limit: 1g\n    pid: host\n';
  const files = { 'compose.yaml': base, 'compose.override.yaml': override };

  it('has no finding that the override fixes', () => {
    expect(places('DEP-PRIV', { 'compose.yaml': base })).toEqual(['compose.yaml:4']);
    expect(places('DEP-PRIV', files)).toEqual([]);
    expect(places('DEP-MEMLIMIT', files)).toEqual([]);
  });

  it('has findings of the override in the override, and those of missing keys in the base', () => {
    expect(places('DEP-HOSTPID', files)).toEqual(['compose.override.yaml:5']);
    expect(places('DEP-CPULIMIT', files)).toEqual(['compose.yaml:2']);
  });

  it('has fixes only for the file of the finding', () => {
    const found = lintManifest(
      readProjectFile('compose.yaml', {
        ...files,
        'compose.override.yaml': 'services:\n  web:\n    cap_add: [NET_ADMIN]\n',
      }),
      { now: NOW },
    );
    for (const { location, fix } of found)
      for (const edit of fix?.edits ?? []) {
        expect(Object.keys(edit)).not.toContain('path');
        if (location?.path === 'compose.override.yaml')
          expect(edit.startLine).toBeLessThanOrEqual(3);
      }
  });

  it.each([
    ['docker-compose.yml', 'docker-compose.override.yml'],
    ['docker-compose.yml', 'compose.override.yml'],
  ])('can have the names %s and %s', (baseName, overrideName) => {
    const named = { [baseName]: base, [overrideName]: override };
    expect(places('DEP-PRIV', named, baseName)).toEqual([]);
  });

  it.each(['services: [', 'a: 1\na: 2', 'services:\n  {{ x }}: y', '\tx: 1'])(
    'is checked alone, with a note or an error, if the override is %j',
    (text) => {
      const manifest = readProjectFile('compose.yaml', {
        'compose.yaml': base,
        'compose.override.yaml': text,
      });
      const reasons = [...manifest.notes, ...manifest.unreadable.map(({ reason }) => reason)];
      expect(reasons).toEqual([expect.stringContaining('compose.override.yaml')]);
      expect(lintManifest(manifest, { now: NOW }).map(({ rule }) => rule)).toContain('DEP-PRIV');
    },
  );

  it.each([
    '',
    'services:',
    'services: 3',
    'services: []',
    'services: { web: }',
    'services: { web: [1] }',
    '- a',
  ])('can have the override %j', (text) => {
    const manifest = readProjectFile('compose.yaml', {
      'compose.yaml': base,
      'compose.override.yaml': text,
    });
    expect(lintManifest(manifest, { now: NOW })).toBeInstanceOf(Array);
  });
});

test('an override without its base has no findings about missing keys', () => {
  const text = 'services:\n  web:\n    image: x:1\n    ports: ["80:80"]\n';
  const files = { 'compose.override.yaml': text };
  expect(places('DEP-MEMLIMIT', files, 'compose.override.yaml')).toEqual([]);
});

test('a service that only the override has is checked', () => {
  const files = {
    'compose.yaml': 'services: {}\n',
    'compose.override.yaml': 'services:\n  debug:\n    image: x:1\n    privileged: true\n',
  };
  expect(places('DEP-PRIV', files)).toEqual(['compose.override.yaml:4']);
});

test('a service without image and build has no findings about missing keys', () => {
  expect(
    lintManifest(manifestOf('services:\n  app:\n    ports: ["80:80"]\n'), { now: NOW }),
  ).toEqual([]);
});

describe('extends', () => {
  const base =
    'services:\n  base:\n    image: x:1\n    mem_limit: 1g\n    privileged: true\n    security_opt: [no-new-privileges]\n';

  it('inherits the keys of a service of the same file', () => {
    const text = `${base}  app:\n    extends: base\n    privileged: false\n`;
    expect(markedTexts('DEP-PRIV', text)).toEqual(['true']);
    expect(markedTexts('DEP-MEMLIMIT', text)).toEqual([]);
    expect(markedTexts('DEP-NNP', text)).toEqual([]);
  });

  it('reports findings of another file in that file', () => {
    const text = 'services:\n  app:\n    extends:\n      file: ../base.yaml\n      service: base\n';
    const files = { 'compose.yaml': text, '../base.yaml': base };
    expect(readProjectFile('compose.yaml', files).notes).toEqual([]);
    expect(places('DEP-PRIV', files)).toEqual(['../base.yaml:5']);
  });

  it('is noted if the file cannot be read, and missing keys of the service are not reported', () => {
    const text =
      'services:\n  app:\n    extends: { file: far.yaml, service: base }\n    pid: host\n';
    const manifest = manifestOf(text);
    expect(manifest.notes).toEqual([expect.stringContaining('far.yaml')]);
    expect(marksOf(manifest, text)).toEqual(['DEP-HOSTPID host']);
  });

  it('ends with a note if two services extend each other', () => {
    const text =
      'services:\n  a: { image: x, extends: b }\n  b: { image: x, extends: { file: compose.yaml, service: a } }\n';
    expect(manifestOf(text, () => text).notes.length).toBeGreaterThan(0);
  });

  it('is resolved in each file before a file is merged with its override', () => {
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

  it('reads a file once, however many services extend it', () => {
    const services = Array.from(
      { length: 300 },
      (_, i) => `  s${i}: { extends: { file: base.yaml, service: b } }`,
    );
    const requested: string[] = [];
    const manifest = readManifest(
      `services:\n${services.join('\n')}\n`,
      'compose.yaml',
      'compose',
      (path) => {
        requested.push(path);
        return path === 'base.yaml' ? 'services: { b: { image: x, privileged: true } }' : undefined;
      },
    );
    expect(requested.filter((path) => path === 'base.yaml')).toHaveLength(1);
    expect(manifest.notes).toEqual([]);
    const found = lintManifest(manifest, { now: NOW }).filter(({ rule }) => rule === 'DEP-PRIV');
    expect(new Set(found.map(({ location }) => location?.path))).toEqual(new Set(['base.yaml']));
  });

  it('is rejected if thousands of services extend one with thousands of keys', () => {
    const keys = Array.from({ length: 3000 }, (_, i) => `K${i}: v`).join(', ');
    const services = Array.from(
      { length: 3000 },
      (_, i) => `  s${i}: { extends: b, environment: { X: y } }`,
    );
    const text = `services:\n  b: { image: x, environment: { ${keys} } }\n${services.join('\n')}\n`;
    expect(() => readManifest(text, 'compose.yaml', 'compose')).toThrow(
      expect.objectContaining({ code: 'PSE3751' }),
    );
  });
});

describe('include', () => {
  it('adds the services of a file without a Compose name, reported in that file', () => {
    const files = {
      'compose.yaml': 'include:\n  - path: infra/db.yaml\nservices: {}\n',
      'infra/db.yaml': 'services:\n  db:\n    image: x:1\n    pid: host\n',
    };
    expect(places('DEP-HOSTPID', files)).toEqual(['infra/db.yaml:4']);
  });

  it('skips files with a Compose name, which are manifests of their own', () => {
    const text = 'include: [db/compose.yaml]\nservices: {}\n';
    const files = { 'db/compose.yaml': 'services: { db: { image: x:1 } }\n' };
    expect(readProjectFile('compose.yaml', { 'compose.yaml': text, ...files })).toMatchObject({
      services: [],
      notes: [],
    });
  });

  it('merges the files of a list', () => {
    const files = {
      'compose.yaml': 'include:\n  - path: [db/a.yaml, db/b.yaml]\n',
      'db/a.yaml': 'services:\n  db:\n    image: x:1\n    privileged: true\n',
      'db/b.yaml': 'services:\n  db:\n    privileged: false\n    pid: host\n',
    };
    expect(places('DEP-PRIV', files)).toEqual([]);
    expect(places('DEP-HOSTPID', files)).toEqual(['db/b.yaml:4']);
  });

  it('notes services of the first format, and nothing else without the key services', () => {
    const notesOf = (text: string) =>
      readProjectFile('compose.yaml', { 'compose.yaml': text }).notes;
    const note = expect.stringContaining('Its services, such as "web", were not checked');
    expect(notesOf('web: { image: x, privileged: true }')).toEqual([note]);
    expect(notesOf('db: {}\nweb: { build: . }')).toEqual([note]);
    expect(notesOf('x-web: { image: x }\nvolumes: { data: {} }')).toEqual([]);
    expect(notesOf('services: { web: { image: x } }')).toEqual([]);
  });

  it('notes missing files and templates, and lists files that are not valid YAML', () => {
    const text = 'include: [a.yaml, b.yaml, c.yaml]\n';
    const files: Files = { 'b.yaml': 'x: {{ y }}', 'c.yaml': 'x: [' };
    const { notes, unreadable } = manifestOf(text, (path) => files[path]);
    expect(notes).toEqual([
      expect.stringContaining('a.yaml'),
      expect.stringContaining('template'),
      expect.stringContaining('b.yaml'),
      expect.stringContaining('c.yaml'),
    ]);
    expect(unreadable).toEqual([
      { path: 'c.yaml', reason: expect.stringContaining('Cannot read the manifest c.yaml:') },
    ]);
  });

  it('ends with a note if a file includes itself', () => {
    const text = 'include: [x.yaml]\n';
    expect(manifestOf(text, () => text).notes.length).toBeGreaterThan(0);
  });
});

test('an env file is not read after the limit of files is reached', () => {
  const names = Array.from({ length: 500 }, (_, i) => `${i}.env`);
  let reads = 0;
  const text = `services:\n  web:\n    image: x:1\n    env_file: [${names}]\n`;
  readManifest(text, 'compose.yaml', 'compose', () => {
    reads++;
    return 'A=1';
  });
  expect(reads).toBeLessThanOrEqual(60);
});

describe('a project at its limits', () => {
  const many = (count: number, part: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => part(i)).join('');

  it('that includes too many files reads the first, and has five notes at most of one kind', () => {
    const files = {
      'compose.yaml': `include:\n${many(80, (i) => `  - ${i === 0 ? 'a.yaml' : `x${i}.yaml`}\n`)}`,
      'a.yaml': 'services:\n  a: { image: x:1, privileged: true }\n',
    };
    expect(places('DEP-PRIV', files)).toEqual(['a.yaml:2']);
    const { notes } = readProjectFile('compose.yaml', files);
    expect(notes[0]).toContain('more than 50 files');
    expect(notes).toHaveLength(6);
    expect(notes.at(-1)).toContain('more places were not checked completely');
  });

  it('with a long chain of extends is checked up to the limit of services', () => {
    const text = `services:\n  s0: { image: x }\n${many(1500, (i) => `  s${i + 1}: { extends: { service: s${i} } }\n`)}`;
    const { services, notes } = readProjectFile('compose.yaml', { 'compose.yaml': text });
    expect(services).toHaveLength(1000);
    expect(notes[0]).toContain('more than 1,000 services');
  });
});
