import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { applyFixes } from '../../src/core/fix.js';
import { findProgram, runProgram } from '../../src/lib/process.js';
import type { ManagerContext } from '../../src/remedy/apply/lockfiles/manager.js';
import { npm } from '../../src/remedy/apply/lockfiles/npm.js';
import { editFile } from '../../src/remedy/edit/edit.js';

/** Entries of lockfiles, raised by the real npm from its registry. */

jest.setTimeout(120_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-npm-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** A project with the lockfile of these overrides, which package.json does not have any more. */
function project(dependencies: object, overrides: object): void {
  const write = (content: object) =>
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
  rmSync(join(folder, 'package-lock.json'), { force: true });
  for (const more of [{ overrides }, {}]) {
    write({ name: 'app', version: '1.0.0', dependencies, ...more });
    execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts'], {
      cwd: folder,
      stdio: 'pipe',
    });
  }
}

function raise(name: string, from: string, to: string) {
  const context: ManagerContext = {
    host: { find: (program) => findProgram(program, process.env.PATH ?? ''), run: runProgram },
    text: (path) => (path.endsWith('.json') ? read(path) : undefined),
    files: [],
    variable: (variable) => process.env[variable],
    timeout: 60_000,
    override(text, _, path) {
      const result = editFile(text, { kind: 'dependency', path, manager: 'npm', name, to });
      if (result.kind !== 'edits') throw new Error(result.reason);
      return applyFixes(text, [{ description: '', edits: result.edits }]).text;
    },
  };
  return npm.raise(
    {
      ...{ kind: 'locked-package', path: 'package-lock.json', manager: 'npm', name, from, to },
      ...{ command: [], runsProjectCode: false },
    },
    context,
  );
}

const versionIn = (lock: string | undefined, name: string) =>
  JSON.parse(lock ?? '{}').packages[`node_modules/${name}`]?.version;

it('a package that others need is raised without an override if they accept it', async () => {
  project({ mkdirp: '0.5.5' }, { minimist: '1.2.5' });
  expect(versionIn(read('package-lock.json'), 'minimist')).toBe('1.2.5');
  const texts = await raise('minimist', '1.2.5', '1.2.8');
  expect([...texts.keys()]).toEqual(['package-lock.json']);
  expect(versionIn(texts.get('package-lock.json'), 'minimist')).toBe('1.2.8');
});

it('and with an override if they do not; npm ci accepts both files', async () => {
  project({ mkdirp: '0.5.1', ms: '2.1.2' }, {});
  const texts = await raise('minimist', '0.0.8', '0.2.4');
  expect([...texts.keys()]).toEqual(['package-lock.json', 'package.json']);
  expect(JSON.parse(texts.get('package.json') ?? '')).toMatchObject({
    overrides: { minimist: '0.2.4' },
  });
  for (const [path, text] of texts) writeFileSync(join(folder, path), text);
  execFileSync('npm', ['ci', '--ignore-scripts', '--dry-run'], { cwd: folder, stdio: 'pipe' });
});

it('a package of package.json is raised there, as it is written there', async () => {
  project({ mkdirp: '0.5.1', ms: '~2.0.0' }, {});
  const texts = await raise('ms', '2.0.0', '2.1.3');
  expect(JSON.parse(texts.get('package.json') ?? '').dependencies).toEqual({
    mkdirp: '0.5.1',
    ms: '~2.1.3',
  });
  expect(versionIn(texts.get('package-lock.json'), 'mkdirp')).toBe('0.5.1');
});

it('a version that does not exist is refused', async () => {
  project({ ms: '2.1.2' }, {});
  await expect(raise('ms', '2.1.2', '99.0.0')).rejects.toThrow('No matching version found');
});
