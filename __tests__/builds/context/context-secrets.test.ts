import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { guessBuildContext } from '../../../src/builds/context/build-context.js';
import { contextSecrets } from '../../../src/builds/context/context-secrets.js';
import { isGap } from '../../../src/core/coverage.js';
import type { Inspection } from '../../../src/core/report.js';
import { contextCopies, contextPaths } from '../../../src/dockerfile/context-copies.js';
import { parseDockerfile } from '../../../src/dockerfile/parser/parse.js';

const gaps = ({ coverage = [] }: Inspection) => coverage.filter(isGap);
const token = `ghp${'_'}Zq3mB7xKc9Lw2Vn5Rt8Yp1Hd4Gf6Js0aUeIo`;
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-context-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function usesOf(path: string, text: string) {
  const dockerfile = parseDockerfile(path, text);
  const context = guessBuildContext(root, path, contextPaths(dockerfile));
  return [{ dockerfile: path, context, copies: contextCopies(dockerfile) }];
}

async function places(
  dockerfile: string,
  files: Readonly<Record<string, string | Buffer>>,
  at = 'Dockerfile',
) {
  for (const [path, text] of Object.entries({ [at]: dockerfile, ...files })) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { findings } = await contextSecrets(root, usesOf(at, dockerfile));
  return findings.map(({ location, related }) => [
    `${location?.path}:${location?.startLine}`,
    related?.[0]?.location.startLine,
  ]);
}

it('finds a secret in what COPY takes in, and names the COPY', async () => {
  const found = await places('FROM scratch\nCOPY --chown=1 src conf.env /app/\n', {
    'src/deep/a.cfg': `\nx=${token}`,
    'conf.env': `T=${token}`,
    'other/b.cfg': `x=${token}`,
  });
  expect(found).toEqual([
    ['src/deep/a.cfg:2', 2],
    ['conf.env:1', 2],
  ]);
});

it('finds a secret in UTF-16 text with a byte order mark, as PowerShell writes it', async () => {
  const text = Buffer.from(`\ufeffA=1\r\nT=${token}\r\n`, 'utf16le');
  const found = await places('FROM scratch\nCOPY little.env big.env /app/\n', {
    'little.env': text,
    'big.env': Buffer.from(text).swap16(),
  });
  expect(found).toEqual([
    ['little.env:2', 2],
    ['big.env:2', 2],
  ]);
});

it('is incomplete where look-alikes fill a file', async () => {
  const lookAlikes = Array.from({ length: 1_200 }, (_, i) => `${token.slice(0, -4)}${i + 1_000}`);
  writeFileSync(join(root, 'tokens.env'), lookAlikes.join('\n'));
  const dockerfile = 'FROM scratch\nCOPY tokens.env /\n';
  const result = await contextSecrets(root, usesOf('Dockerfile', dockerfile));
  expect(result.findings).toHaveLength(1_000);
  expect(result.findings.at(-1)?.location).toMatchObject({
    startColumn: 1,
    endColumn: token.length + 1,
  });
  expect(gaps(result)).toMatchObject([{ state: 'partial', target: 'tokens.env' }]);
});

it('leaves out what .dockerignore does, links, and stages', async () => {
  writeFileSync(join(root, 'outside'), token);
  mkdirSync(join(root, 'src'));
  symlinkSync('/etc', join(root, 'src/etc'));
  const found = await places('FROM scratch AS a\nCOPY . /\nFROM scratch\nCOPY --from=a / /\n', {
    '.dockerignore': '*\n',
    'src/a.cfg': token,
  });
  expect(found).toEqual([]);
});

it('is incomplete where the patterns of .dockerignore take too long', async () => {
  const dockerfile = 'FROM scratch\nCOPY src /\n';
  mkdirSync(join(root, 'src/server'), { recursive: true });
  writeFileSync(join(root, 'Dockerfile'), dockerfile);
  writeFileSync(join(root, '.dockerignore'), '**/*s*/**/*e*r*/**/x\n'.repeat(10_000));
  for (let i = 0; i < 500; i++) writeFileSync(join(root, `src/server/s.users.${i}`), '');
  const result = await contextSecrets(root, usesOf('Dockerfile', dockerfile));
  expect(gaps(result)).toMatchObject([
    { check: 'secret', target: 'Dockerfile', reason: expect.stringContaining('.dockerignore') },
  ]);
}, 30_000);

it('takes the folder for the context that has what the Dockerfile copies', async () => {
  const found = await places(
    'FROM scratch\nCOPY docker/web/start /start\nCOPY requirements.txt /\nCOPY . /app\n',
    {
      'docker/web/start': '',
      'requirements.txt': '',
      '.envs/production': `T=${token}`,
      'docs/token.cfg': token,
      '.dockerignore': 'docs\n',
    },
    'docker/web/Dockerfile',
  );
  expect(found).toEqual([['.envs/production:1', 4]]);
});

it('follows a folder that the last stage copies whole, and no other', async () => {
  const build = 'FROM scratch AS base\nWORKDIR /app\nFROM base AS build\nCOPY . .\n';
  const files = { 'a.cfg': token };
  const from = (source: string) => `${build}FROM scratch\nCOPY --from=build ${source} /srv\n`;
  expect(await places(from('/app'), files)).toEqual([['a.cfg:1', 4]]);
  expect(await places(from('/'), files)).toEqual([['a.cfg:1', 4]]);
  expect(await places(from('/app/dist'), files)).toEqual([]);
  expect(await places(from('/ap'), files)).toEqual([]);
  const twice = 'FROM scratch AS last\nCOPY --from=build /app /out/app\nFROM scratch\n';
  expect(await places(`${build}${twice}COPY --from=last /out /\n`, files)).toEqual([
    ['a.cfg:1', 4],
  ]);
});

it('finds a secret in the Dockerfile itself', async () => {
  expect(await places(`FROM scratch\nCOPY <<EOF /etc/x\n${token}\nEOF\n`, {})).toEqual([
    ['Dockerfile:3', undefined],
  ]);
});

it('finds a secret in a Dockerfile that is larger than copied files may be', async () => {
  const dockerfile = `FROM scratch\n${'# x\n'.repeat(300_000)}ENV T=${token}\n`;
  expect(await places(dockerfile, {})).toEqual([['Dockerfile:300002', undefined]]);
});

it.each(['COPY ../x /', 'COPY missing /', 'ADD https://a.test/x /', 'COPY ["a b", "/"]'])(
  'reads nothing for %s',
  async (line) => {
    expect(await places(`FROM scratch\n${line}\n`, {})).toEqual([]);
  },
);

it('is partial when more files are copied than are searched', async () => {
  mkdirSync(join(root, 'src'));
  for (let i = 0; i < 300; i++) writeFileSync(join(root, `src/${i}.png`), '');
  const look = (dockerfile: string) => contextSecrets(root, usesOf('Dockerfile', dockerfile));
  expect(gaps(await look('FROM scratch\nCOPY src /\n'))).toEqual([]);
  expect(gaps(await look(`FROM scratch\n${'COPY src /\n'.repeat(70)}`))).toMatchObject([
    {
      check: 'secret',
      state: 'partial',
      reason: expect.stringContaining('only the first of them'),
    },
  ]);
});

it('names a folder that cannot be listed, and searches the others', async () => {
  const deep = Array(40).fill('d').join('/');
  await places('FROM scratch\nCOPY . /\n', { [`a/${deep}/x.cfg`]: token, 'b/y.cfg': token });
  const uses = usesOf('Dockerfile', 'FROM scratch\nCOPY . /\n');
  const result = await contextSecrets(root, uses);
  expect(result.findings.map(({ location }) => location?.path)).toEqual(['b/y.cfg']);
  expect(gaps(result)).toEqual([
    {
      check: 'secret',
      target: expect.stringMatching(/^a\/d\/d\//),
      state: 'not-covered',
      reason: expect.stringContaining('cannot be listed'),
    },
  ]);
});

it('searches large files completely, and skips binary ones', async () => {
  const filler = `${'a line of data\n'.repeat(80_000)}`;
  const found = await places('FROM scratch\nCOPY . /\n', {
    'large.env': `${filler}T=${token}`,
    binary: `\0${filler}T=${token}`,
  });
  expect(found).toEqual([['large.env:80001', 2]]);
});

it('is incomplete where a copied file is too large', async () => {
  writeFileSync(join(root, 'huge.env'), '');
  truncateSync(join(root, 'huge.env'), 101 << 20);
  const uses = usesOf('Dockerfile', 'FROM scratch\nCOPY . /\n');
  expect(gaps(await contextSecrets(root, uses))).toEqual([]);
  writeFileSync(join(root, 'huge.env'), 'x'.repeat(10_000));
  truncateSync(join(root, 'huge.env'), 101 << 20);
  expect(gaps(await contextSecrets(root, uses))).toMatchObject([
    { check: 'secret', target: 'huge.env', reason: expect.stringContaining('larger than 100 MiB') },
  ]);
});

it.each([
  ['a pattern', 'COPY c*/*.env /', ['conf/a.env']],
  ['a class', 'COPY con[e-g]/?.env /', ['conf/a.env']],
  ['a variable without a value in a path', 'ARG S\nCOPY conf/$S /', ['conf/a.env', 'conf/x/b.env']],
  ['a variable for several folders', 'ARG S\nCOPY $S/b.env /', ['conf/x/b.env']],
  ['the platform', 'ARG TARGETPLATFORM\nCOPY $TARGETPLATFORM/a.env /', ['conf/a.env']],
  ['a default', 'ARG D=conf\nCOPY $D /', ['conf/a.env', 'conf/x/b.env']],
  [
    'a bind mount that is copied',
    'RUN --mount=type=bind,target=/s cp -r /s /app',
    ['conf/a.env', 'conf/x/b.env'],
  ],
  ['a bind mount that is only read', 'RUN --mount=type=bind,source=conf,target=/s make -C /s', []],
])('%s: %s', async (_, text, expected) => {
  const found = await places(`FROM scratch\n${text}\n`, {
    'conf/a.env': `T=${token}`,
    'conf/x/b.env': `T=${token}`,
  });
  expect(found.map(([place]) => String(place).split(':')[0])).toEqual(expected);
});

it('is incomplete where a source is a variable without a value', async () => {
  const uses = usesOf('Dockerfile', 'FROM scratch\nARG D\nCOPY $D /\n');
  expect(gaps(await contextSecrets(root, uses))).toMatchObject([
    { target: 'Dockerfile', state: 'partial', reason: expect.stringContaining('line 3 copies $D') },
  ]);
});
