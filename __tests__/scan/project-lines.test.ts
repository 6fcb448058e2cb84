import { afterAll, expect, it } from '@jest/globals';
import type { ImageBuild } from '../../src/image/history/builder.js';
import type { Image } from '../../src/image/image.js';
import { projectLines } from '../../src/scan/project-lines.js';
import { temporaryFolder } from '../image/build-tar.js';
import { packageNamed } from '../reports/sample.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const imageNamed = (name: string, ...tags: string[]) => ({ name, tags }) as unknown as Image;

/** `path:line` of the places that the files have. */
function linesIn(
  files: Readonly<Record<string, string>>,
  image: Image,
  build: ImageBuild = { builder: 'ko' },
) {
  for (const [path, text] of Object.entries(files)) folder.write(path, text);
  const lines = projectLines(image, build, { root: folder.path, paths: Object.keys(files) });
  const module = packageNamed('golang.org/x/net', { type: 'golang' });
  const place = (at = lines.packages([module])(module)) => at && `${at.path}:${at.startLine}`;
  return {
    image: lines.image && place(lines.image),
    base: lines.base && place(lines.base),
    module: place(),
  };
}

const goMod = (module: string) => `module ${module}\n\nrequire golang.org/x/net v0.1.0\n`;

it('a program of ko is in the module with the longest path that contains it', () => {
  const files = {
    'go.mod': goMod('example.com/shop'),
    'tools/go.mod': goMod('example.com/shop/tools'),
    'shopping/go.mod': goMod('example.com/shop/cmd/ap'),
  };
  const image = imageNamed('app.tar');
  const build = (mainPackage: string) => ({ builder: 'ko', mainPackage }) as const;
  expect(linesIn(files, image, build('example.com/shop/cmd/api')).module).toBe('go.mod:3');
  expect(linesIn(files, image, build('example.com/shop/tools/x')).module).toBe('tools/go.mod:3');
});

it.each<[string, string[], string | undefined]>([
  ['app:1', [], 'compose.yaml:2'],
  ['app', [], undefined],
  ['ghcr.io/acme/app', [], '.github/workflows/ci.yml:2'],
  ['ghcr.io/acme/app@sha256:'.padEnd(88, '0'), [], '.github/workflows/ci.yml:2'],
  ['app.tar', ['registry.example:5000/team/app:2'], 'docker-bake.hcl:1'],
  ['build/app.tar', [], undefined],
  ['acme/ap', [], undefined],
])('the line that names %s with the tags %j is %s', (name, tags, expected) => {
  const files = {
    'compose.yaml': 'services:\n  web: { image: "app:1" }\n',
    '.github/workflows/ci.yml': 'on: push\nrun: ko build -t ghcr.io/acme/app:2 build/app.tar\n',
    'docker-bake.hcl': 'tags = ["registry.example:5000/team/app:2"]\n',
  };
  expect(linesIn(files, imageNamed(name, ...tags)).image).toBe(expected);
});

it('the base image is on the line that names it', () => {
  const files = { '.ko.yaml': 'x: y\ndefaultBaseImage: cgr.dev/chainguard/static\n' };
  const build = { builder: 'ko', base: 'cgr.dev/chainguard/static:latest' } as const;
  expect(linesIn(files, imageNamed('app.tar'), build).base).toBe('.ko.yaml:2');
});

it('files outside of the repository, and missing ones, have no lines', () => {
  expect(linesIn({}, imageNamed('ghcr.io/acme/app')).image).toBeUndefined();
  const project = { root: folder.path, paths: ['../../etc/passwd', 'missing/go.mod'] };
  expect(projectLines(imageNamed('a/root'), { builder: 'ko' }, project).image).toBeUndefined();
});
