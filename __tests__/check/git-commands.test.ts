import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Host } from '../../src/core/host.js';
import { readOptions } from '../../src/options/read-options.js';
import { commitAll, createRepository } from '../git-repository.js';

/** To start Git takes longer than most of its answers: a run asks each question once. */

const machine = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
const started: string[] = [];
const host: Host = {
  ...machine,
  run: (program, args, options) => {
    if (program.endsWith('/git'))
      started.push(args.filter((arg) => !/^-[cC]$|=/.test(arg)).join(' '));
    return machine.run(program, args, options);
  },
};
const environment = { path: process.env.PATH ?? '', noColor: true };

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-git-commands-'));
  createRepository(root);
  writeFileSync(join(root, 'Dockerfile'), 'FROM debian:12.5\nUSER 1000\n');
  writeFileSync(join(root, 'compose.yaml'), 'services:\n  web:\n    image: nginx:1.29.3\n');
  commitAll(root, 'change');
  const privileged = 'services:\n  web:\n    image: nginx:1.29.3\n    privileged: true\n';
  writeFileSync(join(root, 'compose.yaml'), privileged);
  commitAll(root);
});
afterAll(() => rmSync(root, { recursive: true }));

async function newSince(...words: string[]): Promise<string[]> {
  started.length = 0;
  const asked = readOptions('check', ['--offline', ...words], environment, new Date('2026-11-24'));
  const { findings } = (await check(root, asked, host)).report;
  return findings.flatMap(({ status, rule }) => (status === 'new' ? [rule] : []));
}

it.each<[string[]]>([
  [['--baseline-ref', 'main']],
  [['--base-ref', 'main']],
  [['--baseline-ref', 'main', '--base-ref', 'HEAD']],
  [['--baseline-ref', 'main', '--base-ref', 'main']],
])('%j: no command of Git runs twice', async (words) => {
  expect(await newSince(...words)).toEqual(['DEP-PRIV']);
  expect(started.filter((command, at) => started.indexOf(command) < at)).toEqual([]);
  expect(started.length).toBeLessThan(16);
});

it('a second run sees that the branch has moved', async () => {
  expect(await newSince('--baseline-ref', 'main')).toEqual(['DEP-PRIV']);
  writeFileSync(join(root, '.git/refs/heads/main'), commitAll(root));
  expect(await newSince('--baseline-ref', 'main')).toEqual([]);
});
