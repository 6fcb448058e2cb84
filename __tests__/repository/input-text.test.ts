import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { evaluate } from '../../src/check/evaluate.js';
import { readOptions } from '../../src/options/read-options.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';
import { checkoutFiles } from '../../src/repository/base-branch-files.js';
import { readInputText } from '../../src/repository/input-text.js';
import { NOW } from '../now.js';

let folder: string;
let root: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-files-'));
  root = join(folder, 'repository');
  mkdirSync(root);
  writeFileSync(join(folder, 'credentials'), 'FROM scratch');
  writeFileSync(join(root, 'file'), 'FROM busybox');
  symlinkSync('../credentials', join(root, 'Dockerfile'));
  symlinkSync('file', join(root, 'Containerfile'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('reads no file through a link that leads out of the repository', async () => {
  await expect(readInputText(root, 'Dockerfile')).rejects.toMatchObject({
    kind: 'incomplete',
    message: expect.stringContaining('leads out of the repository'),
  });
  await expect(checkoutFiles(root).read('Dockerfile')).rejects.toThrow(/leads out/);
});

it('reads links inside, and what its user names outside', async () => {
  expect(await readInputText(root, 'Containerfile')).toBe('FROM busybox');
  expect(await readInputText(root, '../credentials')).toBe('FROM scratch');
  expect(await checkoutFiles(root).read('Containerfile')).toBe('FROM busybox');
});

it.each([
  ['a Dockerfile', 'readInputText', Buffer.from('FROM a\n'), 'FROM a\n'],
  ['a manifest in UTF-8', 'readInputManifest', Buffer.from('kind: Pod\n'), 'kind: Pod\n'],
  [
    'a manifest in UTF-16',
    'readInputManifest',
    Buffer.from('\uFEFFkind: Pod\n', 'utf16le'),
    '\uFEFFkind: Pod\n',
  ],
])('reads %s from standard input, as often as it is asked', (_, name, input, expected) => {
  const module = new URL('../../src/repository/input-text.ts', import.meta.url);
  const script = `import { ${name} as read } from '${module}';
    console.log(JSON.stringify([await read('.', '-'), await read('.', '-')]));`;
  const register = new URL('../../scripts/jest/register.mjs', import.meta.url).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', register, '--input-type=module', '--eval', script],
    { input, encoding: 'utf8' },
  );
  expect([stdout, stderr]).toEqual([`${JSON.stringify([expected, expected])}\n`, '']);
});

it('says what there is instead of a file', async () => {
  execFileSync('mkfifo', [join(root, 'fifo')]);
  mkdirSync(join(root, 'folder'));
  await expect(readInputText(root, 'fifo')).rejects.toThrow('Cannot read fifo: it is a FIFO');
  await expect(readInputText(root, 'folder')).rejects.toThrow('it is a folder');
  await expect(readInputText(root, 'nowhere')).rejects.toThrow('there is no such file');
});

it('shows no source line through such a link', () => {
  const settings = readOptions('check', [], { path: '', noColor: true }, NOW);
  const nothing = { targets: [], packages: [], findings: [], incomplete: [], notes: [] };
  const { context } = evaluate({
    root,
    inspection: nothing,
    policy: DEFAULT_POLICY,
    options: settings,
    rules: new Map(),
    redact: undefined,
    started: NOW,
  });
  expect(context.source?.('Containerfile')).toBe('FROM busybox');
  expect(context.source?.('Dockerfile')).toBeUndefined();
});
