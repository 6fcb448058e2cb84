import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { terminalHost } from '../../../src/cli/terminal.js';
import { discover } from '../../../src/discover/discover.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { fixFiles } from '../../../src/remedy/fix/fixes.js';
import { asNobody, readable } from '../../check/as-nobody.js';
import { UNUSUAL } from '../../dockerfile/corpus.js';
import { NOW } from '../../now.js';

const FIXABLE = 'FROM debian:12\nMAINTAINER a@b.c\n';
let root = '';
beforeEach(() => {
  // Not in TMPDIR, which may be closed to the user who is refused below.
  root = mkdtempSync(join(tmpdir(), 'portside-fixes-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function fix(paths: readonly string[], words: readonly string[] = ['--fix']) {
  const settings = readOptions('lint', words, readEnvironment({}), new Date('2026-11-24'));
  const stderr = new PassThrough() as unknown as NodeJS.WriteStream;
  const host = terminalHost({ quiet: true, path: '', stderr });
  return fixFiles(root, { dockerfiles: paths }, settings, host);
}

it('writes the fixes and counts what was written', async () => {
  writeFileSync(join(root, 'Dockerfile'), FIXABLE);
  expect(await fix(['Dockerfile'])).toMatchObject({ files: 1 });
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).not.toContain('MAINTAINER');
});

it('leaves out what cannot be read, for the report says so', async () => {
  writeFileSync(join(root, 'Dockerfile'), FIXABLE);
  expect(await fix(['missing', 'Dockerfile'])).toMatchObject({ files: 1 });
});

it('shows the edits and writes nothing with --dry-run', async () => {
  writeFileSync(join(root, 'Dockerfile'), FIXABLE);
  const { diff } = await fix(['Dockerfile'], ['--fix', '--dry-run']);
  expect(diff).toContain('-MAINTAINER');
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe(FIXABLE);
});

/** The text after a unified diff of it is applied, as patch(1) does. */
function patched(text: string, diff: string): string {
  const lines = text.split(/(?<=\n)/);
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split(/(?<=\n)/).slice(2)) {
    const start = /^@@ -(\d+)/.exec(line)?.[1];
    if (start !== undefined) while (at < Number(start) - 1) result.push(lines[at++] ?? '');
    else if (line.startsWith('+')) result.push(line.slice(1));
    else if (line.startsWith('\\')) result.push((result.pop() ?? '').replace(/\n$/, ''));
    else if (lines[at++]?.trimEnd() === line.slice(1).trimEnd()) {
      if (line.startsWith(' ')) result.push(line.slice(1));
    } else throw new Error(`The diff does not apply at ${line}`);
  }
  return [...result, ...lines.slice(at)].join('');
}

it.each(UNUSUAL.map((text, index) => [index, text] as const))(
  'shows with --dry-run exactly the edits that --fix makes: unusual file %d',
  async (_, text) => {
    writeFileSync(join(root, 'Dockerfile'), text);
    const shown = await fix(['Dockerfile'], ['--fix', '--dry-run']);
    const made = await fix(['Dockerfile']);
    const fixed = readFileSync(join(root, 'Dockerfile'), 'utf8');
    expect(shown).toEqual(made);
    expect(shown.diff === '' ? text : patched(text, shown.diff)).toBe(fixed);
  },
);

it.each(['--fix', '--fix --dry-run'])(
  'leaves manifests as they are, for a person has to decide: %s',
  async (words) => {
    const compose = 'services:\n  web:\n    image: a:1\n    privileged: true\n';
    writeFileSync(join(root, 'compose.yaml'), compose);
    const settings = readOptions('lint', words.split(' '), readEnvironment({}), NOW);
    const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
    const found = await discover(root);
    expect(found.manifests).toHaveLength(1);
    expect(await fixFiles(root, found, settings, host)).toEqual({ files: 0, applied: 0, diff: '' });
    expect(readFileSync(join(root, 'compose.yaml'), 'utf8')).toBe(compose);
  },
);

it.each([
  ['a template', 'Dockerfile.j2', FIXABLE],
  ['a template by its content', 'Dockerfile', 'FROM alpine:{{ v }} as b\nMAINTAINER a@b.c\n'],
  ['a file with a parse error', 'Dockerfile', 'FROM a:1 as b\ncargo build\nMAINTAINER a@b.c\n'],
])('never edits %s', async (_what, path, text) => {
  writeFileSync(join(root, path), text);
  expect(await fix([path])).toEqual({ files: 0, applied: 0, diff: '' });
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

it('fails for a file that may not be written', async () => {
  readable(() => writeFileSync(join(root, 'Dockerfile'), FIXABLE, { mode: 0o444 }));
  // Its owner may replace it in a folder that may be written.
  chmodSync(root, 0o555);
  await expect(asNobody(() => fix(['Dockerfile']))).rejects.toThrow(
    /^Cannot write the fixes of Dockerfile: .*EACCES.*--dry-run/,
  );
  chmodSync(root, 0o755);
});

it.each([
  ['joins no RUN, which may need a new shell', 'RUN install-nvm\nRUN nvm install 22\n'],
  ['removes no sudo, which sets PATH', 'USER root\nRUN sudo tool\n'],
  ['gives no variable another value', 'ENV A=2 B=$A\n'],
  ['makes no build depend on its lock file', 'COPY package-lock.json ./\nRUN npm install\n'],
])('%s', async (_, lines) => {
  const text = `FROM debian:12\n${lines}`;
  writeFileSync(join(root, 'Dockerfile'), text);
  await fix(['Dockerfile']);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe(text);
});

/** With `yum clean all` or another command at their end, these fail in an image without the program. */
const CONDITIONAL = [
  'yum install -y x || apt-get install -y x',
  '(which yum && yum install -y x) || true',
  'which yum && yum install -y x || true',
  'if command -v yum; then yum install -y x; fi',
  'yum install -y x & wait',
  'yum install -y x; true',
  'set +e; yum install -y x; true',
  'set -e; yum install -y x && a; true',
  '(set -e); yum install -y x; true',
  '(yum install -y x; true)',
  'for p in a b; do yum install -y $p; done; true',
  'f() { yum install -y x; }; true',
  'yum install -y x | tee log',
  '! yum install -y x',
  'sh -c "yum install -y x"',
  'dnf install -y x || true',
  'microdnf install -y x || true',
  'zypper -n install x || true',
  'sudo zypper -n install x',
  'yarn install || true',
  'pacman -S --noconfirm x || true',
  'conda install -y x || true',
  '(apt-get update && apt-get install -y x) || true',
];

it.each(CONDITIONAL)('appends no command where its program may not be run: %s', async (script) => {
  const text = `FROM example/base:1\nRUN ${script}\n`;
  writeFileSync(join(root, 'Dockerfile'), text);
  await fix(['Dockerfile']);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe(text);
});

it.each([
  ['yum install -y x', 'yum clean all'],
  ['a; b || true; yum install -y x && b', 'yum clean all'],
  ['set -eux; yum install -y x; b || true', 'yum clean all'],
  ['yes | yum install -y x && (b || true)', 'yum clean all'],
  ['(which yum && yum install -y a) || true && true; yum install -y x', 'yum clean all'],
  ['apt-get update; apt-get install -y x', 'rm -rf /var/lib/apt/lists/*'],
  ['micromamba install -y x', 'micromamba clean -afy'],
])('appends a command after one that every build runs: %s', async (script, command) => {
  writeFileSync(join(root, 'Dockerfile'), `FROM example/base:1\nRUN ${script}\n`);
  await fix(['Dockerfile']);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toContain(` && ${command}\n`);
});

it.each([
  'data',
  'data.dat',
  '$SRC',
  '$SRC.txt',
  'ar?hive',
  '*.txt',
  'file[12].txt',
  'dist',
  'app.TAR.GZ',
  'app.tar.lz4',
  'http*://x.txt',
  'app.txt data',
])('does not replace ADD, which may extract it: %s', async (sources) => {
  const text = `FROM example/base:1\nARG SRC=app.tar.gz\nADD ${sources} /opt/\n`;
  writeFileSync(join(root, 'Dockerfile'), text);
  await fix(['Dockerfile']);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe(text);
});

it.each(['app.js', 'a/b.conf config.YAML', './app.env', '.env', '"app.txt"'])(
  'replaces ADD of text files: %s',
  async (sources) => {
    writeFileSync(join(root, 'Dockerfile'), `FROM example/base:1\nADD ${sources} /opt/\n`);
    await fix(['Dockerfile']);
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toContain(`COPY ${sources} /opt/`);
  },
);

it('adds no option of GNU wget where apt-get may not be run', async () => {
  const text = 'FROM example/base:1\nRUN which apt-get && apt-get update || true\nRUN wget a.b/c\n';
  writeFileSync(join(root, 'Dockerfile'), text);
  await fix(['Dockerfile']);
  expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toBe(text);
});
