import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changesBuildSettings } from '../../src/baseline/build-settings.js';
import { changedInputsOf } from '../../src/baseline/changed-inputs.js';
import { changesAny } from '../../src/baseline/changed-names.js';
import type { BothVersions } from '../../src/baseline/versions.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-inputs-'));
});
afterEach(() => rmSync(work, { recursive: true }));

type Files = Readonly<Record<string, string>>;

/** Writes the base commit and the checkout, which has `untracked` files besides; `-> PATH` is a symbolic link. */
function versionsOf(before: Files, change: Files, untracked: Files = {}): BothVersions {
  const write = (folder: string, files: Files) => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(work, folder, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text.startsWith('-> ')) symlinkSync(text.slice(3), file);
      else writeFileSync(file, text);
    }
  };
  write('base', before);
  write('root', { ...before, ...change, ...untracked });
  const changed = new Set(Object.keys(change));
  return { root: join(work, 'root'), baseFolder: join(work, 'base'), changed, newNames: new Map() };
}

/** The lines of a Dockerfile whose inputs the pull request changes. */
function touched(path: string, versions: BothVersions, text: string): number[] {
  const dockerfile = parseDockerfile(path, text);
  const changedOf = changedInputsOf(dockerfile, versions);
  return dockerfile.instructions
    .filter((instruction) => changesAny(changedOf(instruction)))
    .map(({ startLine }) => startLine);
}

describe('what CI makes before the build', () => {
  const TEXT = 'FROM a:1\nCOPY target/*.jar /app/\nUSER 1\n';
  const ALL = { Dockerfile: TEXT, 'pom.xml': '<a/>', 'src/Main.java': 'a', 'README.md': 'a' };

  it.each<[string, Files, boolean]>([
    ['a build file', { 'pom.xml': '<b/>' }, true],
    ['a source', { 'src/Main.java': 'b' }, true],
    ['a script without an ending', { 'bin/build': 'mvn package' }, true],
    ['prose', { 'README.md': 'b', LICENSE: 'b', 'docs/a.html': 'b' }, false],
    ['a test', { 'src/test/java/A.java': 'b' }, false],
    ['a service of Compose', { 'compose.yaml': 'services: {}' }, false],
    ['an added workflow', { '.github/workflows/a.yml': 'run: mvn package' }, false],
    ['a setting of GitHub', { '.github/dependabot.yml': 'b' }, false],
  ])('%s', (_, change, isTouched) => {
    const versions = versionsOf(ALL, change);
    expect(touched('Dockerfile', versions, TEXT)).toEqual(isTouched ? [2] : []);
  });

  it.each<[string, string, Files, Files, boolean]>([
    ['a tracked file', 'COPY bin/app /', { 'bin/app': 'a' }, {}, false],
    ['an ignored file', 'COPY bin/app /', {}, { 'bin/app': 'a' }, true],
    ['an ignored file of a tracked folder', 'COPY bin /', { 'bin/a': 'a' }, { 'bin/b': 'a' }, true],
    ['a file behind a variable', 'COPY bin/$TARGETARCH/app /', {}, {}, true],
    ['a tracked file behind a variable', 'ADD bin/v$X/app /', { 'bin/v1/app': 'a' }, {}, false],
    ['a mount', 'RUN --mount=type=bind,source=bin,target=/b cp /b/a /', {}, {}, true],
    ['a copy of another stage', 'COPY --from=b bin /', {}, {}, false],
    ['an address', 'ADD https://example.com/bin /', {}, {}, false],
  ])('%s', (_, instruction, tracked, untracked, isTouched) => {
    const text = `FROM a:1 AS b\nFROM a:1\n${instruction}\n`;
    const change = { 'src/main.go': 'b' };
    const before = { Dockerfile: text, '.dockerignore': 'src\n', ...tracked };
    const versions = versionsOf(before, change, untracked);
    expect(touched('Dockerfile', versions, text)).toEqual(isTouched ? [3] : []);
  });

  it('is not what a workflow does besides, or another service', () => {
    const workflow = 'jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n';
    const text = 'FROM a:1\nCOPY app.jar /\n';
    const before = {
      '.github/workflows/a.yml': workflow,
      'a/Dockerfile': text,
      'b/Dockerfile': text,
      'b/src/A.java': 'a',
    };
    const lines = (change: Files) => touched('a/Dockerfile', versionsOf(before, change), text);
    const with_ = (step: string) => ({ '.github/workflows/a.yml': workflow + step });
    expect(lines(with_('      - uses: OWNER/portside@v1\n        with: { image: a }\n'))).toEqual(
      [],
    );
    expect(lines({ '.github/workflows/a.yml': workflow.replace('v4', 'v5') })).toEqual([]);
    expect(lines({ 'b/src/A.java': 'b' })).toEqual([]);
    expect(lines(with_('      - run: mvn package\n'))).toEqual([2]);
    expect(lines({ 'pom.xml': 'b' })).toEqual([2]);
  });
});

describe('build arguments may come from', () => {
  const TEXT = 'ARG V=12\nFROM --platform=$BUILDPLATFORM a:$V\nCOPY src /src\nRUN b\n';
  const GO = 'module a\ngo 1.24\n';
  const PACKAGE = '{"engines":{"node":"20"},"dependencies":{"a":"1"}}';
  const BEFORE = {
    Dockerfile: TEXT,
    'src/a.js': 'a',
    'go.mod': GO,
    'package.json': PACKAGE,
    'b.sh': 'docker build .',
  };
  it.each<[string, Files, number[]]>([
    ['a part of a Makefile', { 'versions.mk': 'V=11' }, [2]],
    ['a file with a version', { VERSION: '11' }, [2]],
    ['a script without an ending', { 'bin/build': 'docker build --build-arg V=11 .' }, [2]],
    ['a program', { 'build.py': 'run(["docker", "build", "--build-arg", "V=11", "."])' }, [2]],
    ['a program that is copied', { 'src/build.js': 'exec("docker build .")' }, [2, 3]],
    ['a settings file', { 'versions.env': 'V=11' }, [2]],
    ['a file of YAML', { 'versions.yaml': 'v: 11' }, [2]],
    ['the version of Go', { 'go.mod': GO.replace('24', '23') }, [2]],
    ['the version of Node.js', { 'package.json': PACKAGE.replace('20', '18') }, [2]],
    ['no source that is copied', { 'src/a.js': 'b' }, [3]],
    ['no dependency', { 'package.json': PACKAGE.replace('"1"', '"2"') }, []],
    ['no module', { 'go.mod': `${GO}require a v1\n`, 'go.sum': 'a' }, []],
    ['no lock file', { 'package-lock.json': '{}', 'requirements.txt': 'a' }, []],
    ['no test', { '_integration-test/conftest.py': 'V', 'src/a_test.go': 'V' }, [3]],
    ['no prose', { 'README.md': 'V=11', 'docs/build.sh': 'V=11' }, []],
    ['no script whose arguments are read', { 'b.sh': 'docker build . # V' }, []],
    ['no added workflow', { '.github/workflows/portside.yml': 'uses: OWNER/portside@v1' }, []],
  ])('%s', (_, change, lines) => {
    expect(touched('Dockerfile', versionsOf(BEFORE, change), TEXT)).toEqual(lines);
  });

  it('another service only if it starts builds', () => {
    const text = 'ARG V=12\nFROM a:$V\n';
    const before = { 'a/Dockerfile': text, 'b/Dockerfile': text };
    const lines = (change: Files) => touched('a/Dockerfile', versionsOf(before, change), text);
    expect(lines({ 'b/main.go': 'a', 'b/settings.yaml': 'a' })).toEqual([]);
    expect(lines({ 'b/build': 'docker build ../a --build-arg V=11' })).toEqual([2]);
  });

  it('nothing, without a variable or with one that BuildKit sets', () => {
    const text = 'FROM --platform=$TARGETPLATFORM a:1\nARG TARGETARCH\nRUN b $TARGETARCH\n';
    const versions = versionsOf({ Dockerfile: text }, { VERSION: '11' });
    expect(touched('Dockerfile', versions, text)).toEqual([]);
  });
});

describe('a build context elsewhere', () => {
  const TEXT = 'FROM a:1\nCOPY package.json /app/\n';
  const BEFORE = { 'docker/Dockerfile': TEXT, 'package.json': '{}', 'app/package.json': '{}' };

  it('is a folder that has all that is copied', () => {
    const versions = versionsOf(BEFORE, { 'app/package.json': '{"a":1}' });
    expect(touched('docker/Dockerfile', versions, TEXT)).toEqual([2]);
  });

  it('is what a build file names, where all that is copied is next to the Dockerfile', () => {
    const before = { Dockerfile: TEXT, 'package.json': '{}', 'lib/package.json': '{}' };
    const lines = (files: Files) =>
      touched(
        'Dockerfile',
        versionsOf({ ...before, ...files }, { 'lib/package.json': '{"a":1}' }),
        TEXT,
      );
    expect(lines({})).toEqual([]);
    expect(lines({ Makefile: 'x:\n\tdocker build -f Dockerfile lib\n' })).toEqual([2]);
  });

  it('is not the folder of another Dockerfile, or one without what is copied', () => {
    const lines = (files: Files, change: Files) =>
      touched('docker/Dockerfile', versionsOf({ ...BEFORE, ...files }, change), TEXT);
    expect(lines({ 'b/Dockerfile': TEXT }, { 'b/package.json': '{"a":1}' })).toEqual([]);
    expect(lines({}, { 'app/index.js': 'b' })).toEqual([]);
  });
});

describe('another build', () => {
  const job = (step: string) => `jobs:\n  a:\n    steps:\n      - ${step}`;
  const step = (inputs: string) =>
    job(`uses: docker/build-push-action@v6\n        with:\n${inputs}`);
  it.each<[string, string, string, string, boolean]>([
    ['-f', 'Makefile', 'x:\n\tdocker build -f a .', 'x:\n\tdocker build -f b .', true],
    ['--file', 'a.sh', 'docker build --file=a .', 'docker build --file=b .', true],
    ['the context', 'Makefile', 'x:\n\tdocker build x', 'x:\n\tdocker build y', true],
    ['the context of Podman', 'a.sh', 'podman build -t a x', 'podman build -t a y', true],
    ['a target of Bake', 'a.sh', 'docker buildx bake a', 'docker buildx bake b', true],
    ['over two lines', 'a.sh', 'docker build \\\n -f a .', 'docker build \\\n -f b .', true],
    [
      'in a workflow',
      '.github/workflows/a.yml',
      job('run: docker build -f a .'),
      job('run: docker build -f b .'),
      true,
    ],
    [
      'an input',
      '.github/workflows/a.yml',
      step('          file: a\n'),
      step('          file: b\n'),
      true,
    ],
    [
      'a context',
      '.github/workflows/a.yml',
      step('          context: a\n'),
      step('          context: b\n'),
      true,
    ],
    ['another tag', 'a.sh', 'docker build -t a:1 .', 'docker build --push -t b:1 .', false],
    ['an added default', 'a.sh', '', 'docker build -t a:1 -f docker/Dockerfile .', false],
    [
      'an added input',
      '.github/workflows/a.yml',
      '',
      step('          context: .\n          push: true\n'),
      false,
    ],
    ['an added context elsewhere', 'docker/a.sh', '', 'docker build -f x/Dockerfile ../b', true],
    ['quotes', 'a.sh', 'docker build -f "a" .', "docker build -f 'a' .", false],
    ['a network', 'a.sh', 'docker build .', 'docker build --network=host .', true],
    [
      'a comment of a workflow',
      '.github/workflows/a.yml',
      job('run: docker build .'),
      job('run: docker build . # a'),
      false,
    ],
    [
      'a command in prose',
      '.github/workflows/a.yml',
      job('name: docker build -f a .'),
      job('name: docker build -f b .'),
      false,
    ],
    [
      'an input of a called workflow',
      '.github/workflows/a.yml',
      'jobs: {a: {uses: o/r/w.yml@v1, with: {target: a}}}',
      'jobs: {a: {uses: o/r/w.yml@v1, with: {target: b}}}',
      true,
    ],
    [
      'an action of the repository',
      '.github/actions/a/action.yml',
      'runs: {steps: [{run: docker build a}]}',
      'runs: {steps: [{run: docker build b}]}',
      true,
    ],
    ['a key of other YAML', 'cloud.yaml', 'steps: [{target: a}]', 'steps: [{target: b}]', true],
    ['arguments in a variable', 'Makefile', 'A = --build-arg V=1', 'A = --build-arg V=2', true],
    ['a target of a Makefile', 'Makefile', 'target: a\n\tls', 'target: b\n\tls', false],
    [
      'another Action',
      '.github/workflows/a.yml',
      job('uses: a/codecov@v1\n        with: { file: a }'),
      job('uses: a/codecov@v1\n        with: { file: b }'),
      false,
    ],
  ])('%s', (_, path, before, after, isOther) => {
    expect(changesBuildSettings(versionsOf({ [path]: before }, { [path]: after }))).toBe(isOther);
  });

  it('in a workflow with variables, but not the step of a check that is added to it', () => {
    const path = '.github/workflows/a.yml';
    const build = `on: push\n${job('run: docker build --build-arg A=$A .\n')}`;
    const other = (after: string) =>
      changesBuildSettings(versionsOf({ [path]: build }, { [path]: after }));
    const check = '      - uses: OWNER/portside@v1\n        with:\n          image: a\n';
    const asked = 'on: [push, pull_request]\npermissions:\n  contents: read\n';
    expect(other(`${build.replace('on: push\n', asked)}${check}`)).toBe(false);
    expect(other(`${build}${check}env:\n  A: 1\n`)).toBe(true);
    expect(other(build.replace('push\n', 'push\nenv: { A: 1 }\n'))).toBe(true);
  });

  it('a link to another Dockerfile', () => {
    const both = { 'a.Dockerfile': 'FROM a:1', 'b.Dockerfile': 'FROM b:1' };
    const versions = versionsOf(both, { Dockerfile: '-> b.Dockerfile' });
    expect(changesBuildSettings(versions)).toBe(true);
  });
});
