import { describe, expect, it } from '@jest/globals';
import { recommendBaseImages } from '../../src/base-images/recommend.js';
import { imageName } from '../../src/core/fingerprint.js';
import { imageGlob, isInRegistry, requirementGlob } from '../../src/core/image-glob.js';
import { imageIdentity, parseReference, repositoryOf } from '../../src/core/reference.js';
import { lintDockerfile } from '../../src/dockerfile/lint.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { baseImageSupport } from '../../src/dockerfile/values/base-image-support.js';
import { lintManifest } from '../../src/manifests/lint.js';
import { neededBy } from '../../src/manifests/needed-by.js';
import { unscannedReferences } from '../../src/manifests/select.js';
import { officialName, supportOfTag } from '../../src/releases/base-images.js';
import { checkRegistry } from '../../src/signatures/registries.js';
import { matchesImage } from '../../src/vulnerabilities/vex/products.js';
import { manifestOf } from '../manifests/lint-text.js';
import { NOW } from '../now.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const SUFFIXES = ['', ':1.25', `@${DIGEST}`, `:1.25@${DIGEST}`];

/** Each row has all names of one image: with and without the registry, and what Docker adds. */
const IMAGES = [
  ['nginx', 'library/nginx', 'docker.io/nginx', 'docker.io/library/nginx', 'index.docker.io/nginx'],
  ['nginx', 'index.docker.io/library/nginx', 'Docker.IO/nginx'],
  ['python', 'docker.io/python', 'index.docker.io/library/python'],
  ['acme/app', 'docker.io/acme/app', 'index.docker.io/acme/app'],
  ['localhost:5000/nginx', 'LocalHost:5000/nginx'],
  ['registry:5000/acme/app', 'registry:registry:5000/acme/app', 'docker:registry:5000/acme/app'],
  [
    'ghcr.io/acme/app',
    'GHCR.io/acme/app',
    'registry:ghcr.io/acme/app',
    'docker://ghcr.io/acme/app',
  ],
] as const;

const ROWS = IMAGES.flatMap((names) =>
  SUFFIXES.map((suffix) => names.map((name) => `${name}${suffix}`)),
);

/** The same for what a file may say, where no scheme of Portside is before the name. */
const WRITTEN = ROWS.map((row) => row.filter((name) => !/^(?:registry|docker):(?!\d)/.test(name)));

const ENTRIES = [
  'docker.io',
  'index.docker.io',
  'docker.io/library',
  'index.docker.io/library',
  'docker.io/library/*',
  'docker.io/acme',
  'localhost:5000',
  'registry:5000',
  'registry:5000/**',
  'ghcr.io/acme',
  'nginx',
];

function expectSame<T>(rows: readonly (readonly string[])[], answer: (name: string) => T): void {
  for (const [first = '', ...others] of rows)
    for (const other of others) expect([other, answer(other)]).toEqual([other, answer(first)]);
}

/** What a rule says of an image, without its name. */
function rules(findings: readonly { rule: string; severity: string; fix?: unknown }[]) {
  return findings.map(({ rule, severity, fix }) => [rule, severity, fix !== undefined]);
}

describe('all spellings of an image', () => {
  it('have one name, one repository and one identity', () => {
    expectSame(ROWS, imageName);
    expectSame(ROWS, imageIdentity);
    expectSame(WRITTEN, repositoryOf);
    expectSame(WRITTEN, parseReference);
  });

  it('are matched by the same globs', () => {
    for (const glob of [...ENTRIES, 'nginx:1.*', '*/acme/*', 'registry:5000/acme/app', '**'])
      for (const matcher of [imageGlob, requirementGlob])
        expectSame(
          WRITTEN.map((row) => row.filter((name) => name === name.toLowerCase())),
          glob.startsWith('*/') ? () => undefined : matcher(glob),
        );
  });

  it('are in the same allowed registries', () => {
    for (const entry of ENTRIES) {
      expectSame(WRITTEN, (name) => isInRegistry(repositoryOf(name), entry));
      expectSame(WRITTEN, (name) => checkRegistry(name, [entry]) === undefined);
      expectSame(WRITTEN, (name) => {
        const manifest = manifestOf(`services:\n  a:\n    image: ${name}\n`);
        return rules(lintManifest(manifest, { now: NOW, registries: [entry] }));
      });
    }
    expect(isInRegistry(repositoryOf('docker.io/nginx'), 'index.docker.io/library')).toBe(true);
  });

  it.each(['docker.io/nginx:1', `docker.io/nginx@sha256:${'a'.repeat(64)}`, 'ghcr.io/acme/x:1'])(
    'are in no registry %s: a registry has no tag',
    (entry) => {
      for (const name of [
        'nginx:1.27',
        'nginx',
        'nginx:1',
        'ghcr.io/acme/x:evil',
        'ghcr.io/acme/x:1',
      ])
        expect(isInRegistry(repositoryOf(name), entry)).toBe(false);
    },
  );

  it('are in a registry that only its capitals show', () => {
    expect(isInRegistry(repositoryOf('REG/a/b:1'), 'REG')).toBe(true);
    expect(isInRegistry(repositoryOf('REG/a/b:1'), 'REG/a')).toBe(true);
    expect(isInRegistry(repositoryOf('reg/a/b:1'), 'REG')).toBe(false);
  });

  it('give the same findings and fixes in manifests', () => {
    for (const text of [
      (name: string) => `services:\n  a:\n    image: ${name}\n`,
      (name: string) => `kind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${name}\n`,
    ])
      expectSame(WRITTEN, (name) => rules(lintManifest(manifestOf(text(name)), { now: NOW })));
  });

  it('give the same findings and fixes in Dockerfiles', () => {
    const config = { now: NOW, trustedRegistries: ['docker.io'] };
    for (const text of [
      (name: string) => `FROM ${name}\n`,
      (name: string) =>
        `# syntax=${name.replace(/acme\/app|(?:library\/)?nginx/, 'docker/dockerfile')}\nFROM scratch\n`,
    ])
      expectSame(WRITTEN, (name) =>
        rules(lintDockerfile(parseDockerfile('Dockerfile', text(name)), config)),
      );
  });

  it('give the same advice and the same end of support', () => {
    expectSame(WRITTEN, (name) => officialName(repositoryOf(name)));
    expectSame(WRITTEN, (name) => officialName(name.replace(/(?::1\.25)?(?:@.*)?$/, '')));
    expectSame(WRITTEN, (name) => supportOfTag(officialName(repositoryOf(name)), '1.25'));
    expectSame(WRITTEN, baseImageSupport);
    expectSame(WRITTEN, (name) => recommendBaseImages(name, '2026-11-30'));
  });

  it('are known to be scanned, and to need the same', () => {
    const image = (reference: string) => ({
      reference,
      path: 'pod.yaml',
      place: 'a',
      location: { path: 'pod.yaml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    });
    for (const [first = '', ...others] of ROWS)
      for (const other of others) {
        expect(unscannedReferences([image(first)], [other])).toEqual([]);
        const needsOf = neededBy([{ image: 'one', names: [other], unknown: 'x' }]);
        expect(needsOf({ reference: first }, {})).toEqual({ image: 'one', unknown: 'x' });
      }
  });

  it('are named by the same statements of VEX', () => {
    for (const [first = '', ...others] of WRITTEN)
      for (const other of [first, ...others])
        for (const name of [first, ...others])
          if (name === name.toLowerCase())
            expect([name, other, matchesImage(name, { name: other, digest: undefined })]).toEqual([
              name,
              other,
              true,
            ]);
  });
});

describe('another image', () => {
  it.each([
    ['nginx', 'acme/nginx'],
    ['nginx', 'localhost/nginx'],
    ['nginx', 'ghcr.io/nginx'],
    ['acme/app', 'ghcr.io/acme/app'],
    ['registry:5000/acme/app', '5000/acme/app'],
    ['localhost:5000/nginx', 'localhost/nginx'],
  ])('%s is not %s', (one, other) => {
    expect(imageName(one)).not.toBe(imageName(other));
    expect(imageIdentity(one)).not.toBe(imageIdentity(other));
    expect(imageGlob(one)(other)).toBe(false);
    expect(matchesImage(one, { name: other, digest: undefined })).toBe(false);
  });
});
