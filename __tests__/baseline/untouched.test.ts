import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { untouchedParts } from '../../src/baseline/untouched.js';
import type { Finding } from '../../src/core/finding.js';

/** Findings of images at lines of a Dockerfile that a pull request does or does not touch. */

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-untouched-'));
  for (const folder of ['root', 'base']) mkdirSync(join(work, folder));
});
afterEach(() => rmSync(work, { recursive: true }));

type Files = Readonly<Record<string, string>>;
const BEFORE = 'FROM debian:13\nRUN apt-get install -y curl\nCOPY . /app\nRUN npm ci\nUSER 1\n';
const DEB = { image: 'app:1', layer: 0, purl: 'pkg:deb/debian/curl@8' };
const BASE = { kind: 'base-image', image: 'debian:13' } as const;
const OWN = { kind: 'own-layer' } as const;

const COMPOSE = 'services:\n  a:\n    build: .\n';
const TWO = `${COMPOSE}  b:\n    build: b\n`;
const EXTENDED = `${COMPOSE}    extends:\n      file: other.yaml\n`;

const NODE = {
  image: 'app:1',
  layer: 0,
  purl: 'pkg:npm/lodash@4',
  path: 'srv/node_modules/lodash',
};

/** Writes a version; `-> PATH` is a symbolic link. */
function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(work, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), file);
    else writeFileSync(file, text);
  }
}

/** The lines whose findings count as existing: at FROM those of the base image, else those of packages of the layer. */
function existing(
  before: Files,
  change: Files,
  over: Partial<Finding> = {},
  path = 'Dockerfile',
): number[] {
  write('base', before);
  const after = { ...before, ...change };
  write('root', after);
  const lines = (after[path] ?? '').replace(/\n$/, '').split('\n');
  const findings = lines.map((text, index) =>
    finding(path, index + 1, { origin: text.startsWith('FROM') ? BASE : OWN, ...over }),
  );
  const versions = {
    root: join(work, 'root'),
    baseFolder: join(work, 'base'),
    changed: new Set(Object.keys(change).filter((name) => change[name] !== before[name])),
    newNames: new Map<string, string>(),
  };
  const targets = [
    { kind: 'image', name: 'app:1' },
    { kind: 'manifest', name: 'compose.yaml' },
  ] as const;
  const found = untouchedParts({ findings, packages: [], targets }, versions);
  return found.findings.flatMap(({ location }) => location?.startLine ?? []);
}

function finding(path: string, line: number, over: Partial<Finding> = {}): Finding {
  return {
    rule: 'CVE-1',
    check: 'vulnerability',
    subject: DEB,
    location: { path, startLine: line, startColumn: 1, endLine: line, endColumn: 2 },
    ...over,
  } as Finding;
}

it('a finding in an image is never existing because of a Dockerfile in a Compose file', () => {
  const compose = `services:\n  a:\n    build:\n      dockerfile_inline: |\n${BEFORE.replace(/^(?=.)/gm, '        ')}`;
  expect(existing({ 'compose.yaml': compose }, { 'a.txt': '' }, {}, 'compose.yaml')).toEqual([]);
});

describe('a pull request that changes', () => {
  it.each<[string, Files, number[]]>([
    ['nothing', {}, [1, 2, 3, 4, 5]],
    ['a line', { Dockerfile: BEFORE.replace('npm ci', 'npm i') }, [1, 2, 3]],
    ['a file that is copied', { 'package.json': '{"a":1}' }, [1, 2]],
    ['a new file', { 'lib/new.js': '' }, [1, 2]],
    ['a workflow', { '.github/workflows/portside.yml': 'on: push' }, [1, 2, 3, 4, 5]],
    ['the base image', { Dockerfile: BEFORE.replace('13', '12') }, []],
    ['a comment', { Dockerfile: `# new\n${BEFORE}` }, [2, 3, 4, 5, 6]],
    ['what is ignored', { '.dockerignore': 'a' }, [1, 2]],
  ])('%s', (_, change, lines) => {
    expect(existing({ Dockerfile: BEFORE, 'package.json': '{}' }, change)).toEqual(lines);
  });

  it('a file that .dockerignore excludes touches nothing', () => {
    const before = { Dockerfile: BEFORE, '.dockerignore': 'docs\n', 'docs/a': 'a' };
    expect(existing(before, { 'docs/a': 'b' })).toEqual([1, 2, 3, 4, 5]);
  });

  it.each<[string, Files, Files, number[]]>([
    ['in another folder', { 'app/main.js': '' }, { 'docs/a.md': '' }, [1, 2, 3, 4]],
    ['that is copied', { 'app/main.js': '' }, { 'app/main.js': '1' }, [1, 2]],
    ['next to it', { 'app/main.js': '' }, { 'app/other.js': '1' }, [1, 2, 3, 4]],
    ['below a copied folder', { 'app/main.js/x': '' }, { 'app/main.js/y/z': '1' }, [1, 2]],
    [
      'in a folder that may be the context',
      { 'app/main.js': '', 'main.js': '' },
      { a: '' },
      [1, 2],
    ],
    ['that a link leads to', { 'app/main.js': '-> ../lib', 'lib/a': '' }, { 'app/b': '1' }, [1, 2]],
    ['of the ignored', { 'app/main.js': '' }, { 'app/Dockerfile.dockerignore': 'a' }, [1, 2]],
  ])('a file %s', (_, files, change, lines) => {
    const text = 'FROM debian:13\nRUN apt-get install -y curl\nCOPY main.js /\nRUN npm ci\n';
    const before = { 'app/Dockerfile': text, ...files };
    expect(existing(before, change, {}, 'app/Dockerfile')).toEqual(lines);
  });
});

describe('an input of a stage', () => {
  it.each<[string, string, boolean]>([
    ['COPY of a folder', 'COPY src /src', true],
    ['COPY of a pattern', 'COPY s*c/ /src', true],
    ['COPY of a variable', 'COPY $DIR /src', true],
    ['COPY over several lines', 'COPY \\\n  src /src', true],
    ['ADD', 'ADD ["src", "/src"]', true],
    ['ONBUILD COPY', 'ONBUILD COPY src /src', true],
    ['a bind mount', 'RUN --mount=type=bind,source=src,target=/s make', true],
    ['a bind mount by default', 'RUN --mount=source=src,target=/s make', true],
    [
      'a bind mount and one of a stage',
      'RUN --mount=type=bind,source=src,target=/s --mount=type=bind,from=b:1,target=/b make',
      true,
    ],
    ['a named context', 'COPY --from=files a /src', true],
    ['a mount of a named context', 'RUN --mount=from=files,target=/s make', true],
    ['an external image', 'COPY --from=busybox:1 /bin /src', false],
    ['ADD of an address', 'ADD https://example.com/src /src', false],
    ['a cache mount', 'RUN --mount=type=cache,target=/s make', false],
    ['another folder', 'COPY lib /src', false],
  ])('%s', (_, instruction, isTouched) => {
    const before = { Dockerfile: `FROM a:1\n${instruction}\nRUN b\n`, 'src/a': '', 'lib/a': '' };
    const lines = existing(before, { 'src/a': '1' });
    expect(lines.includes(before.Dockerfile.split('\n').length - 1)).toBe(!isTouched);
    expect(lines).toContain(1);
  });

  it.each<[string, Files, Files, boolean]>([
    [
      'an argument in Compose',
      { 'compose.yaml': 'services:\n  a:\n    build:\n      args: [A=1]\n' },
      { 'compose.yaml': 'services:\n  a:\n    build:\n      args: [A=2]\n' },
      true,
    ],
    [
      'a context in Compose',
      { 'compose.yaml': 'services:\n  a:\n    build: .\n' },
      { 'compose.yaml': 'services:\n  a:\n    build: other\n' },
      true,
    ],
    [
      'a port in Compose',
      { 'compose.yaml': 'services:\n  a:\n    build: .\n' },
      { 'compose.yaml': 'services:\n  a:\n    build: .\n    ports: ["80"]\n' },
      false,
    ],
    [
      'an anchor in Compose',
      { 'compose.yaml': 'x-b: &b { A: 1 }\nservices:\n  a:\n    build: { args: *b }\n' },
      { 'compose.yaml': 'x-b: &b { A: 2 }\nservices:\n  a:\n    build: { args: *b }\n' },
      true,
    ],
    ...[
      'build: { context: . }',
      'build:\n      context: . # all',
      "build:\n      'context': '.'",
      'build: *b',
    ].map<[string, Files, Files, boolean]>((build) => [
      `the same build in Compose as ${build}`,
      { 'compose.yaml': 'x-b: &b { context: . }\nservices:\n  a:\n    build:\n      context: .\n' },
      { 'compose.yaml': `x-b: &b { context: . }\nservices:\n  a:\n    ${build}\n` },
      false,
    ]),
    [
      'an anchor in Compose that no build has',
      { 'compose.yaml': 'x-b: &b { A: 1 }\nservices:\n  a:\n    build: .\n    labels: *b\n' },
      { 'compose.yaml': 'x-b: &b { A: 2 }\nservices:\n  a:\n    build: .\n    labels: *b\n' },
      false,
    ],
    [
      'a Compose file that is not YAML',
      { 'compose.yaml': 'services:\n  a:\n    build: .\n' },
      { 'compose.yaml': 'services:\n  a:\n    build: [\n' },
      true,
    ],
    ['a Bake file', { 'docker-bake.hcl': 'a' }, { 'docker-bake.hcl': 'b' }, true],
    ['a variable of Compose', {}, { '.env': 'A=2' }, true],
    [
      'an argument in a workflow',
      { '.github/workflows/a.yml': 'with:\n  build-args: |\n    A=1\n' },
      { '.github/workflows/a.yml': 'with:\n  build-args: |\n    A=2\n' },
      true,
    ],
    [
      'a named context in a script',
      { 'b.sh': 'docker build .' },
      { 'b.sh': 'docker build --build-context a=x .' },
      true,
    ],
    [
      'another line of a script',
      { 'b.sh': 'docker build .' },
      { 'b.sh': 'docker build . # a' },
      false,
    ],
    [
      'a build without arguments in a workflow',
      {},
      { '.github/workflows/a.yml': 'run: docker build -t app:1 .\n' },
      false,
    ],
    ['an anchor of a service', { 'compose.yaml': COMPOSE }, { 'compose.yaml': EXTENDED }, true],
    [
      'a service in Compose that is gone',
      { 'compose.yaml': COMPOSE },
      { 'compose.yaml': 'services: {}\n' },
      true,
    ],
    ...[
      ['.', false],
      ['./', false],
      ['"."', false],
      ['. # all', false],
      ['app', false],
      ['..', true],
      ['/srv', true],
      ['$DIR', true],
      ['https://example.com/a.git', true],
      ['{ context: ., args: { A: 1 } }', true],
      ['\n      context: .', false],
      ['\n      context: .\n      dockerfile: docker/app.Dockerfile', false],
      ['\n      context: app\n      dockerfile: ../Dockerfile', true],
      ['\n      context: app\n      dockerfile: docker/Dockerfile', true],
      ['\n      context: .\n      target: build', true],
      ['\n      context: .\n      args:\n        - A=1', true],
      ['\n      dockerfile_inline: |\n        FROM b', true],
    ].map<[string, Files, Files, boolean]>(([build, isTouched]) => [
      `a new Compose file with build: ${build}`,
      {},
      { 'compose.yaml': `services:\n  a:\n    build: ${build}\n` },
      isTouched === true,
    ]),
    [
      'a service without other settings',
      { 'compose.yaml': COMPOSE },
      { 'compose.yaml': TWO },
      false,
    ],
    ['an override of Compose', {}, { 'compose.override.yaml': COMPOSE }, true],
  ])('%s', (_, before, change, isTouched) => {
    const Dockerfile = 'FROM a:1\nARG A\nRUN b $A\n';
    expect(existing({ Dockerfile, ...before }, change)).toEqual(isTouched ? [] : [1, 2, 3]);
  });
});

describe('the base image', () => {
  const STAGES = 'FROM old:1 AS build\nRUN make\nFROM new:1\nCOPY --from=build /a /a\n';

  it.each<[string, string, string, number[]]>([
    ['is behind a variable', 'ARG B=debian:12\nFROM $B\n', 'ARG B=debian:13\nFROM $B\n', []],
    ['has the same variable', 'ARG B=debian:12\nFROM $B\n', 'ARG B=debian:12\nFROM $B\n', [2]],
    ['was that of another stage', STAGES, STAGES.replace('new:1', 'old:1 AS build'), [1]],
    ['is used by the last stage since', STAGES, STAGES.slice(0, STAGES.indexOf('FROM new')), []],
    ['is built on by a new last stage', STAGES, `${STAGES}FROM build\nRUN b\n`, []],
    ['has a new stage before it', 'FROM new:1\n', `FROM old:1 AS build\nFROM new:1\n`, [2]],
    [
      'has a new stage after it',
      STAGES,
      `${STAGES.replace('new:1', 'new:1 AS run')}FROM new:1\n`,
      [1, 5],
    ],
    ['copies the context by ONBUILD', 'FROM a:onbuild\n', 'FROM a:onbuild\n', []],
  ])('that %s', (_, before, after, lines) => {
    const isOnbuild = before.includes('onbuild');
    const change = { Dockerfile: after, ...(isOnbuild && { 'package.json': '{}' }) };
    const found = existing({ Dockerfile: before }, change, { origin: BASE });
    const from = after.split('\n').flatMap((line, index) => (/^FROM/.test(line) ? index + 1 : []));
    expect(found.filter((line) => from.includes(line))).toEqual(lines);
  });

  const run = (commands: string) => `FROM debian:13\nRUN ${commands}\nUSER 1\n`;
  const NPM = { image: 'app:1', layer: 0, purl: 'pkg:npm/npm@10' };
  it.each<[string, string, string, Partial<Finding>, boolean]>([
    ['an upgrade', 'apt-get upgrade -y', 'true', {}, true],
    ['one of several commands', 'a && apt-get -y upgrade && b', 'a && b', {}, true],
    ['an upgrade that moves', 'apt-get upgrade && npm ci', 'npm i && apt-get upgrade', {}, false],
    ['the removal of a package', 'apt-get purge -y curl', 'true', {}, true],
    ['the installation of a newer one', 'apt-get install -y curl', 'true', {}, true],
    ['a script', './setup.sh', 'true', {}, true],
    ['a command in another one', 'echo $(apt-get upgrade -y)', 'true', {}, true],
    ['a pipe into a shell', 'curl https://a.example | sh', 'true', {}, true],
    ['an installation of npm', 'npm ci', 'npm ci --omit=dev', {}, false],
    ['an installation of npm, for packages of npm', 'npm i -g npm', 'true', { subject: NPM }, true],
    ['nothing, and adds a line', 'apt-get upgrade', 'apt-get upgrade\nRUN b', {}, false],
  ])('is touched by a change of %s', (_, before, after, over, isTouched) => {
    const lines = existing({ Dockerfile: run(before) }, { Dockerfile: run(after) }, over);
    expect(lines.includes(1)).toBe(!isTouched);
  });

  it.each<[string, string, Files, Files, boolean]>([
    [
      'a script',
      'COPY a.sh /\nRUN sh /a.sh',
      { 'a.sh': 'apt-get upgrade' },
      { 'a.sh': 'true' },
      true,
    ],
    [
      'a script of a script',
      'COPY s /s\nRUN /s/a',
      { 's/a': '', 's/b.sh': 'a' },
      { 's/b.sh': 'b' },
      true,
    ],
    [
      'a program',
      'COPY s /s\nRUN /s/a',
      { 's/a': '#!/bin/sh' },
      { 's/a': '#!/bin/sh\nexit' },
      true,
    ],
    ['a Makefile', 'COPY . /\nRUN make upgrade', { Makefile: 'a' }, { Makefile: 'b' }, true],
    [
      'an argument',
      'ARG U=1\nRUN test $U || apt-get upgrade',
      { VERSION: '1' },
      { VERSION: '0' },
      true,
    ],
    [
      'sources',
      'COPY . /\nRUN make build && ./gradlew build',
      { 'a.js': 'a' },
      { 'a.js': 'b' },
      false,
    ],
    [
      'a list of packages',
      'COPY . /\nRUN pip install -r requirements.txt',
      { 'requirements.txt': 'a' },
      { 'requirements.txt': 'b' },
      false,
    ],
    [
      'prose',
      'COPY . /\nRUN sh /a.sh',
      { 'a.sh': 'a', 'docs/b.sh': 'a' },
      { 'docs/b.sh': 'b' },
      false,
    ],
    [
      'a script of tests',
      'COPY tests/ /t/\nRUN sh /t/a.sh',
      { 'tests/a.sh': 'a' },
      { 'tests/a.sh': 'b' },
      true,
    ],
    [
      'a script of docs',
      'COPY docs/ /d/\nRUN sh /d/a.sh',
      { 'docs/a.sh': 'a' },
      { 'docs/a.sh': 'b' },
      true,
    ],
    [
      'a test',
      'COPY a.test.js /\nRUN node /a.test.js',
      { 'a.test.js': 'a' },
      { 'a.test.js': 'b' },
      true,
    ],
    [
      'prose that a command reads',
      'COPY a.md /\nRUN xargs chmod -s < /a.md',
      { 'a.md': 'a' },
      { 'a.md': 'b' },
      true,
    ],
    [
      'prose that is mounted',
      'RUN --mount=type=bind,target=/src grep -f /src/a.md /etc/passwd',
      { 'a.md': 'a' },
      { 'a.md': 'b' },
      true,
    ],
  ])('is touched by %s that RUN uses', (_, text, before, change, isTouched) => {
    const Dockerfile = `FROM debian:13\n${text}\n`;
    const lines = existing({ Dockerfile, ...before }, change);
    expect(lines.includes(1)).toBe(!isTouched);
  });

  const copied = (copy: string) => `FROM b:1 AS fix\nFROM debian:13\n${copy}USER 1\n`;
  it.each<[string, boolean]>([
    ['COPY --from=fix / /', true],
    ['COPY --from=fix /var/lib/dpkg /var/lib/dpkg', true],
    ['ADD rootfs.tar.gz /', true],
    ['COPY --from=fix /app /', false],
    ['COPY . /', false],
  ])('is touched by %s that is gone', (copy, isTouched) => {
    const lines = existing({ Dockerfile: copied(`${copy}\n`) }, { Dockerfile: copied('') });
    expect(lines.includes(2)).toBe(!isTouched);
  });

  it('is not where a layer without a known line is', () => {
    const change = { Dockerfile: BEFORE.replace('npm ci', 'npm i') };
    const unknown = { origin: undefined } as never;
    expect(existing({ Dockerfile: BEFORE }, change, unknown)).toEqual([2, 3]);
  });
});

describe('an image that copies from two stages', () => {
  const GO = 'FROM golang:1 AS go\nCOPY main.go /src/\nRUN go build -o /app\n';
  const WEB = 'FROM node:22 AS web\nARG V\nCOPY package.json /srv/\nRUN npm ci\n';
  const LAST =
    'FROM debian:13\nCOPY --from=web /srv /srv\nCOPY --from=go /app /bin/app\nRUN true\n';
  const FILES = { 'main.go': 'a', 'package.json': 'a', 'x.js': '' };
  const names = (text: string, found: readonly number[]) => {
    const lines = text.split('\n').map((line) => /^COPY --from=(\w+)/.exec(line)?.[1]);
    return found.flatMap((line) => lines[line - 1] ?? []).filter((name) => name !== 'busybox');
  };

  const change = (before: string, after: string) => [before, after] as const;
  it.each<[string, Files | readonly [string, string], string[]]>([
    ['nothing', {}, ['web', 'go']],
    ['a file of one stage', { 'main.go': 'b' }, ['web']],
    ['a file of the other stage', { 'package.json': 'b' }, ['go']],
    ['a RUN', change('npm ci', 'npm i'), ['go']],
    ['the base image of one stage', change('node:22', 'node:24'), ['go']],
    ['the base image of the other', change('golang:1', 'golang:2'), ['web']],
    ['the last base image', change('debian:13', 'debian:14'), ['web', 'go']],
    ['an argument of a stage', change('ARG V', 'ARG V=2'), ['go']],
    ['a label of a stage', change('ARG V', 'LABEL a=b\nARG V'), ['web', 'go']],
    ['the path that is copied', change('=web /srv', '=web /opt'), ['go']],
    ['the stage that is copied', change('--from=web', '--from=go'), ['go']],
    ['the image that is copied', change('--from=web', '--from=web:1'), ['go']],
    ['the order of stages', change(GO + WEB, WEB + GO), ['web', 'go']],
    [
      'the order of copies',
      change(LAST, LAST.replace(/(COPY.*\n)(COPY.*\n)/, '$2$1')),
      ['go', 'web'],
    ],
    ['a new stage', change('FROM debian', 'FROM b AS b\nRUN b\nFROM debian'), ['web', 'go']],
    ['the syntax', change(GO, `# syntax=docker/dockerfile:1\n${GO}`), []],
    ['a stage between', change('FROM node:22 AS', 'FROM node:22 AS b\nRUN b\nFROM b AS'), ['go']],
    ['a later step', change('RUN true', 'RUN rm /a'), []],
  ])('and a change of %s', (_, edit, expected) => {
    const before = `${GO}${WEB}${LAST}`;
    const after = Array.isArray(edit) ? before.replace(edit[0], edit[1]) : before;
    const files = Array.isArray(edit) ? {} : (edit as Files);
    const subject = { ...NODE, path: 'srv/a' };
    const found = existing(
      { ...FILES, Dockerfile: before },
      { ...files, Dockerfile: after },
      { subject },
    );
    expect(names(after, found)).toEqual(expected);
  });

  it.each<[string, string, string, boolean]>([
    [
      'a stage that is renamed',
      'FROM a AS b\nRUN c\nFROM d\nCOPY --from=b /e /e\n',
      'FROM a AS x\nRUN c\nFROM d\nCOPY --from=x /e /e\n',
      true,
    ],
    [
      'a number instead of a name',
      'FROM a AS b\nRUN c\nFROM d\nCOPY --from=b /e /e\n',
      'FROM a\nRUN c\nFROM d\nCOPY --from=0 /e /e\n',
      true,
    ],
    [
      'a number of another stage',
      'FROM a\nRUN c\nFROM d\nCOPY --from=0 /e /e\n',
      'FROM z\nFROM a\nRUN c\nFROM d\nCOPY --from=0 /e /e\n',
      false,
    ],
    [
      'one of two stages with the same instructions',
      'FROM a AS b\nRUN c\nFROM a AS x\nRUN c\nFROM d\nCOPY --from=b /e /e\n',
      'FROM a AS b\nRUN c\nFROM a AS x\nRUN c\nFROM d\nCOPY --from=x /e /e\n',
      true,
    ],
    [
      'one of two stages that differ',
      'FROM a AS b\nRUN c\nFROM a AS x\nRUN y\nFROM d\nCOPY --from=b /e /e\n',
      'FROM a AS b\nRUN c\nFROM a AS x\nRUN y\nFROM d\nCOPY --from=x /e /e\n',
      false,
    ],
    [
      'the names of two stages',
      'FROM a AS b\nFROM c AS d\nFROM e\nCOPY --from=b /e /e\n',
      'FROM a AS d\nFROM c AS b\nFROM e\nCOPY --from=b /e /e\n',
      false,
    ],
    [
      'a global ARG of that stage',
      'ARG V=1\nFROM a:$V AS b\nFROM d\nCOPY --from=b /e /e\n',
      'ARG V=2\nFROM a:$V AS b\nFROM d\nCOPY --from=b /e /e\n',
      false,
    ],
    [
      'a global ARG of another stage',
      'ARG V=1\nFROM a:$V AS x\nFROM a AS b\nFROM d\nCOPY --from=b /e /e\n',
      'ARG V=2\nFROM a:$V AS x\nFROM a AS b\nFROM d\nCOPY --from=b /e /e\n',
      true,
    ],
    [
      'a global ARG that a stage declares',
      'ARG V=1\nFROM a AS b\nARG V\nRUN c\nFROM d\nCOPY --from=b /e /e\n',
      'ARG V=2\nFROM a AS b\nARG V\nRUN c\nFROM d\nCOPY --from=b /e /e\n',
      false,
    ],
    [
      'a stage that a mount names',
      'FROM a AS b\nRUN c\nFROM d\nRUN --mount=from=b,target=/b cp /b/e /e\n',
      'FROM a AS b\nRUN x\nFROM d\nRUN --mount=from=b,target=/b cp /b/e /e\n',
      false,
    ],
    [
      'a stage that a mount of that stage names',
      'FROM a AS b\nRUN c\nFROM x AS y\nRUN --mount=from=b,target=/b cp /b/e /e\nFROM d\nCOPY --from=y /e /e\n',
      'FROM a AS b\nRUN z\nFROM x AS y\nRUN --mount=from=b,target=/b cp /b/e /e\nFROM d\nCOPY --from=y /e /e\n',
      false,
    ],
    [
      'ENV of the path',
      'FROM a AS b\nFROM d\nENV P=/e\nCOPY --from=b $P /e\n',
      'FROM a AS b\nFROM d\nENV P=/f\nCOPY --from=b $P /e\n',
      false,
    ],
    [
      'WORKDIR of a relative path',
      'FROM a AS b\nFROM d\nWORKDIR /e\nCOPY --from=b /e e\n',
      'FROM a AS b\nFROM d\nWORKDIR /f\nCOPY --from=b /e e\n',
      false,
    ],
    [
      'WORKDIR before an absolute path',
      'FROM a AS b\nFROM d\nWORKDIR /e\nCOPY --from=b /e /e\n',
      'FROM a AS b\nFROM d\nWORKDIR /f\nCOPY --from=b /e /e\n',
      true,
    ],
  ])('or one, and a change of %s', (_, before, after, isExisting) => {
    const lines = existing({ Dockerfile: before }, { Dockerfile: after }, { subject: NODE });
    expect(lines.includes(after.split('\n').length - 1)).toBe(isExisting);
  });
});

describe('a later instruction', () => {
  const at = (step: string) => `FROM debian:13\nCOPY lib /srv\n${step}\nCMD a\n`;
  const part = (path: string) => ({ subject: { ...NODE, path } });
  const FILE = part('srv/node_modules/lodash/package.json');
  const LIBRARY = part('usr/lib/x/package.json');
  const DPKG = { subject: { ...DEB, path: 'var/lib/dpkg/status' } };
  const SUID = { check: 'hardening', ...part('usr/bin/su') } as Partial<Finding>;
  const ENV = { check: 'secret', subject: { image: 'app:1', layer: 1 } } as Partial<Finding>;
  const two = {
    ...FILE,
    details: {
      packages: [
        { name: 'a', purl: 'pkg:npm/a@1', installed: '1', paths: ['opt/a'] },
        { name: 'a', purl: 'pkg:npm/a@1', installed: '1', paths: ['srv/a'] },
      ],
    },
  } as never;

  it.each<[string, string, string, Partial<Finding>, boolean]>([
    ['COPY of another file', 'COPY a /srv/package.json', 'COPY a /srv/p.json', FILE, false],
    ['COPY of that file', 'COPY a /srv/node_modules/lodash/package.json', '', FILE, true],
    ['COPY of its folder', 'COPY a /srv/node_modules/', '', FILE, true],
    ['COPY of a folder with a similar name', 'COPY a /srv/node', '', FILE, false],
    ['COPY of all files', 'COPY a /', '', FILE, true],
    ['COPY of all files, for a package of the system', 'COPY a /', '', DPKG, false],
    ['COPY of the database', 'COPY a /var/lib/dpkg', '', DPKG, true],
    ['COPY through a link', 'COPY a /lib/', '', LIBRARY, true],
    ['COPY of an archive', 'COPY a /srv/a.jar', '', part('srv/a.jar!/b.jar'), true],
    ['COPY to a variable', 'ARG D=/opt\nCOPY a $D', 'ARG D=/opt', FILE, true],
    ['COPY to a relative path', 'COPY a b', '', FILE, true],
    ['COPY below WORKDIR', 'WORKDIR /opt\nCOPY a b', 'WORKDIR /opt', FILE, false],
    [
      'COPY below WORKDIR of the package',
      'WORKDIR /srv\nCOPY a node_modules',
      'WORKDIR /srv',
      FILE,
      true,
    ],
    [
      'COPY for a package without a path',
      'COPY a /opt',
      '',
      { subject: { ...DEB, purl: 'pkg:npm/a@1' } },
      true,
    ],
    ['COPY for one of two packages', 'COPY a /opt', '', two, true],
    ['COPY for neither of two packages', 'COPY a /etc', '', two, false],
    ['ADD of its folder', 'ADD a.tar /srv', '', FILE, true],
    ['ADD of another folder', 'ADD a.tar /opt', 'ADD b.tar /opt', FILE, false],
    ['VOLUME of its folder', 'VOLUME /opt /srv', '', FILE, true],
    ['VOLUME of another folder', 'VOLUME ["/opt"]', '', FILE, false],
    ['VOLUME, for files of the image', 'VOLUME /data', '', SUID, true],
    ['RUN', 'RUN rm -r /srv', '', FILE, true],
    ['RUN, for rights', 'RUN chmod -s /usr/bin/su', '', SUID, true],
    ['RUN that is changed', 'RUN npm prune && a', 'RUN a', FILE, true],
    ['ONBUILD', 'ONBUILD RUN rm -r /srv', '', FILE, true],
    ['WORKDIR of RUN', 'WORKDIR /srv\nRUN rm -r a', 'WORKDIR /opt\nRUN rm -r a', FILE, true],
    ['SHELL of RUN', 'RUN rm -r /srv', 'SHELL ["echo"]\nRUN rm -r /srv', FILE, true],
    [
      'SHELL of an upgrade',
      'RUN apt-get upgrade',
      'SHELL ["echo"]\nRUN apt-get upgrade',
      DPKG,
      true,
    ],
    ['ARG of RUN', 'ARG D=/srv\nRUN rm -r $D', 'ARG D=/opt\nRUN rm -r $D', FILE, true],
    [
      'ARG of an upgrade',
      'ARG D=\nRUN $D apt-get upgrade',
      'ARG D=:\nRUN $D apt-get upgrade',
      DPKG,
      true,
    ],
    [
      'ARG of another command',
      'ARG D=1\nRUN apt-get upgrade && curl $D',
      'ARG D=2\nRUN apt-get upgrade && curl $D',
      DPKG,
      false,
    ],
    [
      'ENV, LABEL and others',
      'ENV A=1\nLABEL a=b\nEXPOSE 1\nUSER 1\nENTRYPOINT a\nSTOPSIGNAL 9',
      '',
      FILE,
      false,
    ],
    ['ENV, for a secret in ENV', 'ENV A=1', '', ENV, false],
    ['nothing, and what is added', '', 'RUN a\nCOPY a /srv\nENV A=1\nUSER root', FILE, false],
  ])('%s', (_, before, after, over, isTouched) => {
    const lines = existing({ Dockerfile: at(before) }, { Dockerfile: at(after) }, over);
    expect(lines.includes(2)).toBe(!isTouched);
  });

  it('cannot be moved before the instruction whose files it removes', () => {
    const [before, after] = ['COPY lib /srv\nRUN rm -r /srv\n', 'RUN rm -r /srv\nCOPY lib /srv\n'];
    const lines = existing(
      { Dockerfile: `FROM a\n${before}` },
      { Dockerfile: `FROM a\n${after}` },
      FILE,
    );
    expect(lines).toEqual([1]);
  });

  it('cannot be hidden by a copy that is repeated', () => {
    const before = 'FROM a\nCOPY lib /srv\nRUN rm -r /srv\n';
    const lines = existing(
      { Dockerfile: before },
      { Dockerfile: `${before}COPY lib /srv\n` },
      FILE,
    );
    expect(lines).toEqual([1, 2, 3]);
  });

  it('that sets a variable may have cleared a secret in it', () => {
    const before = { Dockerfile: 'FROM a\nENV A=secret\nENV A=\nENV B=1\n' };
    expect(existing(before, { Dockerfile: 'FROM a\nENV A=secret\n' }, ENV)).toEqual([]);
    expect(
      existing(
        { Dockerfile: 'FROM a\nENV A=secret\nCMD a\n' },
        { Dockerfile: 'FROM a\nENV A=secret\n' },
        ENV,
      ),
    ).toContain(2);
  });

  it('may copy from a stage that no longer has a fixed file', () => {
    const text = (run: string) =>
      `FROM b AS b\n${run}FROM a\nCOPY lib /srv\nCOPY --from=b /x /srv/x\n`;
    const found = (path: string) =>
      existing({ Dockerfile: text('RUN c\n') }, { Dockerfile: text('') }, part(path));
    expect(found('srv/x/a')).not.toContain(3);
    rmSync(join(work, 'base'), { recursive: true });
    expect(found('srv/y/a')).toContain(3);
  });
});

describe('the configuration of an image', () => {
  const over = { check: 'hardening', subject: { image: 'app:1' }, origin: OWN } as const;

  it('is existing while its instructions are the same', () => {
    const change = { Dockerfile: BEFORE.replace('npm ci', 'npm i'), 'package.json': '{}' };
    expect(existing({ Dockerfile: BEFORE }, change, over as never)).toEqual([1, 2, 3, 4, 5]);
  });

  it('is touched by a USER that is gone', () => {
    const change = { Dockerfile: BEFORE.replace('USER 1', '') };
    expect(existing({ Dockerfile: BEFORE }, change, over as never)).toEqual([]);
  });
});

/** The advice on a base image. */
const ADVICE = { check: 'hardening', rule: 'BASE-IMAGE', subject: undefined } as never;

describe('the reference of an image', () => {
  const over = { check: 'trust', subject: { image: 'debian:13' } } as const;

  it('is existing while its text is the same', () => {
    const change = { Dockerfile: `FROM b:1 AS b\n${BEFORE}`, 'package.json': '{}' };
    expect(existing({ Dockerfile: BEFORE }, change, over as never)).toContain(2);
    expect(existing({ Dockerfile: BEFORE }, change, over as never)).not.toContain(1);
  });

  it.each<[what: string, before: string, after: string, finding: Partial<Finding>, is: boolean]>([
    ['in another case, with a platform', 'FROM a:1', 'from --platform=linux/arm64 a:1', {}, true],
    [
      'without its digest, for advice',
      `FROM a:1@sha256:${'0'.repeat(64)}`,
      'FROM a:1',
      ADVICE,
      true,
    ],
    [
      'without its digest, for a signature',
      `FROM a:1@sha256:${'0'.repeat(64)}`,
      'FROM a:1',
      {},
      false,
    ],
    ['with another tag', 'FROM a:1', 'FROM a:2', ADVICE, false],
    ['from an argument', 'FROM a:1', 'ARG V=1\nFROM a:$V', ADVICE, true],
    [
      'from another value of an argument',
      'ARG V=1\nFROM a:$V',
      'ARG V=2\nFROM a:$V',
      ADVICE,
      false,
    ],
  ])('%s', (_, before, after, finding, is) => {
    const line = after.split('\n').length;
    expect(
      existing({ Dockerfile: before }, { Dockerfile: after }, {
        ...over,
        ...finding,
      } as never).includes(line),
    ).toBe(is);
  });
});

it.each<[string, Partial<Finding>]>([
  ['malware', { check: 'malware' }],
  ['a changed file of a package', { check: 'hardening', rule: 'INT-PROGRAM' } as never],
  ['a finding of the linter, which checks the base commit itself', { check: 'lint' }],
  ['a secret in a file of the repository', { check: 'secret', subject: undefined } as never],
  ['a finding without a line', { location: undefined } as never],
])('%s is never taken for existing', (_, over) => {
  expect(existing({ Dockerfile: BEFORE }, {}, over)).toEqual([]);
});
