import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/discover.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { readOptions } from '../../../src/options/read-options.js';
import { captureOutput } from '../../github/capture-output.js';

const path = process.env.PATH ?? '';
const host = terminalHost({ quiet: true, path, stderr: process.stderr });
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-discover-command-'));
  mkdirSync(join(root, '.github'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true }));

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  execFileSync('git', ['-C', root, ...identity, ...args]);
}

function commit(policy: string): void {
  rmSync(join(root, '.github/portside.yml'), { force: true });
  writeFileSync(join(root, '.github/portside.yml'), policy);
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
}

async function discovered(...words: string[]) {
  const settings = readOptions(
    'discover',
    [root, ...words],
    { path, noColor: true },
    new Date('2026-01-01'),
  );
  const lines = await captureOutput(async () => void (await run(settings, host)));
  return JSON.parse(lines.join('\n'));
}

it('takes the images from the base branch’s policy: a change does not choose what is checked', async () => {
  commit('images: [a.tar, b.tar]\n');
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\n');
  writeFileSync(join(root, '.gitignore'), 'Dockerfile\n');
  commit('images: [a.tar]\n');
  expect(await discovered()).toMatchObject({ images: ['a.tar'], dockerfiles: [] });
  expect(await discovered('--base-ref', 'HEAD^1')).toMatchObject({
    images: ['a.tar', 'b.tar'],
    dockerfiles: ['Dockerfile'],
    matrix: { include: [{ image: 'a.tar' }, { image: 'b.tar' }] },
  });
});

it('fails where that policy cannot be read, rather than finding nothing to check', async () => {
  symlinkSync('elsewhere', join(root, '.github/portside.yml'));
  git('add', '-A');
  git('commit', '-q', '-m', 'x');
  commit('images: [a.tar]\n');
  await expect(discovered('--base-ref', 'HEAD^1')).rejects.toMatchObject({ kind: 'incomplete' });
  await expect(discovered('--base-ref', 'nowhere')).rejects.toMatchObject({ kind: 'usage' });
});

it('counts what Git has in folders that are not looked through, and what nothing builds', async () => {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('vendor/a/Dockerfile', 'FROM scratch\n');
  write('vendor/b/Dockerfile', 'FROM scratch\n');
  write('compose.yaml', 'services:\n  b:\n    build: vendor/b\n');
  commit('');
  write('node_modules/c/Dockerfile', 'FROM scratch\n');
  expect(await discovered()).toMatchObject({
    dockerfiles: ['vendor/b/Dockerfile'],
    skipped: ['node_modules', 'vendor'],
    unseen: ['vendor/a/Dockerfile'],
  });
});

it.each([
  [255, 255, [1]],
  [256, 256, [1]],
  [257, 256, [1, 2]],
  [10_000, 256, [39, 40]],
])(
  'has %i images in %i jobs: GitHub refuses a matrix with more than 256',
  async (count, jobs, sizes) => {
    const images = Array.from({ length: count }, (_, i) => `ghcr.io/acme/app-${i}:1`);
    commit(JSON.stringify({ images }));
    const { matrix } = await discovered();
    const groups: string[][] = matrix.include.map((leg: { image: string }) =>
      leg.image.split('\n'),
    );
    expect(groups).toHaveLength(jobs);
    expect([...new Set(groups.map((group) => group.length))].sort()).toEqual(sizes);
    expect(groups.flat().sort()).toEqual([...images].sort());
  },
);
