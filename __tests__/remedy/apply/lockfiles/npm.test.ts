import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findProgram, runProgram } from '../../../../src/lib/process.js';
import { createTemporaryFolder, type TemporaryFolder } from '../../../../src/lib/run-resources.js';
import type {
  LockfileEntry,
  ManagerContext,
} from '../../../../src/remedy/apply/lockfiles/manager.js';
import { npm } from '../../../../src/remedy/apply/lockfiles/npm.js';

/** A program that stands in for npm: a script of Node in the only folder of PATH. */
let bin: TemporaryFolder;
beforeEach(() => {
  bin = createTemporaryFolder('portside-npm-');
});
afterEach(() => bin.remove());

const CHANGE: LockfileEntry = {
  kind: 'locked-package',
  path: 'app/package-lock.json',
  manager: 'npm',
  name: 'a',
  from: '1.0.0',
  to: '1.0.1',
  command: [],
  runsProjectCode: false,
};

const entry = (version: string, more: object = {}) => ({
  version,
  resolved: `https://registry.example/${version}.tgz`,
  integrity: `sha512-${version}`,
  ...more,
});

const lockOf = (packages: object, lockfileVersion = 3) =>
  `${JSON.stringify({ name: 'app', lockfileVersion, packages: { '': {}, ...packages } }, null, 2)}\n`;

const NAMED = '{"dependencies":{"a":"^1.0.0"}}';
const LOCK = lockOf({
  'node_modules/a': entry('1.0.0', { dependencies: { b: '*' } }),
  'node_modules/b': entry('1.0.0'),
  'node_modules/c': entry('1.0.0'),
});
const RAISED = LOCK.replace(/(?<="node_modules\/a": \{\s+"version": )"1.0.0"/, '"1.0.1"');

function raise(
  script: string,
  files: Readonly<Record<string, string>> = {},
  options: Partial<ManagerContext> & { change?: Partial<LockfileEntry> } = {},
) {
  writeFileSync(join(bin.path, 'npm'), `#!${process.execPath}\n${script}`);
  chmodSync(join(bin.path, 'npm'), 0o755);
  const all = new Map(
    Object.entries({ 'app/package-lock.json': LOCK, 'app/package.json': NAMED, ...files }),
  );
  return npm.raise(
    { ...CHANGE, ...options.change },
    {
      host: { find: (name) => findProgram(name, bin.path), run: runProgram },
      text: (path) => all.get(path),
      files: [],
      variable: (name) => ({ PATH: bin.path, GITHUB_TOKEN: 'secret' })[name],
      timeout: 20_000,
      override: (text) => text.replace('{', '{"overrides":{"a":"1.0.1"},'),
      ...options,
    },
  );
}

/** A script that replaces the lockfile. */
const writes = (lock: string) =>
  `require('node:fs').writeFileSync('package-lock.json', ${JSON.stringify(lock)})`;

describe('a package that package.json names', () => {
  it('is raised by npm without scripts, in a copy, and without the variables of Portside', async () => {
    const seen = join(bin.path, 'seen.json');
    const script = `${writes(RAISED)}
require('node:fs').writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() }))`;
    expect(await raise(script)).toEqual(new Map([['app/package-lock.json', RAISED]]));
    const { argv, env, cwd } = JSON.parse(readFileSync(seen, 'utf8'));
    expect(argv).toEqual(
      expect.arrayContaining(['install', '--package-lock-only', '--ignore-scripts']),
    );
    expect(argv.slice(-2)).toEqual(['--', 'a@1.0.1']);
    expect(cwd).toContain('portside-fix-');
    expect(Object.keys(env)).not.toContain('GITHUB_TOKEN');
  });
});

describe('a workspace', () => {
  const withKey = (key: string) =>
    raise(writes(RAISED), {
      'app/package-lock.json': lockOf({ ...JSON.parse(LOCK).packages, [key]: entry('1.0.0') }),
      [`app/${key}/package.json`]: NAMED,
    });

  it.each(['packages/x', 'xnode_modules/x', 'node_modules.old/x'])(
    'in %s that names the package is said',
    async (key) => {
      await expect(withKey(key)).rejects.toThrow(`${key}/package.json names a: raise it there`);
    },
  );

  it.each(['node_modules/x', 'packages/y/node_modules/x'])('is not %s', async (key) => {
    await expect(withKey(key)).rejects.not.toThrow('raise it there');
  });
});

describe('package.json', () => {
  const written = (manifest: object) =>
    `${writes(RAISED)};require('node:fs').writeFileSync('package.json', ${JSON.stringify(JSON.stringify(manifest, null, 2))})`;

  it('keeps its layout, its order and the ends of its lines when npm raises an entry', async () => {
    const own =
      '{\r\n\t"files": ["x", "\\u00e9"],\r\n\t"dependencies": {"z": "file:z", "a" : "^1.0.0"}\r\n}\r\n';
    const manifest = { files: ['x', 'é'], dependencies: { a: '^1.0.1', z: 'file:z' } };
    const raised = await raise(written(manifest), { 'app/package.json': own });
    expect(raised.get('app/package.json')).toBe(own.replace('"^1.0.0"', '"^1.0.1"'));
  });

  it('is not changed if npm moves the entry', async () => {
    const manifest = { devDependencies: { a: '^1.0.1' } };
    await expect(raise(written(manifest))).rejects.toThrow(
      'npm would move the entry of a in package.json: change it by hand',
    );
  });
});

describe('a registry without encryption', () => {
  const argv = () => JSON.parse(readFileSync(join(bin.path, 'argv.json'), 'utf8')) as string[];
  const script = () =>
    `${writes(RAISED)};require('node:fs').writeFileSync(${JSON.stringify(join(bin.path, 'argv.json'))}, JSON.stringify(process.argv.slice(2)))`;

  it('is asked without the logins of the user', async () => {
    const files = {
      'app/.npmrc': 'registry=http://npm.corp/\n//other.example/:_authToken=abc\n',
    };
    await raise(script(), files);
    expect(
      argv().filter((one) => /^--(?:user|global)config=.*portside-fix-/.test(one)),
    ).toHaveLength(2);
  });

  it('on this machine gets the settings of the user', async () => {
    await raise(script(), { 'app/.npmrc': 'registry=http://127.0.0.1:4873/\n' });
    expect(argv().join(' ')).not.toContain('userconfig');
  });
});

describe('a package that other packages need', () => {
  const files = { 'app/package.json': '{"dependencies":{"c":"1.0.0"}}' };
  const install = (withoutOverride: string) => `
const fs = require('node:fs');
const { overrides } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
fs.writeFileSync('package-lock.json', overrides ? ${JSON.stringify(RAISED)} : ${withoutOverride});`;

  it('needs no override if they accept the new version', async () => {
    const script = install(`fs.readFileSync('package-lock.json', 'utf8')`);
    expect(await raise(script, files)).toEqual(new Map([['app/package-lock.json', RAISED]]));
  });

  it('keeps its override if they do not', async () => {
    expect(await raise(install(JSON.stringify(LOCK)), files)).toEqual(
      new Map([
        ['app/package-lock.json', RAISED],
        ['app/package.json', '{"overrides":{"a":"1.0.1"},"dependencies":{"c":"1.0.0"}}'],
      ]),
    );
  });

  const several = LOCK.replace(
    '"node_modules/c"',
    '"node_modules/c/node_modules/a": { "version": "2.0.0" },\n    "node_modules/c"',
  );

  it('keeps its other versions', async () => {
    const script = install(JSON.stringify(RAISED));
    await expect(raise(script, { ...files, 'app/package-lock.json': several })).rejects.toThrow(
      'it has several versions of a, and what needs 1.0.0 does not accept 1.0.1',
    );
  });

  it('is not raised if the version to raise is not clear', async () => {
    await expect(
      raise('', { ...files, 'app/package-lock.json': several }, { change: { from: undefined } }),
    ).rejects.toThrow('it has several versions of a');
  });

  it('is not raised over an override of the project', async () => {
    const own = { 'app/package.json': '{"overrides":{"a":"1.0.0"}}' };
    await expect(raise('', own)).rejects.toThrow('package.json overrides a already');
  });
});

describe('the lockfile stays as it is', () => {
  it.each([
    ['fails', 'console.error("E404 not found"); process.exit(1)', 'npm failed with status 1: E404'],
    ['changes nothing', '', 'npm wrote another lockfile: a 1.0.0 is still in node_modules/a'],
    ['writes no JSON', writes('{'), 'is not JSON'],
    [
      'removes the lockfile',
      `require('node:fs').rmSync('package-lock.json')`,
      'it left no package-lock.json',
    ],
  ])('if npm %s', async (_, script, message) => {
    await expect(raise(script)).rejects.toMatchObject({
      name: 'NotRaised',
      message: expect.stringContaining(message),
    });
  });

  it('and the message of npm shows no secret of its environment', async () => {
    const script = `console.error('404 https://me:pass@r.example/' + process.env.NPM_TOKEN + '/a'); process.exit(1)`;
    const variable = (name: string) => ({ PATH: bin.path, NPM_TOKEN: 'tok/en' })[name];
    await expect(raise(script, {}, { variable })).rejects.toThrow(
      /^npm failed with status 1: 404 https:\/\/(?!me:pass).*r\.example\/…\/a$/,
    );
  });

  describe('with a login that .npmrc names by a variable', () => {
    const files = { 'app/.npmrc': '//npm.corp/:_authToken=${' + 'CORP_TOKEN}' };
    const set = (name: string) => ({ PATH: bin.path, CORP_TOKEN: 'tok/en', OTHER: 'x' })[name];
    const trusted = { passesCredentials: true, variable: set };

    it('npm gets this variable in a run whose files are trusted, and messages do not have it', async () => {
      const script = `console.error(process.env.CORP_TOKEN + process.env.OTHER); process.exit(1)`;
      await expect(raise(script, files, trusted)).rejects.toThrow('status 1: …undefined');
    });

    it.each([
      [
        'the variable is not set',
        { ...trusted, variable: () => undefined },
        'CORP_TOKEN, which is not set',
      ],
      [
        'anybody may have written the file',
        { variable: set },
        'CORP_TOKEN, which Portside does not pass on',
      ],
    ])('it is not raised if %s', async (_, options, message) => {
      await expect(raise('', files, options)).rejects.toThrow(message);
    });

    it('it is not raised if the variable is in the address of a registry', async () => {
      const address = { 'app/.npmrc': 'registry=https://evil.example/${' + 'CORP_TOKEN}' };
      await expect(raise('', address, trusted)).rejects.toThrow('which Portside does not pass on');
    });
  });

  describe('with a registry that has a mirror', () => {
    const at = (host: string, version: string, more: object = {}) => ({
      ...{
        version,
        integrity: 'sha512-x',
        resolved: `https://${host}/a/-/a-${version}.tgz`,
        ...more,
      },
    });
    const old = lockOf({ 'node_modules/a': at('registry.npmjs.org', '1.0.0') });
    const lock = (packages: object) => writes(lockOf(packages));
    const files = { 'app/package-lock.json': old };

    it('the lockfile keeps its registry', async () => {
      const script = lock({ 'node_modules/a': at('nexus.corp/npm', '1.0.1') });
      const texts = await raise(script, files);
      const kept = lockOf({ 'node_modules/a': at('registry.npmjs.org', '1.0.1') });
      expect(texts.get('app/package-lock.json')).toBe(kept);
    });

    it.each([
      ['has no hash', at('nexus.corp', '1.0.1', { integrity: undefined })],
      [
        'has another name for its file',
        at('nexus.corp', '1.0.1', { resolved: 'https://nexus.corp/x.tgz' }),
      ],
    ])('it is not raised if the package %s', async (_, entry) => {
      await expect(raise(lock({ 'node_modules/a': entry }), files)).rejects.toThrow(
        'npm would write that a comes from nexus.corp, which is not in the lockfile',
      );
    });
  });

  it('if npm changes a package that the raised one does not need', async () => {
    const lock = RAISED.replace(/(?<="node_modules\/c": \{\s+"version": )"1.0.0"/, '"6.6.6"');
    await expect(raise(writes(lock))).rejects.toThrow('it changes c 6.6.6');
  });

  it('if npm drops a newer version of the package', async () => {
    const lock = LOCK.replace(
      '"node_modules/c"',
      '"node_modules/c/node_modules/a": { "version": "2.0.0" },\n    "node_modules/c"',
    );
    await expect(raise(writes(RAISED), { 'app/package-lock.json': lock })).rejects.toThrow(
      'it replaces a 2.0.0, which is newer than 1.0.1',
    );
  });

  it('but what the raised one needs may change too', async () => {
    const lock = RAISED.replace(/(?<="node_modules\/b": \{\s+"version": )"1.0.0"/, '"1.5.0"');
    expect((await raise(writes(lock))).get('app/package-lock.json')).toBe(lock);
  });

  it('if npm changes more of package.json', async () => {
    const script = `${writes(RAISED)}; require('node:fs').writeFileSync('package.json', '{"scripts":{"x":"y"}}')`;
    await expect(raise(script)).rejects.toThrow('npm would change more of package.json');
  });

  it('if npm does not end', async () => {
    const hang = raise('setInterval(() => {}, 1000)', {}, { timeout: 1_000 });
    await expect(hang).rejects.toThrow('it did not end within 1 s');
  });

  it('if npm is not installed', async () => {
    const host = { find: async () => undefined, run: runProgram };
    await expect(raise('', {}, { host })).rejects.toThrow('npm is not installed');
  });

  it.each([
    ['has an old format', { 'app/package-lock.json': lockOf({}, 1) }, 'has an old format'],
    ['lacks the package', { 'app/package-lock.json': lockOf({}) }, 'it has no a'],
    [
      'has no manifest',
      { 'app/package.json': undefined as unknown as string },
      'there is no app/package.json',
    ],
    ['has a setting that names a program', { 'app/.npmrc': 'git=./evil.sh' }, '.npmrc sets "git"'],
    ['hides a setting in a line', { 'app/.npmrc': 'registry=x\rgit=./evil.sh' }, 'sets "git"'],
    [
      'has a setting in quotation marks',
      { 'app/.npmrc': '"script-shell" = sh' },
      'sets "script-shell"',
    ],
    [
      'has a setting that sends a secret',
      { 'app/.npmrc': `//evil.example/:_authToken=\${AWS_SECRET}` },
      'the variable AWS_SECRET',
    ],
    [
      'hides a variable in an escape',
      { 'app/.npmrc': 'registry="https://evil.example/\\u0024{NPM_TOKEN}/"' },
      '.npmrc sets "registry" with quotation marks, escapes',
    ],
    [
      'hides the variable of a login in an escape',
      { 'app/.npmrc': '//evil.example/:_authToken="\\u0024{NPM_TOKEN}"' },
      'which npm may read as a variable',
    ],
    ['has single quotation marks', { 'app/.npmrc': "registry='x'" }, 'quotation marks'],
    ['escapes a character', { 'app/.npmrc': 'registry=x\\;y' }, 'escapes'],
    ['has half a variable', { 'app/.npmrc': 'registry=$' }, 'which npm may read as a variable'],
    ['has a line separator', { 'app/.npmrc': 'registry=x\u2028y' }, 'special characters'],
    ['has a section', { 'app/.npmrc': '[registry]' }, '.npmrc sets "[registry]"'],
    [
      'would send a login without encryption',
      { 'app/.npmrc': 'registry=http://npm.corp:8080/x/\n//npm.corp:8080/x/:_authToken=abc' },
      '.npmrc has a login for npm.corp:8080, and npm would send it there without encryption',
    ],
    [
      'has a login in an address without encryption',
      { 'app/.npmrc': '@corp:registry = http://me:secret@npm.corp/' },
      'without encryption',
    ],
    ['has a list', { 'app/.npmrc': 'registry[] = x' }, '.npmrc sets "registry[]"'],
    ['has a variable as a key', { 'app/.npmrc': '$' + '{A} = x' }, '.npmrc sets "$' + '{A}"'],
    [
      'has a workspace outside of the project',
      {
        'app/package-lock.json': LOCK.replace('"": {}', '"": {}, "../../etc": {}'),
        '../etc/package.json': '{}',
      },
      'there is no app/../../etc/package.json',
    ],
  ])('if the project %s', async (_, files, message) => {
    await expect(raise(writes(RAISED), files)).rejects.toMatchObject({
      name: 'NotRaised',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['--global', '1.0.1'],
    ['a', '1.0.1 --global'],
    ['a', 'https://evil.example/a.tgz'],
    ['../a', '1.0.1'],
  ])('if %s %s is not a package of the registry', async (name, to) => {
    await expect(raise('', {}, { change: { name, to } })).rejects.toThrow('is not a package');
  });
});
