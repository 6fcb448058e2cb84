import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import { baseConfiguration } from '../../src/configuration/base.js';
import type { Configuration } from '../../src/configuration/configuration.js';
import { configurationOf } from '../../src/configuration/find.js';
import { gitTree } from '../../src/configuration/git-tree.js';
import { advisoriesOf } from '../../src/inspect/images.js';
import { governingPolicy } from '../../src/policy-file.js';
import { terminalHost } from '../../src/terminal.js';

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
const POLICY = '.github/portside.yml';
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-base-'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', ['-C', root, ...identity, ...args], { encoding: 'utf8' });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'base');
}

const ofMain = (folder = root): Promise<Configuration> =>
  configurationOf(folder, { baseRef: 'main' }, host);

describe('the files of a revision', () => {
  it('are read as it has them, whatever the checkout has', async () => {
    commit({ 'a.yml': 'base\n', 'same.yml': 'same\n', 'gone.yml': 'gone\n' });
    write('a.yml', 'head\n');
    write('new.yml', 'new\n');
    rmSync(join(root, 'gone.yml'));
    const files = await ofMain();
    const texts = await Promise.all(
      ['a.yml', 'same.yml', 'gone.yml', 'new.yml', 'never.yml'].map((path) => files.read(path)),
    );
    expect(texts).toEqual(['base\n', 'same\n', 'gone\n', undefined, undefined]);
    expect(files.changed()).toEqual(['a.yml', 'gone.yml', 'new.yml']);
    expect(files.origin).toBe('main');
  });

  it('are those below a folder of the repository', async () => {
    commit({ 'sub/a.yml': 'sub\n', 'a.yml': 'top\n' });
    const files = await ofMain(join(root, 'sub'));
    expect(await files.read('a.yml')).toBe('sub\n');
  });

  it('leave out what is above the root, and folders', async () => {
    commit({ 'sub/a.yml': 'sub\n' });
    const files = await ofMain();
    expect(await files.read('../a.yml')).toBeUndefined();
    expect(await files.read('/etc/passwd')).toBeUndefined();
    expect(await files.read('sub')).toBeUndefined();
  });

  it('are no links', async () => {
    symlinkSync('/etc/passwd', join(root, 'link.yml'));
    commit({});
    await expect((await ofMain()).read('link.yml')).rejects.toThrow(
      'link.yml of main: it is a link',
    );
  });

  test.each(['nothing', '--help', 'main:a', 'HEAD~9'])(
    'need a revision: %s is none',
    async (name) => {
      commit({});
      await expect(configurationOf(root, { baseRef: name }, host)).rejects.toThrow(
        `Cannot read the policy of ${name}`,
      );
    },
  );
});

describe('the policy in force', () => {
  const governing = async () => governingPolicy(root, await ofMain(), {});

  it('is that of the base, and what the change proposes is beside it', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    write(POLICY, 'extends: audit\n');
    const { policy, proposed, inspection } = await governing();
    expect(policy.failOn.severity).toBe('low');
    expect(proposed?.failOn.severity).toBe('none');
    expect(inspection.findings).toEqual([]);
  });

  it('is the built-in one where the base has none', async () => {
    commit({});
    write(POLICY, 'extends: audit\n');
    const { policy, proposed } = await governing();
    expect(policy.path).toBeUndefined();
    expect(proposed?.path).toBe(POLICY);
  });

  it('stays when the change deletes it', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    rmSync(join(root, POLICY));
    const { policy, proposed } = await governing();
    expect([policy.failOn.severity, proposed?.failOn.severity]).toEqual(['low', 'high']);
  });

  it('stays when the change breaks it, which is a finding on the line', async () => {
    commit({ [POLICY]: 'fail-on: { severity: low }\n' });
    write(POLICY, '\nfail-onn: {}\n');
    const { policy, inspection } = await governing();
    expect(policy.failOn.severity).toBe('low');
    expect(inspection.findings.map((f) => [f.rule, f.location?.startLine])).toEqual([
      ['PSP001', 2],
    ]);
  });

  it('is the built-in one, and the result incomplete, where that of the base cannot be read', async () => {
    commit({ [POLICY]: 'fail-onn: {}\n' });
    write(POLICY, 'extends: audit\n');
    const { policy, proposed, inspection } = await governing();
    expect([policy.failOn.severity, proposed]).toEqual(['high', undefined]);
    expect(inspection.incomplete[0]?.reason).toContain('The built-in policy judged instead');
  });

  it('never comes from the change when the base cannot be asked', async () => {
    write(POLICY, 'extends: audit\n');
    const mute = baseConfiguration(root, {
      name: 'main',
      find: async () => {
        throw new Error('no answer');
      },
      read: async () => '',
    });
    await expect(governingPolicy(root, mute, {})).rejects.toThrow('no answer');
  });

  it('has the keys of the base too', async () => {
    const trust = 'trust: [{ images: a, signed-by: { key: keys/a.pub }, trusted-root: r.json }]\n';
    commit({ [POLICY]: trust, 'keys/a.pub': 'the key\n', 'r.json': 'root\n' });
    write('keys/a.pub', 'another key\n');
    const files = await ofMain();
    const { policy } = await governingPolicy(root, files, {});
    expect(policy.trust[0]?.signedBy).toEqual([{ key: 'keys/a.pub', pem: 'the key\n' }]);
    expect(policy.trust[0]?.trustedRootText).toBe('root\n');
    expect(files.changed()).toEqual(['keys/a.pub']);
  });

  it('has the VEX documents of the base too: a change cannot suppress what it brings', async () => {
    commit({ [POLICY]: 'advisories: { vex: [vex.json] }\n', 'vex.json': '{"of":"main"}' });
    write('vex.json', '{"of":"the change"}');
    const { policy } = await governingPolicy(root, await ofMain(), {});
    expect(advisoriesOf(root, policy, { vex: ['own.json'] }).vex).toEqual([
      'own.json',
      { name: relative('', join(root, 'vex.json')), text: '{"of":"main"}' },
    ]);
  });

  it('is incomplete when it names a key that the base does not have', async () => {
    commit({ [POLICY]: 'trust: [{ images: a, signed-by: { key: a.pub } }]\n' });
    write('a.pub', 'mine\n');
    const { policy, inspection } = await governing();
    expect(policy.path).toBeUndefined();
    expect(inspection.incomplete[0]?.reason).toContain('There is no a.pub in main');
  });

  it('is a file that was named, of the base if it is in the repository', async () => {
    commit({ 'strict.yml': 'extends: strict\n' });
    write('strict.yml', 'extends: audit\n');
    const named = { policy: join(root, 'strict.yml') };
    const { policy } = await governingPolicy(root, await ofMain(), named);
    expect(policy.failOn.severity).toBe('medium');
  });

  it('has what Trivy’s ignore file of the base accepts', async () => {
    commit({ [POLICY]: '', '.trivyignore': 'CVE-1\n' });
    write('.trivyignore', 'CVE-1\nCVE-2\n');
    const { policy, proposed } = await governing();
    expect(policy.exceptions.map(({ rule }) => rule)).toEqual(['CVE-1']);
    expect(proposed?.exceptions.map(({ rule }) => rule)).toEqual(['CVE-1', 'CVE-2']);
  });

  it('is the checkout’s where no base is known', async () => {
    write(POLICY, 'extends: audit\n');
    const { policy } = await governingPolicy(root, await configurationOf(root, {}, host), {});
    expect(policy.failOn.severity).toBe('none');
  });
});

test('without Git there is no tree', async () => {
  expect(await gitTree(root, 'main', { ...host, find: async () => undefined })).toBeUndefined();
});
