import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { PortsideError } from '../../src/lib/errors.js';
import type { Tree } from '../../src/repository/tree.js';
import { type GitStory, gitStory } from '../baseline/git-story.js';
import { longName, tar } from '../image/build-tar.js';
import { zip } from '../inventory/build/zip.js';

const [ONE, TWO] = [`ghp_${'a1B2c3D4e5'.repeat(3)}f6G7h8`, `ghp_${'a1B2c3D4e5'.repeat(3)}1zdUHV`];
const KEY = `-----BEGIN EC ${'PRIVATE'} KEY-----\n${'MHcCAQEEIIGRxH5v2kQ9Zb7T'.repeat(4)}\n-----END EC ${'PRIVATE'} KEY-----\n`;

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const secrets = ({ findings }: Report) =>
  findings
    .filter(({ check, status }) => check === 'secret' && status !== 'fixed')
    .map(
      ({ rule, location, status }) => `${location?.path}:${location?.startLine} ${rule} ${status}`,
    )
    .sort();
const gaps = ({ coverage }: Report) =>
  coverage.filter(({ check, state }) => check === 'secret' && state !== 'checked');

describe('a text that a change touches', () => {
  test.each(['src/app.py', 'main.tf', 'notes', '.env', 'infra/task.json'])(
    'is searched for secrets: %s',
    async (path) => {
      story.base({ Dockerfile: 'FROM scratch\n', [path]: 'a\n' });
      story.commit({ [path]: `a\nb = "${ONE}"\n` });
      const report = await story.run();
      expect(secrets(report)).toEqual([`${path}:2 github-token new`]);
      expect(JSON.stringify(report)).not.toContain(ONE);
      expect(report.verdict.outcome).toBe('fail');
    },
  );

  test.each([
    'terraform.tfstate',
    'src/main/resources/application-prod.yml',
    'config/database.yml',
    'appsettings.Production.json',
    'group_vars/all/vault.yml',
  ])('is searched for the names of secrets, too, if it has settings: %s', async (path) => {
    const text = `a: 1\n"db_password": "${['Xk9', 'vR2q', 'Lw7z'].join('')}"\n`;
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ [path]: text, [`tests/${path}`]: text, 'src/settings.py': text });
    expect(secrets(await story.run())).toEqual([`${path}:2 password-assignment new`]);
  });

  it('can be a key as a whole', async () => {
    const key = ['8f3ac91d', '72be60a5', 'd94c17e8', '5b20f6c3'].join('');
    story.base({ Dockerfile: 'FROM scratch\n', 'old/config/master.key': key.replace('8', '9') });
    story.commit({ 'config/master.key': key });
    const report = await story.run();
    expect(secrets(report)).toEqual(['config/master.key:1 key-file new']);
    expect(JSON.stringify(report)).not.toContain(key);
  });

  it('is searched if it is older than the last change, when the first commit is compared with', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const first = story.git('rev-parse', 'HEAD').trim();
    story.commit({ 'src/app.py': `b = "${ONE}"\n` });
    story.commit({ 'README.md': 'a\n' });
    const compared = (base: string) =>
      story.check(undefined, ['--baseline-ref', base, '--base-ref', 'HEAD']);
    expect(secrets(await compared('HEAD^'))).toEqual([]);
    expect(secrets(await compared(first))).toEqual(['src/app.py:1 github-token new']);
  });

  it('gives no finding for what it had before, on another line or under another name', async () => {
    story.base({
      Dockerfile: 'FROM scratch\n',
      'a.py': `x = "${ONE}"\n`,
      'b.py': `x = "${ONE}"\n`,
      'c.py': `${'# a line\n'.repeat(20)}x = "${ONE}"\n`,
    });
    story.commit({
      'a.py': `# one\n# two\ny = "${ONE}"\n`,
      'b.py': undefined,
      'moved.py': `x = "${ONE}"\n`,
      'c.py': undefined,
      'renamed.py': `${'# a line\n'.repeat(19)}x = "${ONE}"\n`,
    });
    expect(secrets(await story.run())).toEqual([]);
    story.commit({ 'a.py': `y = "${ONE}"\nz = "${TWO}"\n` });
    expect(secrets(await story.run())).toEqual(['a.py:2 github-token new']);
  });

  it('is searched if it is a copy of another file, a page, or has NUL or UTF-16 without its mark', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'a.py': `x = "${ONE}"\n` });
    const text = `x = "${ONE}"\n`;
    story.commit({
      'copy.py': text,
      'page.html': `<p>${ONE}</p>\n`,
      'nul.cfg': `\0${text}`,
      'wide.cfg': [...text].map((letter) => `${letter}\0`).join(''),
    });
    expect(secrets(await story.run())).toEqual(
      ['copy.py', 'nul.cfg', 'page.html', 'wide.cfg'].map((path) => `${path}:1 github-token new`),
    );
  });

  it('gives one finding where another check reports it', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({
      Dockerfile: `FROM scratch\nCOPY app /app\nENV TOKEN=${ONE}\n`,
      'app/config.ini': `token = ${TWO}\n`,
      'compose.yaml': `services: { a: { image: "a:1", command: "run ${ONE}" } }\n`,
      'docker-bake.hcl': `target "a" {\n  args = { T = "${TWO}" }\n}\n`,
    });
    const report = await story.run();
    const places = report.findings
      .filter(({ tags }) => tags.includes('practice:secrets'))
      .map(({ location }) => location?.path);
    expect(places.sort()).toEqual([
      'Dockerfile',
      'app/config.ini',
      'compose.yaml',
      'docker-bake.hcl',
    ]);
  });

  it('is not searched where the change does not touch it, and is not fixed by that', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'a.py': `x = "${ONE}"\n` });
    const stored = await story.store();
    story.commit({ 'b.py': 'x = 1\n' });
    expect(secrets(await story.run())).toEqual([]);
    const { findings } = await story.run(['--baseline', stored]);
    expect(findings.filter(({ check }) => check === 'secret')).toEqual([]);
  });

  it('gives no finding for keys of tests, but for tokens, and none for a name alone', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({
      'tests/tls_test.go': `var key = \`${KEY}\`\n`,
      'tests/api_test.go': `var token = "${ONE}"\n`,
      'deploy.key': KEY,
      'app.py': 'password = "Xy7Kq9ZbT7Lm2Vw8"\n',
    });
    expect(secrets(await story.run())).toEqual([
      'deploy.key:1 private-key new',
      'tests/api_test.go:1 github-token new',
    ]);
  });

  it('may allow a secret by a comment, which applies after the merge', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'a.py': `x = "${ONE}" # portside:allow\n` });
    const report = await story.run();
    expect(secrets(report)).toEqual(['a.py:1 github-token new']);
    expect(report.addedSuppressions).toEqual([
      expect.stringMatching(/^after the merge: comment: github-token in a\.py/),
    ]);
  });
});

describe('an archive that a change adds or modifies', () => {
  const member = (name: string, token = '') => ({ name, body: `x = "${token}"\n` });
  const write = (path: string, bytes: Buffer) => writeFileSync(join(story.root, path), bytes);

  test.each([
    ['a.zip', 'conf/a.env', zip([member('conf/a.env', ONE)])],
    ['a.tar.gz', 'conf/a.env', gzipSync(tar([member('conf/a.env', ONE)]))],
    ['dump.sql.gz', 'dump.sql', gzipSync(`insert '${ONE}'\n`)],
    ['letter', 'a.env', zip([member('a.env', ONE)])],
    ['letter.docx', 'a.env', zip([member('a.env', ONE)])],
    [
      'install.zip',
      'a.env',
      Buffer.concat([Buffer.from('#!/bin/sh\n'), zip([member('a.env', ONE)])]),
    ],
    [
      'deep.tar',
      `${'d/'.repeat(80)}a.env`,
      tar([longName(`${'d/'.repeat(80)}a.env`), member('x', ONE)]),
    ],
    ['b.tar', 'in.zip!/a.env', tar([{ name: 'in.zip', body: zip([member('a.env', ONE)]) }])],
  ])('is searched for secrets: %s', async (path, inner, bytes) => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    write(path, bytes);
    story.commit({});
    const report = await story.run();
    expect(secrets(report)).toEqual([`${path}:1 github-token new`]);
    expect(report.findings.find(({ check }) => check === 'secret')?.message).toMatch(
      new RegExp(`in ${path}!/${inner}$`),
    );
    expect(gaps(report)).toEqual([]);
    expect(report.verdict.outcome).toBe('fail');
  });

  it('has what is new in it, not what it had, nor what another changed file had', async () => {
    write('a.zip', zip([member('a.env', ONE), member('b.env')]));
    story.base({ Dockerfile: 'FROM scratch\n' });
    write('a.zip', zip([member('c.env'), member('moved.env', ONE)]));
    story.commit({});
    expect(secrets(await story.run())).toEqual([]);
    write('a.zip', zip([member('moved.env', ONE), member('b.env', TWO)]));
    story.commit({});
    const report = await story.run();
    expect(secrets(report)).toEqual(['a.zip:1 github-token new']);
    expect(JSON.stringify(report)).toContain('a.zip!/b.env');
  });

  it('is not searched in the folder of a package, nor unless the change touches it', async () => {
    write('a.zip', zip([member('a.env', ONE)]));
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'vendor/b/README': 'x' });
    write('vendor/b/b.zip', zip([member('a.env', TWO)]));
    story.commit({});
    expect(secrets(await story.run())).toEqual([]);
  });

  test.each([
    [
      'cut.tar.gz',
      [1],
      gzipSync(tar([member('a.env', ONE), { name: 'b', body: 'b'.repeat(9_000) }]), {
        level: 0,
      }).subarray(0, -4_000),
    ],
    [
      'nested.zip',
      [],
      ['b', 'c', 'd', 'e'].reduce(
        (inner, name) => zip([{ name: `${name}.zip`, body: inner }]),
        zip([member('a.env', ONE)]),
      ),
    ],
    ['broken.zip', [], Buffer.from('PK\x03\x04\0 no archive')],
  ])('is named if it is searched in part: %s', async (path, lines, bytes) => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    write(path, bytes);
    story.commit({});
    const report = await story.run();
    expect(secrets(report)).toEqual(lines.map((line) => `${path}:${line} github-token new`));
    expect(report.coverage).toContainEqual(
      expect.objectContaining({ target: path, state: 'partial', informational: true }),
    );
  });

  it('is named if it is encrypted, of another format, or too large, and is no gap', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const encrypted = zip([member('a.env', ONE)]);
    for (const [at, header] of [encrypted.indexOf('PK\x01\x02'), 0].entries())
      encrypted.writeUInt16LE(1, header + (at === 0 ? 8 : 6));
    write('secret.zip', encrypted);
    write('a.xz', Buffer.from('fd377a585a0000', 'hex'));
    write('members.zip', zip([{ name: 'big.sql', body: Buffer.alloc(5 << 20, '-') }]));
    write('big.zip', Buffer.alloc((10 << 20) + 1));
    story.commit({});
    const report = await story.run();
    expect(secrets(report)).toEqual([]);
    expect(gaps(report)).toEqual([
      expect.objectContaining({ target: 'big.zip', state: 'not-covered', informational: true }),
      expect.objectContaining({ target: 'members.zip', state: 'partial', informational: true }),
      expect.objectContaining({
        target: 'changed archives',
        state: 'not-covered',
        informational: true,
        reason: expect.stringMatching(/: a\.xz, secret\.zip!\/a\.env$/),
      }),
    ]);
    expect(report.verdict.outcome).toBe('pass');
  });
});

describe('a changed file that is not searched', () => {
  it('is a gap if it is too large', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'big.sql': `${'-'.repeat(10 << 20)}\n${ONE}` });
    const report = await story.run();
    expect(gaps(report)).toMatchObject([
      { target: 'big.sql', state: 'not-covered', reason: expect.stringContaining('larger than') },
    ]);
    expect(report.verdict.outcome).toBe('incomplete');
  });

  it('is searched behind a NUL and under any name, and is no gap if it is a link', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    symlinkSync('/etc/passwd', join(story.root, 'link'));
    story.commit({ data: `\0${ONE}` });
    const report = await story.run();
    expect([secrets(report), gaps(report)]).toEqual([['data:1 github-token new'], []]);
  });

  it('is no gap if it is a large picture', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'a.png': `PNG\0${'-'.repeat(10 << 20)}` });
    const report = await story.run();
    expect(gaps(report)).toMatchObject([{ target: 'a.png', informational: true }]);
    expect(report.verdict.outcome).toBe('pass');
  });

  test.each([
    ['a text', `a\nkey = ${ONE}\n`],
    ['a text with an umlaut in Latin-1', Buffer.from(`gr\xfc\xdfe\nkey = ${ONE}\n`, 'latin1')],
    ['a text with a NUL', `a\0\nkey = ${ONE}\n`],
    ['a text of wide characters', Buffer.from(`a\nkey = ${ONE}\n`, 'utf16le')],
    ['a picture', Buffer.from(`\x89PNG\r\0\x1a\n\xff\xd8\0\0\0${ONE}\0\0`, 'latin1')],
  ])('is searched for tokens under the name of a picture, as %s', async (_, content) => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({});
    for (const path of ['a.png', 'b.dat']) writeFileSync(join(story.root, path), content);
    story.git('add', '.');
    story.git('commit', '-qm', 'files');
    expect(secrets(await story.run())).toEqual([
      'a.png:2 github-token new',
      'b.dat:2 github-token new',
    ]);
  });

  it('is not new for what a binary file had before, under its name or another one', async () => {
    const binary = (token: string) => `PNG\0\0\0${token}\0\0`;
    story.base({ Dockerfile: 'FROM scratch\n', 'a.png': binary(ONE), 'b.png': binary(TWO) });
    story.commit({ 'a.png': `${binary(ONE)}more`, 'b.png': 'PNG\0', 'c.png': `x${binary(TWO)}` });
    expect(secrets(await story.run())).toEqual([]);
  });

  it('does not make a key of the constants of a program, with NUL between them', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({
      daemon: `ELF\0\0-----BEGIN RSA PRIVATE KEY-----${'\0'.repeat(9)}CLNTSRVR${'\0'.repeat(30)}${'6'.repeat(48)}\0\0${ONE}`,
    });
    expect(secrets(await story.run())).toEqual(['daemon:1 github-token new']);
  });

  it('is a gap if the files of the base commit are not known', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    const unknown: Tree = {
      name: 'main',
      list: async () => {
        throw new PortsideError('PSE2503', 'Cannot read the files of main');
      },
      read: async () => Buffer.alloc(0),
    };
    const report = await story.check({ baseCommit: unknown, head: await story.tree('HEAD') });
    expect(gaps(report)).toMatchObject([
      { target: 'changed files', reason: expect.stringContaining('Cannot read the files of main') },
    ]);
  });

  it('is read from the commit if the checkout does not have it', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'a.py': `x = "${ONE}"\n` });
    rmSync(join(story.root, 'a.py'));
    expect(secrets(await story.run())).toEqual(['a.py:1 github-token new']);
  });
});

describe('without a change that may be refused', () => {
  const MEDIUM = 'url = "mongodb://app:kT8sQ2pL0z@db.acme.dev/app"\n';

  it('all text files are searched for unmistakable kinds, but for keys of tests', async () => {
    story.base({
      Dockerfile: 'FROM scratch\n',
      'src/app.py': `x = 1\ny = "${ONE}"\n`,
      'tests/tls_test.go': `var key = \`${KEY}\`\n`,
      'tests/api_test.go': `var token = "${TWO}"\n`,
      'src/db.py': MEDIUM,
      'a.png': `PNG\0${ONE}`,
      'a.dat': `${ONE}\n`,
    });
    const report = await story.run([], true);
    expect(secrets(report)).toEqual([
      'a.dat:1 github-token new',
      'src/app.py:2 github-token new',
      'tests/api_test.go:1 github-token new',
    ]);
    expect(report.verdict.outcome).toBe('fail');
  });

  it('a note names the files that are too large', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'big.sql': `${'-'.repeat(10 << 20)}\n${ONE}` });
    const report = await story.run([], true);
    expect(secrets(report)).toEqual([]);
    expect(gaps(report)).toEqual([]);
    expect(report.notes.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^1 text file .*: big\.sql$/),
    );
  });

  it('what a push brings is new, of all kinds, and what was there is existing', async () => {
    story.base({
      Dockerfile: 'FROM scratch\n',
      'old.py': `x = "${ONE}"\n`,
      'edited.py': `x = "${ONE}"\n`,
    });
    story.commit({
      'edited.py': `# a line\nx = "${ONE}"\n`,
      'new.py': `x = "${TWO}"\n`,
      'db.py': MEDIUM,
    });
    const push = {
      baseCommit: await story.tree('main'),
      head: await story.tree('HEAD'),
      isPush: true,
    };
    const report = await story.check(push);
    expect(secrets(report)).toEqual([
      'db.py:1 database-url new',
      'edited.py:2 github-token existing',
      'new.py:1 github-token new',
      'old.py:1 github-token existing',
    ]);
    expect(report.verdict.outcome).toBe('fail');
  });

  it('a secret in a Dockerfile is counted once, and not fixed while it is there', async () => {
    const dockerfile = `# ${ONE}\nFROM scratch\n`;
    story.base({ Dockerfile: dockerfile, 'a.py': 'x = 1\n' });
    story.commit({ 'a.py': 'x = 2\n' });
    const trees = { baseCommit: await story.tree('main'), head: await story.tree('HEAD') };
    for (const isPush of [true, false]) {
      const { findings } = await story.check({ ...trees, isPush });
      expect(findings.flatMap(({ check, status }) => (check === 'secret' ? status : []))).toEqual([
        'existing',
      ]);
    }
  });

  it('a secret that a pull request removes from a Dockerfile is fixed', async () => {
    story.base({ Dockerfile: `# ${ONE}\nFROM scratch\n` });
    story.commit({ Dockerfile: '# a\nFROM scratch\n' });
    const { findings } = await story.run();
    expect(findings.flatMap(({ check, status }) => (check === 'secret' ? status : []))).toEqual([
      'fixed',
    ]);
  });

  it('a secret that a push removes is fixed', async () => {
    story.base({ Dockerfile: 'FROM scratch\n', 'a.py': `x = "${ONE}"\n` });
    const stored = await story.store();
    story.commit({ 'a.py': 'x = 1\n' });
    const push = {
      baseCommit: await story.tree('main'),
      head: await story.tree('HEAD'),
      isPush: true,
    };
    const { findings } = await story.check(push, ['--baseline', stored]);
    expect(findings.flatMap(({ rule, status }) => (rule === 'github-token' ? status : []))).toEqual(
      ['fixed'],
    );
  });
});

describe('a file of variables', () => {
  const SECRET = 'PORT=3000\nPOSTGRES_PASSWORD=Zq8vK2mLp9XtR4wPd\nPOSTGRES_USER=changeme\n';

  it.each([
    '.env',
    'web/.env.production',
    'prod.env',
    'prod.tfvars',
    'src/application-prod.properties',
  ])('has secrets by their names: %s', async (path) => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ [path]: SECRET });
    expect(secrets(await story.run())).toEqual([`${path}:2 password-assignment new`]);
    expect(secrets(await story.run([], true))).toEqual([`${path}:2 password-assignment new`]);
  });

  it('a picture of text is searched for tokens, and not for keys', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ 'logo.svg': `<svg><!-- ${ONE} ${KEY} --></svg>\n` });
    expect(secrets(await story.run())).toEqual(['logo.svg:1 github-token new']);
    expect(secrets(await story.run([], true))).toEqual(['logo.svg:1 github-token new']);
  });

  it('has none as an example', async () => {
    story.base({ Dockerfile: 'FROM scratch\n' });
    story.commit({ '.env.example': SECRET, 'tests/.env': SECRET });
    expect(secrets(await story.run())).toEqual([]);
  });
});
