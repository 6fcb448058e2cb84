import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlanChange } from '../../../src/core/plan.js';
import { findProgram, runProgram } from '../../../src/lib/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../../../src/lib/run-resources.js';
import { type ApplyRequest, applySteps } from '../../../src/remedy/apply/apply-steps.js';
import { step } from './steps.js';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = createTemporaryFolder('portside-apply-');
  write('Dockerfile', 'FROM node:20 AS build\nRUN true\nFROM debian:12\n');
});
afterEach(() => folder.remove());

const write = (path: string, text: string) => writeFileSync(join(folder.path, path), text);

const image = (line: number, from: string, to: string, path = 'Dockerfile'): PlanChange => ({
  ...{ kind: 'image', path, line, from, to },
});
const NODE = step('node', { change: image(1, 'node:20', 'node:24') });
const DEBIAN = step('debian', { change: image(3, 'debian:12', 'debian:13') });
const RAISE = step('raise', {
  change: {
    kind: 'locked-package',
    path: 'package-lock.json',
    manager: 'npm',
    name: 'a',
    from: '1.0.0',
    to: '1.0.1',
    command: ['npm', 'update', 'a'],
    runsProjectCode: false,
  },
});

async function apply(steps: Parameters<typeof applySteps>[0], parts: Partial<ApplyRequest> = {}) {
  const { outcomes, files } = await applySteps(steps, {
    root: folder.path,
    isOwn: () => true,
    files: [],
    ruleFixes: () => [],
    lintOf: () => undefined,
    host: { find: (name) => findProgram(name, folder.path), run: runProgram },
    variable: () => undefined,
    timeout: 20_000,
    ...parts,
  });
  return { outcomes: outcomes.map(({ step: _, ...rest }) => rest), files };
}

it('makes the edits of several steps in one file', async () => {
  expect(await apply([NODE, DEBIAN])).toEqual({
    outcomes: [{ state: 'changed' }, { state: 'changed' }],
    files: [
      {
        path: 'Dockerfile',
        before: 'FROM node:20 AS build\nRUN true\nFROM debian:12\n',
        after: 'FROM node:24 AS build\nRUN true\nFROM debian:13\n',
      },
    ],
  });
});

it('changes nothing if one of the steps does not apply', async () => {
  const gone = step('gone', { change: image(2, 'alpine:3', 'alpine:4') });
  const { outcomes, files } = await apply([NODE, gone]);
  expect(files).toEqual([]);
  expect(outcomes).toMatchObject([
    { state: 'changed' },
    { state: 'refused', reason: expect.stringContaining('alpine:3') },
  ]);
});

it('does the other steps if the request is for what can be done', async () => {
  const gone = step('gone', { change: image(2, 'alpine:3', 'alpine:4') });
  const { outcomes, files } = await apply([gone, NODE], { whatCanBeDone: true });
  expect(outcomes.map(({ state }) => state)).toEqual(['refused', 'changed']);
  expect(files[0]?.after).toBe('FROM node:24 AS build\nRUN true\nFROM debian:12\n');
});

it('postpones a step that changes the same text as an earlier one', async () => {
  const other = step('other', { change: image(1, 'node:20', 'node:22') });
  const { outcomes, files } = await apply([NODE, other, DEBIAN]);
  expect(files[0]?.after).toBe('FROM node:24 AS build\nRUN true\nFROM debian:13\n');
  expect(outcomes).toMatchObject([
    { state: 'changed' },
    { state: 'postponed', reason: expect.stringContaining('run portside fix again') },
    { state: 'changed' },
  ]);
});

it('makes the fixes of a rule that the check found', async () => {
  const change = { kind: 'rule-fix', path: 'Dockerfile', rule: 'DL1', line: 2 } as const;
  const range = { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 };
  const fix = { description: 'x', edits: [{ ...range, text: 'false' }] };
  const { files } = await apply([step('rule', { change })], { ruleFixes: () => [fix, fix] });
  expect(files[0]?.after).toContain('RUN false\n');
  const { outcomes } = await apply([step('rule', { change })]);
  expect(outcomes).toMatchObject([{ state: 'refused' }]);
});

it('does no part of a step whose own fixes overlap', async () => {
  const change = { kind: 'rule-fix', path: 'Dockerfile', rule: 'DL1', line: 2 } as const;
  const range = { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9 };
  const fixes = ['false', 'echo'].map((text) => ({
    description: 'x',
    edits: [{ ...range, text }],
  }));
  const { outcomes, files } = await apply([step('rule', { change }), NODE], {
    ruleFixes: () => fixes,
    whatCanBeDone: true,
  });
  expect(outcomes).toMatchObject([
    { state: 'refused', reason: 'Its edits of Dockerfile overlap: change it by hand' },
    { state: 'changed' },
  ]);
  expect(files[0]?.after).toBe('FROM node:24 AS build\nRUN true\nFROM debian:12\n');
});

it('has nothing to do in a file that has the change', async () => {
  write('Dockerfile', 'FROM node:24 AS build\n');
  expect(await apply([NODE])).toMatchObject({ outcomes: [{ state: 'unchanged' }], files: [] });
});

it('leaves what a person has to do, with its command', async () => {
  const rebuild = step('rebuild', {
    change: { kind: 'rebuild', command: ['docker', 'build', '--no-cache', '.'] },
  });
  expect((await apply([step('wait'), rebuild])).outcomes).toEqual([
    { state: 'by-hand' },
    { state: 'by-hand', command: ['docker', 'build', '--no-cache', '.'] },
  ]);
});

describe('no edit is made', () => {
  it.each([
    ['through a link', 'link', 'Cannot edit link: it is a link'],
    ['outside of the repository', '../Dockerfile', 'it leads out of the repository'],
    ['in a file that is missing', 'missing', 'there is no such file'],
  ])('%s', async (_, path, reason) => {
    symlinkSync('Dockerfile', join(folder.path, 'link'));
    const { outcomes, files } = await apply([
      step('x', { change: image(1, 'node:20', 'node:24', path) }),
    ]);
    expect(files).toEqual([]);
    expect(outcomes).toMatchObject([{ state: 'refused', reason: expect.stringContaining(reason) }]);
  });

  it('in a file that is not of the repository', async () => {
    const { outcomes } = await apply([NODE], { isOwn: () => false });
    expect(outcomes[0]?.reason).toBe('Cannot edit Dockerfile: it is not a file of the repository');
  });
});

describe('an entry of a lockfile', () => {
  const lock = (version: string) =>
    `{"lockfileVersion":3,"packages":{"":{},"node_modules/a":{"version":"${version}"}}}`;
  const installNpm = (script: string) => {
    write('npm', `#!${process.execPath}\n${script}`);
    chmodSync(join(folder.path, 'npm'), 0o755);
    write('package.json', '{"dependencies":{"a":"^1.0.0"}}');
    write('package-lock.json', lock('1.0.0'));
  };

  it('is raised by its package manager', async () => {
    installNpm(
      `require('node:fs').writeFileSync('package-lock.json', ${JSON.stringify(lock('1.0.1'))})`,
    );
    const { outcomes, files } = await apply([RAISE]);
    expect(outcomes).toEqual([{ state: 'changed' }]);
    expect(files).toEqual([
      { path: 'package-lock.json', before: lock('1.0.0'), after: lock('1.0.1') },
    ]);
  });

  it('stays, with all other files, if the package manager fails', async () => {
    installNpm('process.exit(1)');
    const { outcomes, files } = await apply([NODE, RAISE]);
    expect(files).toEqual([]);
    expect(outcomes[1]).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('Cannot raise a to 1.0.1 in package-lock.json: npm failed'),
    });
  });

  it('is not asked for if another step does not apply', async () => {
    installNpm(`throw new Error('not run')`);
    const gone = step('gone', { change: image(2, 'alpine:3', 'alpine:4') });
    expect((await apply([gone, RAISE])).outcomes).toMatchObject([{ state: 'refused' }]);
  });

  const named = (path = 'package.json') =>
    step('dependency', {
      change: { kind: 'dependency', path, manager: 'npm', name: 'a', from: '^1.0.0', to: '1.0.1' },
    });

  it('is raised by its package manager too if the plan names package.json', async () => {
    installNpm(
      `require('node:fs').writeFileSync('package-lock.json', ${JSON.stringify(lock('1.0.1'))})`,
    );
    const { outcomes, files } = await apply([named()]);
    expect(outcomes).toEqual([{ state: 'changed' }]);
    expect(files.map(({ path }) => path)).toEqual(['package-lock.json']);
  });

  it('and its package.json stay as they are if no package manager may run', async () => {
    installNpm(`throw new Error('not run')`);
    const noManagers = 'No package manager runs with --offline';
    expect(await apply([named()], { noManagers })).toMatchObject({
      outcomes: [{ state: 'by-hand', reason: noManagers }],
      files: [],
    });
  });

  it.each([
    ['yarn.lock', 'package.json', ['yarn', 'install']],
    ['pnpm-lock.yaml', 'web/package.json', ['pnpm', 'install']],
  ])('%s of %s is raised by hand', async (file, path, command) => {
    write(file, '');
    expect((await apply([named(path)])).outcomes).toMatchObject([
      { state: 'by-hand', command: expect.arrayContaining(command) },
    ]);
  });

  it.each(['../package.json', 'a"b/package.json', 'folder/package.json'])(
    'is not looked for next to %j, which is not edited',
    async (path) => {
      symlinkSync('.', join(folder.path, 'folder'));
      expect((await apply([named(path)])).outcomes).toMatchObject([
        { state: 'refused', reason: expect.stringContaining('Cannot edit') },
      ]);
    },
  );

  it('is not needed by package.json without a lockfile', async () => {
    write('package.json', '{"dependencies":{"a":"^1.0.0"}}');
    expect((await apply([named()])).files).toMatchObject([
      { after: '{"dependencies":{"a":"^1.0.1"}}' },
    ]);
  });

  it.each([
    ['of a package manager that runs code of the project', { runsProjectCode: true }, {}],
    ['of a package manager that Portside does not run', { manager: 'yarn' }, {}],
    ['of a file that the package manager does not write', { path: 'other.json' }, {}],
    ['in a run that is not trusted', {}, { noManagers: 'It comes from a fork' }],
  ])('%s is raised by hand', async (_, change, parts) => {
    installNpm(`throw new Error('not run')`);
    const raised = { ...RAISE, change: { ...RAISE.change, ...change } as PlanChange };
    expect((await apply([raised], parts)).outcomes).toMatchObject([
      { state: 'by-hand', command: ['npm', 'update', 'a'] },
    ]);
  });
});
