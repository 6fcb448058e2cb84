import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { declarationsOf } from '../../src/remedy/facts/declarations.js';
import { raiseCommand } from '../../src/remedy/plan/raise-command.js';
import { packageRegistry } from './package-registry.js';

/** Every command that a step prints for Yarn and pnpm is run by that program; where there is none, none is printed. */

const run = promisify(execFile);
let [work, url, hasFix] = ['', '', true];
let server: Server;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'portside-commands-'));
  server = packageRegistry(join(work, 'registry'), () => hasFix);
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const tools = ['yarn@1.22.22', '@yarnpkg/cli-dist@4.18.1', 'pnpm@10.34.9'];
  const prefix = ['--prefix', work, '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...prefix, ...tools]);
}, 120_000);
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(work, { recursive: true });
});

const PROGRAMS = {
  'yarn 1': ['yarn/bin/yarn.js', 'yarn.lock'],
  'yarn 4': ['@yarnpkg/cli-dist/bin/yarn.js', 'yarn.lock'],
  pnpm: ['pnpm/bin/pnpm.cjs', 'pnpm-lock.yaml'],
} as const;
const MEMBER = { '': {}, member: { leaf: '1.0.0' } };
const CASES = {
  exact: { '': { leaf: '1.0.0' } },
  tilde: { '': { leaf: '~1.0.0' } },
  caret: { '': { leaf: '^1.0.0' } },
  transitive: { '': { parent: '1.0.0' } },
  'transitive outside of the range': { '': { strict: '1.0.0' } },
  'direct and transitive': { '': { leaf: '1.0.0', parent: '1.0.0' } },
  'of a member': MEMBER,
} as const;

/** What has no command in Yarn: another package or its range keeps the version. */
const NONE: Readonly<Record<string, readonly string[]>> = {
  'yarn 1': [
    ...['transitive', 'transitive outside of the range', 'direct and transitive', 'of a member'],
  ],
  'yarn 4': ['transitive outside of the range', 'direct and transitive', 'of a member'],
};

it.each(
  Object.keys(PROGRAMS).flatMap((program) => Object.keys(CASES).map((name) => [program, name])),
)(
  '%s: %s',
  async (program, name) => {
    const [script, lockfile] = PROGRAMS[program as keyof typeof PROGRAMS];
    const lists = CASES[name as keyof typeof CASES];
    const folder = projectOf(lists);
    const call = (args: readonly string[]) =>
      run(process.execPath, [join(work, 'node_modules', script), ...args], {
        cwd: folder,
        env: {
          ...{ PATH: process.env.PATH, HOME: folder, npm_config_registry: url, CI: '' },
          // Yarn 1 has that of all users for root.
          YARN_CACHE_FOLDER: join(folder, '.cache'),
        },
      });
    hasFix = false;
    await call(['install']);
    hasFix = true;
    for (const cache of ['.cache', '.yarn', '.local/share'])
      rmSync(join(folder, cache), { recursive: true, force: true });
    const leaf = { purl: 'pkg:npm/leaf@1.0.0', type: 'npm', name: 'leaf', version: '1.0.0' };
    const lock = () => readFileSync(join(folder, lockfile), 'utf8');
    const list = readFileSync(join(folder, 'package.json'), 'utf8');
    const texts = [
      { path: 'package.json', text: list },
      { path: lockfile, text: lock() },
    ];
    const declared = declarationsOf([{ ...leaf, paths: [] }], texts).get(leaf.purl);
    if (!declared) throw new Error(`no entry in ${lock()}`);
    const command = raiseCommand(declared, 'leaf', '1.0.1')?.command;
    const hasNone = NONE[program]?.includes(name) ?? false;
    expect(command === undefined).toBe(hasNone);
    if (!command) return;
    await call(command.slice(1));
    const left = lock().includes('leaf-1.0.0.tgz') || /leaf@(?:npm:)?1\.0\.0/.test(lock());
    expect(/\b1\.(?:0\.1|1\.0)\b/.test(lock())).toBe(!left);
    // pnpm-lock.yaml has no ranges of parents: the step says so.
    expect(left).toBe(program === 'pnpm' && name === 'transitive outside of the range');
  },
  30_000,
);

function projectOf(lists: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(work, 'project-'));
  const members = Object.keys(lists).filter((path) => path !== '');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, dependencies] of Object.entries(lists)) {
    const project = { name: path || 'root', version: '1.0.0', private: true, dependencies };
    const more = path === '' && members.length > 0 ? { workspaces: members } : {};
    write(join(path, 'package.json'), JSON.stringify({ ...project, ...more }, undefined, 2));
  }
  if (members.length > 0) write('pnpm-workspace.yaml', `packages: ${JSON.stringify(members)}\n`);
  write('.npmrc', `registry=${url}\n`);
  write('.yarnrc', `registry "${url}"\n`);
  const berry = { npmRegistryServer: url, unsafeHttpWhitelist: ['127.0.0.1'] };
  const settings = { ...berry, enableGlobalCache: false, enableTelemetry: false };
  const all = { ...settings, nodeLinker: 'node-modules', enableImmutableInstalls: false };
  write('.yarnrc.yml', JSON.stringify(all));
  // An empty file makes the folder a project of its own.
  write('yarn.lock', '');
  return folder;
}
