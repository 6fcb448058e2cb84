import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { check, listFiles } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
const options = (...words: string[]) =>
  readOptions(
    'check',
    ['--offline', ...words],
    { path: '', noColor: true },
    new Date('2026-11-24'),
  );

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: a}]}\n';
const FILES = {
  'app/Dockerfile': 'FROM scratch\n',
  'app/image.txt': 'FROM alpine:3.24\nRUN make\n',
  'app/Dockerfile.sh': '#!/bin/sh\n',
  'app/main.go': 'package main\n',
  'app/package-lock.json': '{}',
  'compose.yaml': 'services: {a: {image: b}}\n',
  'k8s/pod.txt': POD,
  'k8s/kustomization.yaml': 'resources: [pod.txt]\n',
  'k8s/page.md': `# Pods\n\nA pod:\n\n${POD}`,
  'vendor/a/a.go': 'package a\n',
  'vendor/a/Dockerfile': 'FROM scratch\n',
  'bake.sh': 'docker build -f vendor/a/Dockerfile .\n',
  'build.sh': 'docker build app\n',
  '.dockerignore': '*.md\n',
  'action.yml': 'name: a\nruns: { using: node24, main: a.js }\n',
  '.github/actions/b/action.yaml':
    'name: b\nruns: { using: composite, steps: [{ run: docker build ., shell: bash }] }\n',
  '.github/portside.yml': 'extends: recommended\n',
  '.github/workflows/a.yml': 'on: push\njobs: {a: {runs-on: x, steps: [{run: docker build .}]}}\n',
};

const listed = async () => {
  const ledger = await listFiles(story.root, options(), host);
  return new Map(ledger.map(({ path, kinds, reason }) => [path, reason ?? kinds.join()]));
};

test('each file is read, only searched for secrets, or not read for a reason, by its content', async () => {
  story.base(FILES);
  expect(Object.fromEntries(await listed())).toEqual({
    'app/Dockerfile': 'Dockerfile',
    'app/image.txt': 'Dockerfile',
    'app/Dockerfile.sh': 'build script',
    'app/main.go': '',
    'app/package-lock.json': 'lock file',
    'compose.yaml': 'Compose file',
    'k8s/pod.txt': 'Kubernetes manifest',
    'k8s/kustomization.yaml': 'kustomization',
    'k8s/page.md': '',
    'vendor/a/a.go': expect.stringContaining('not searched'),
    'vendor/a/Dockerfile': 'Dockerfile',
    'bake.sh': 'build script',
    'build.sh': 'build script',
    '.dockerignore': 'settings',
    'action.yml': 'action',
    '.github/actions/b/action.yaml': 'action',
    '.github/portside.yml': 'policy',
    '.github/workflows/a.yml': 'workflow',
  });
});

test('the files are those of Git, whatever their names and kinds are', async () => {
  story.base(FILES);
  const names = ['tab\tand "quotes"', 'new\nline.yaml', 'ümläut/Dockerfile', 'a b/$(c).json'];
  for (const name of names) {
    mkdirSync(join(story.root, name, '..'), { recursive: true });
    writeFileSync(join(story.root, name), 'FROM scratch\n');
  }
  symlinkSync('compose.yaml', join(story.root, 'link.yaml'));
  symlinkSync('app', join(story.root, 'folder'));
  symlinkSync('nowhere', join(story.root, 'broken'));
  story.commit({});
  const tracked = story.git('ls-files', '-z').split('\0').filter(Boolean);
  expect([...(await listed()).keys()].sort()).toEqual(tracked.sort());
});

test('the report counts the files, and those that were not read', async () => {
  story.base(FILES);
  story.git('sparse-checkout', 'set', '--no-cone', '/*', '!/k8s/');
  const { report } = await check(story.root, options(), host);
  expect(report.files).toMatchObject({ total: Object.keys(FILES).length, notRead: 4 });
  expect(report.files?.read).toContainEqual({ kind: 'Dockerfile', count: 3 });
  expect(report.verdict.outcome).not.toBe('pass');
});

test('a large file of comments is none of them, and hides nothing behind them', async () => {
  const comments = '#\n'.repeat(1_500_000);
  story.base({
    empty: comments,
    hidden: `${comments}FROM scratch\nCOPY . /\n`,
    long: '#'.repeat(5_000_000),
  });
  expect(Object.fromEntries(await listed())).toEqual({ empty: '', hidden: 'Dockerfile', long: '' });
});
