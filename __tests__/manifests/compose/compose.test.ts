import { describe, expect, it, test } from '@jest/globals';
import { interpolateDefaults } from '../../../src/manifests/compose/interpolate.js';
import { lintManifest } from '../../../src/manifests/lint.js';
import { readManifestYaml } from '../../../src/manifests/manifest-yaml.js';
import { marks, marksOf, read } from '../marks.js';

describe('extends', () => {
  const base =
    'services:\n  base:\n    image: x:1\n    mem_limit: 1g\n    privileged: true\n    security_opt: [no-new-privileges]\n';

  it('takes over what a service of the same file says', () => {
    const text = `${base}  app:\n    extends: base\n    privileged: false\n`;
    expect(marksOf('DEP-PRIV', text)).toEqual(['true']);
    expect(marksOf('DEP-MEMLIMIT', text)).toEqual([]);
    expect(marksOf('DEP-NNP', text)).toEqual([]);
  });

  it('marks what another file says where it says it', () => {
    const text = 'services:\n  app:\n    extends:\n      file: ../base.yaml\n      service: base\n';
    const asked: string[] = [];
    const manifest = read(text, (path) => {
      asked.push(path);
      return path === '../base.yaml' ? base : undefined;
    });
    const found = lintManifest(manifest).filter(({ rule }) => rule === 'DEP-PRIV');
    expect(asked).toContain('../base.yaml');
    expect(found.map(({ location }) => [location?.path, location?.startLine])).toEqual([
      ['../base.yaml', 5],
    ]);
    expect(manifest.notes).toEqual([]);
  });

  it('of a file that cannot be read is noted, and nothing is missed in the service', () => {
    const text =
      'services:\n  app:\n    extends: { file: far.yaml, service: base }\n    pid: host\n';
    const manifest = read(text);
    expect(manifest.notes).toEqual([expect.stringContaining('far.yaml')]);
    expect(marks(manifest, text)).toEqual(['DEP-HOSTPID host']);
  });

  it('that goes round ends', () => {
    const text =
      'services:\n  a: { image: x, extends: b }\n  b: { image: x, extends: { file: compose.yaml, service: a } }\n';
    expect(read(text, () => text).notes.length).toBeGreaterThan(0);
  });
});

describe('include', () => {
  it('judges the services of a file that has no Compose name, where it says them', () => {
    const text = 'include:\n  - path: infra/db.yaml\nservices: {}\n';
    const manifest = read(text, (path) =>
      path === 'infra/db.yaml' ? 'services:\n  db:\n    image: x:1\n    pid: host\n' : undefined,
    );
    const found = lintManifest(manifest).filter(({ rule }) => rule === 'DEP-HOSTPID');
    expect(found.map(({ location }) => [location?.path, location?.startLine])).toEqual([
      ['infra/db.yaml', 4],
    ]);
  });

  it('leaves files with a Compose name to themselves', () => {
    const text = 'include: [db/compose.yaml]\nservices: {}\n';
    expect(read(text)).toMatchObject({ services: [], notes: [] });
  });

  it('of what is missing or a template is noted, of what is no YAML leaves the check incomplete', () => {
    const text = 'include: [a.yaml, b.yaml, c.yaml]\n';
    const files: Record<string, string> = { 'b.yaml': 'x: {{ y }}', 'c.yaml': 'x: [' };
    const { notes, unreadable } = read(text, (path) => files[path]);
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

  it('of itself ends', () => {
    const text = 'include: [x.yaml]\n';
    expect(read(text, () => text).notes.length).toBeGreaterThan(0);
  });
});

test('a service that is only a part of one is not blamed for what it lacks', () => {
  const text = 'services:\n  app:\n    ports: ["80:80"]\n';
  expect(lintManifest(read(text))).toEqual([]);
});

test.each([
  ['plain', 'plain', false],
  ['a-§{V:-b}', 'a-b', true],
  ['§{V-b}', 'b', true],
  ['§{V:-§{W:-c}}', 'c', true],
  ['§{V}', '§{V}', true],
  ['§V', '§V', true],
  ['§{V:?must be set}', '§{V:?must be set}', true],
  ['a§§b', 'a§b', false],
  ['§{unclosed', '§{unclosed', true],
])('%s reads %s', (written, reads, variable) => {
  const [node] = readManifestYaml(JSON.stringify(dollars(written)), 'm.yaml');
  if (!node) throw new Error('no document');
  const done = interpolateDefaults(node);
  expect([done.scalar, done.hasVariable ?? false]).toEqual([dollars(reads), variable]);
});

/** `§` stands for the dollar, which linters take for a template of JavaScript. */
function dollars(text: string): string {
  return text.replaceAll('§', '$');
}

test('a default that makes a service privileged counts', () => {
  const text = dollars('services:\n  a: { image: x, privileged: "§{P:-true}" }\n');
  expect(marksOf('DEP-PRIV', text)).toEqual([dollars('"§{P:-true}"')]);
});

test.each([
  ['user: !reset null', ['a']],
  ['user: !reset "1"', ['a']],
  ['user: "1"', []],
])('%s leaves a user: %j', (user, marked) => {
  expect(marksOf('DEP-NONROOT', `services:\n  a:\n    image: x:1\n    ${user}\n`)).toEqual(marked);
});
