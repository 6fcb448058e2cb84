import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { discover } from '../../src/discover/discover.js';

const HCL = `
group "default" { targets = ["web", "api"] }
variable "DIR" { default = "x" }
variable "NAME" {}
target "base" {
  context = "images" # the folder
}
target "web" {
  inherits = ["base"]
  dockerfile = "web.image"
}
target "api" { dockerfile = "api/\${DIR}/b" }
target "any" { dockerfile = NAME }
target "far" { context = "https://github.com/acme/app.git" }
target "tool" {
  dockerfile-inline = <<EOT
FROM scratch
EOT
}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-bake-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test.each(['', 'build/'])('targets of %sdocker-bake.hcl name Dockerfiles', async (folder) => {
  write(`${folder}docker-bake.hcl`, HCL);
  write('images/web.image', 'FROM a\n');
  write('api/x/b', 'FROM a\n');
  const { dockerfiles, gaps = [] } = await discover(root);
  expect(dockerfiles).toEqual(['api/x/b', 'images/web.image']);
  expect(new Set(gaps.map((gap) => gap.target))).toEqual(new Set([`${folder}docker-bake.hcl`]));
  expect(gaps.map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
    expect.stringContaining('not-covered: The Dockerfile of tool is in dockerfile-inline'),
    expect.stringMatching(/^partial: Cannot read the Dockerfile \S+\{NAME\} \(line 13\): /),
    expect.stringMatching(/^partial: The build context \S+ \(line 14\) is remote/),
  ]);
});

test.each(['{', 'null', '[]', '{"target": {"a": null, "b": [1]}}', '{"target": 1}'])(
  'a Bake file %s names no Dockerfile',
  async (text) => {
    write('docker-bake.json', text);
    expect((await discover(root)).dockerfiles).toEqual([]);
  },
);

test('a large Bake file without targets names nothing', async () => {
  for (const text of [
    '\n'.repeat(1 << 20),
    'target '.repeat(140_000),
    'context '.repeat(130_000),
  ]) {
    write('docker-bake.hcl', text);
    expect((await discover(root)).dockerfiles).toEqual([]);
  }
});

test('a command without arguments does not take those of the next line', async () => {
  write('build.sh', 'docker compose build\ndocker buildx bake -f docker-bake.hcl web\n');
  write('docker-bake.hcl', 'target "web" { dockerfile = "web.image" }\n');
  write('web.image', 'FROM a\n');
  expect((await discover(root)).dockerfiles).toEqual(['web.image']);
});

const rowsOf = async () =>
  (await discover(root)).scriptGaps?.map(({ row: { target, reason } }) => [target, reason]) ?? [];

test.each([
  ['docker build -f $(cat name) .', 'It builds the Dockerfile $(cat name), which is not known'],
  ['docker build -f "$1" .', 'It builds the Dockerfile $1, which is not known'],
  [
    'podman build -f ../../x/image .',
    /^It builds the Dockerfile .*, which is not in the repository$/,
  ],
  [
    'docker build -f /opt/image .',
    'It builds the Dockerfile /opt/image, which is not in the repository',
  ],
  ['docker build -f - . <<EOF', 'It builds a Dockerfile from standard input, which is not read'],
  ['docker build .\n'.repeat(101), 'It has more than 100 build commands, the others are not read'],
])('what the script %j builds is not known', async (script, reason) => {
  write('build.sh', `${script}\n`);
  expect(await rowsOf()).toEqual([
    ['build.sh', typeof reason === 'string' ? reason : expect.stringMatching(reason)],
  ]);
});

test.each([
  'docker build -f "$DIR/Dockerfile" .',
  'docker build -f Dockerfile.$ARCH .',
  'docker build "$DIR"',
  'docker build .',
  'docker build -f ../images/web.image .',
  'docker run -f $(cat name) app',
])('what the script %j builds is found by its name', async (script) => {
  write('scripts/build.sh', `${script}\n`);
  expect(await rowsOf()).toEqual([]);
});

test('of 1,000 scripts, each is searched for builds, and the next one is a gap', async () => {
  for (let n = 0; n < 1_000; n++) write(`s/${String(n).padStart(4, '0')}.sh`, 'true\n');
  expect(await rowsOf()).toEqual([]);
  write('s/z.sh', 'docker build -f z.image .\n');
  expect(await rowsOf()).toEqual([
    ['scripts', expect.stringMatching(/: 1 script, such as s\/z\.sh, was/)],
  ]);
});

test('scripts that are too long to be searched are said', async () => {
  const line = (index: number) => `docker build ${'$(a '.repeat(40)}${')'.repeat(40)} ${index}\n`;
  for (const name of ['a', 'b'])
    write(`${name}.sh`, Array.from({ length: 4_500 }, (_, index) => line(index)).join(''));
  expect(await rowsOf()).toEqual([
    ['scripts', expect.stringMatching(/too long: 1 script, such as b\.sh, was not searched/)],
  ]);
});

test('of commands in scripts, 500 with arguments are read, and the next one is a gap', async () => {
  const commands = (count: number) =>
    Array.from({ length: count }, (_, n) => `docker build --build-arg N=${n} .\n`).join('');
  write('Dockerfile', 'FROM a\n');
  for (const name of ['a', 'b', 'c', 'd', 'e']) write(`${name}.sh`, commands(90));
  write('f.sh', `docker build .\n${commands(50)}`);
  const within = await discover(root);
  expect([within.declared.scripted?.length, within.gaps]).toEqual([500, undefined]);
  write('f.sh', commands(51));
  const { declared, gaps } = await discover(root);
  expect(declared.scripted).toHaveLength(500);
  expect(gaps?.map(({ target, state }) => `${target} ${state}`)).toEqual(['f.sh partial']);
});
