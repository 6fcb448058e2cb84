import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { terminalHost } from '../../src/cli/terminal.js';
import { inputFiles } from '../../src/discover/input-files.js';
import { readOptions } from '../../src/options/read-options.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { baseBranchFiles, namedCommits } from '../../src/repository/compared-trees.js';
import { commitAll, createRepository } from '../git-repository.js';
import { NOW } from '../now.js';

/** A change that alters what main has, and brings as much of its own. */

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
let root = '';
const at = (path: string) => join(root, path);
const git = (...args: string[]) =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@e', ...args]);
const write = (path: string, text: string) => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};
const commit = (...files: string[]) => {
  for (const path of files)
    write(path, git('branch').length > 0 ? '{"of":"change"}' : '{"of":"main"}');
  commitAll(root);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-named-'));
  createRepository(root);
  commit('old.json', 'adv/a.json');
  git('checkout', '-q', '-b', 'change');
  commit('old.json', 'new.json', 'adv/a.json', 'more/a.json');
  write('made.json', '{"of":"step"}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const named = async (...words: string[]) => {
  const environment = { path: '', noColor: true };
  const settings = readOptions('check', words, environment, NOW);
  const configuration = await baseBranchFiles(namedCommits(root, host), { baseRef: 'main' });
  return inputFiles(root, DEFAULT_POLICY, settings, configuration);
};
const text = (path: string | undefined) => readFileSync(path ?? '', 'utf8');

test('VEX is that of the base, or of an earlier step; what only the change has is left out', async () => {
  const files = ['old.json', 'new.json', 'made.json'].map((name) => ['--vex', at(name)]);
  const { options, inspection } = await named(...files.flat());
  expect(options.vex).toEqual([{ name: at('old.json'), text: '{"of":"main"}' }, at('made.json')]);
  expect(inspection.notes.map((n) => n.message).join()).toMatch(/VEX document .*new.json was left/);
});

test.each([
  ['old.json', '{"of":"main"}'],
  ['made.json', '{"of":"step"}'],
])('the baseline %s says %s', async (name, said) => {
  const { options } = await named('--baseline', at(name));
  expect(text(options.baseline?.from)).toBe(said);
  expect(options.baseline?.name).toBe(at(name));
});

test('the baseline sbom:FILE is that of the base, too', async () => {
  const { options } = await named('--baseline', `sbom:${at('old.json')}`);
  const [, path] = /^sbom:(.+)$/.exec(options.baseline?.from ?? '') ?? [];
  expect(text(path)).toBe('{"of":"main"}');
});

test('a baseline that only the change has is none, and an image elsewhere is as it was named', async () => {
  expect((await named('--baseline', at('new.json'))).options.baseline).toBeUndefined();
  const { options } = await named('--baseline', 'registry.example/app:1');
  expect(options.baseline).toEqual({ from: 'registry.example/app:1' });
});

test('advisories are those of the base; elsewhere they are what they are', async () => {
  const { options } = await named('--advisories', at('adv'));
  expect(text(join(options.advisories ?? '', 'a.json'))).toBe('{"of":"main"}');
  expect((await named('--advisories', at('more'))).options.advisories).toBeUndefined();
  const remote = `ghcr.io/acme/db@sha256:${'a'.repeat(64)}`;
  expect((await named('--advisories', remote)).options.advisories).toBe(remote);
});

test('what can only add findings is read from the change where the base has none', async () => {
  const { options } = await named('--import', at('old.json'), '--kev', at('new.json'));
  expect(text(options.externalReports[0])).toBe('{"of":"main"}');
  expect(options.kev).toBe(at('new.json'));
});

test.each(['--vex', '--import', '--kev', '--epss', '--advisories'])(
  'a file of %s that neither commit has is an error',
  async (option) => {
    await expect(named(option, at('nothing.json'))).rejects.toMatchObject({
      code: 'PSE1008',
      message: expect.stringMatching(/nothing\.json: there is no such file/),
    });
  },
);

test.each(['--vex', '--import', '--kev', '--epss'])('%s does not name a folder', async (option) => {
  await expect(named(option, at('adv'))).rejects.toMatchObject({
    code: 'PSE1008',
    message: expect.stringMatching(/adv: it is a folder/),
  });
});

test('a file that the pull request deletes is that of the base', async () => {
  rmSync(at('old.json'));
  git('commit', '-aqm', 'x');
  expect((await named('--vex', at('old.json'))).options.vex).toEqual([
    { name: at('old.json'), text: '{"of":"main"}' },
  ]);
});

test('the result is incomplete where the base version cannot be read: what suppresses is left out, the rest is kept', async () => {
  const blob = git('rev-parse', 'main:old.json').toString().trim();
  rmSync(at(`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`));
  const { options, inspection } = await named('--vex', at('old.json'), '--kev', at('old.json'));
  expect(options.vex).toEqual([]);
  expect(options.kev).toBe(at('old.json'));
  expect(inspection.incomplete).not.toEqual([]);
  for (const one of inspection.incomplete)
    expect(one).toEqual({ check: 'policy', target: at('old.json'), reason: expect.any(String) });
});
