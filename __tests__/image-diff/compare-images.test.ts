import { afterAll, describe, expect, it, test } from '@jest/globals';
import type { ImageDifference } from '../../src/core/image-difference.js';
import type { Image } from '../../src/image/image.js';
import { compareImages } from '../../src/image-diff/compare-images.js';
import type { ImageState } from '../../src/image-diff/image-state.js';
import { readImage } from '../../src/image-diff/read-image.js';
import { storedImage } from '../../src/image-diff/stored-image.js';
import { startSnapshot } from '../../src/image-diff/take-snapshot.js';
import { startInventory } from '../../src/inventory/inventory.js';
import { imageLines } from '../../src/scan/image-lines.js';
import {
  type ArchiveOptions,
  dockerArchive,
  type TarMember,
  tar,
  temporaryFolder,
} from '../image/build-tar.js';
import { withImage } from '../image/open-image.js';
import { loaderCache } from './build-loader-cache.js';
import {
  changeLines,
  comparePair,
  mutatedPair,
  PLACES,
  type Place,
} from './samples/mutated-pair.js';
import { mutationsOf } from './samples/mutations.js';
import { TEN_IMAGES } from './samples/ten-images.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const ELF = Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(20_000, 1)]);

function dpkg(version: string, more = ''): string {
  const stanza = (name: string, number: string) =>
    `Package: ${name}\nStatus: install ok installed\nVersion: ${number}\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n`;
  return `${stanza('base', '1')}\n${stanza('tool', version)}${more}\n`;
}

/** The files of the image before; a mutation adds or replaces some. */
const FILES: Readonly<Record<string, Omit<TarMember, 'name'>>> = {
  'etc/os-release': { body: 'ID=debian\nVERSION_ID="12"\n' },
  'etc/passwd': { body: 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n' },
  'etc/group': { body: 'root:x:0:\nwheel:x:10:\n' },
  'var/lib/dpkg/status': { body: dpkg('1.0-1') },
  'var/lib/dpkg/info/tool.list': {
    body: '/.\n/usr\n/usr/bin\n/usr/bin/tool\n/usr/lib/libtool.so.1\n',
  },
  'usr/bin/tool': { body: ELF, mode: 0o755 },
  'usr/lib/libtool.so.1': { body: ELF },
  'app/main.py': { body: 'print(1)\n' },
  'app/run.sh': { body: '#!/bin/sh\necho 1\n', mode: 0o755 },
};

const CONFIG = {
  User: 'app',
  Env: ['PATH=/usr/bin', 'MODE=a'],
  Entrypoint: ['/app/run.sh'],
  ExposedPorts: { '80/tcp': {} },
  Labels: { team: 'a' },
};

const [FIRST, ...OTHERS] = TEN_IMAGES.map((image) => ({ image, mutations: mutationsOf(image) }));
const KINDS = FIRST?.mutations.map(({ name }) => name) ?? [];

/** The change of this kind, on one of the ten images that can have it. */
function mutationOf(name: string, place: Place) {
  const able = [FIRST, ...OTHERS].flatMap((one) => {
    const mutation = one?.mutations.find((found) => found.name === name);
    return one && mutation ? { image: one.image, mutation } : [];
  });
  const found = able[(KINDS.indexOf(name) + 3 * PLACES.indexOf(place)) % able.length];
  if (!found) throw new Error(name);
  return {
    pair: mutatedPair(found.image, found.mutation, place),
    expected: found.mutation.expected,
  };
}

function layer(files: Readonly<Record<string, Omit<TarMember, 'name'> | undefined>>): Buffer {
  return tar(
    Object.entries(files).flatMap(([name, member]) => (member ? [{ ...member, name }] : [])),
  );
}

async function compare(
  before: readonly Buffer[],
  after: readonly Buffer[],
  config: Readonly<Record<string, unknown>> = CONFIG,
): Promise<ImageDifference> {
  const archive = (name: string, layers: readonly Buffer[], settings: ArchiveOptions) =>
    folder.write(name, dockerArchive(layers, settings));
  const old = archive('before.tar', before, { config: { config: CONFIG } });
  const now = archive('after.tar', after, { config: { config } });
  return withImage(old, {}, (one) =>
    withImage(now, {}, async (other) => {
      const difference = await compareImages(await readImage(one), await readImage(other));
      // What reports keep tells the same.
      const kept = await compareImages(await keepImage(one), await keepImage(other));
      expect(lines(kept)).toEqual(lines(difference));
      return difference;
    }),
  );
}

/** The image as a report keeps it. */
async function keepImage(image: Image): Promise<ImageState> {
  const snapshot = startSnapshot(image, []);
  const inventory = startInventory();
  const files = await image.scan([...snapshot.readers, ...inventory.readers]);
  const found = inventory.finish(files, image);
  const kept = snapshot.finish(files, imageLines(image, files, { plans: [] }), found);
  if (!kept) throw new Error('the image is small');
  const stored = JSON.parse(JSON.stringify({ snapshots: [kept], packages: found.packages }));
  return storedImage(stored.snapshots[0], stored);
}

const lines = ({ changes }: ImageDifference) =>
  changes.map(({ risk, message }) => `${risk}: ${message}`);

describe('compareImages', () => {
  // Each kind on another image: bench/mutations.ts changes all ten in all ways.
  describe.each(PLACES)('a change %s', (place) => {
    test.each(KINDS)('is reported, on its line: %s', async (name) => {
      const mutation = mutationOf(name, place);
      const { pair, expected } = mutation;
      const { kept, live } = await comparePair(pair, folder.path);
      const others =
        /^info: (?:Base image base:1 has other layers|Changed file etc\/(?:passwd|group) )/;
      expect(changeLines(kept).filter((line) => !others.test(line))).toEqual(
        expected.map((line) => `${line} @${pair.line}`),
      );
      expect(changeLines(live)).toEqual(
        expect.arrayContaining(expected.map((line) => `${line} @-`)),
      );
      expect(kept.gaps).toEqual([]);
    });
  });

  test.each([
    ['', 'Runs as root now, and not as app'],
    ['root:app', 'Runs as root now, and not as app'],
    ['0:0', 'Runs as root now, and not as app'],
    ['00', 'Runs as root now, and not as app'],
    ['toor', 'Runs as root now: user toor has ID 0'],
    ['1000', undefined],
    ['nobody', undefined],
  ])('knows whether the container runs as root with the user %j', async (user, message) => {
    const toor = `${FILES['etc/passwd']?.body}toor:x:0:0::/:/bin/sh\n`;
    const files = layer({ ...FILES, 'etc/passwd': { body: toor } });
    const { changes } = await compare([files], [files], { ...CONFIG, User: user });
    const root = changes.filter((change) => change.kind === 'setting' && change.becomesRoot);
    expect(root.map((change) => change.message)).toEqual(message ? [message] : []);
  });

  test.each([
    ['1000', 'info: Runs as 1000 instead of app: the same user'],
    ['1001', 'low: Runs as 1001 instead of app'],
    ['app:7', 'low: Runs as app:7 instead of app'],
  ])('knows whether %s is the user app', async (user, expected) => {
    const files = layer(FILES);
    expect(lines(await compare([files], [files], { ...CONFIG, User: user }))).toEqual([expected]);
  });

  it('sees that the user becomes root by its account', async () => {
    const passwd = { body: 'root:x:0:0:root:/root:/bin/sh\napp:x:0:0::/app:/bin/sh\n' };
    const difference = await compare([layer(FILES)], [layer({ ...FILES, 'etc/passwd': passwd })]);
    expect(lines(difference)).toContain('high: Runs as root now: user app has ID 0');
  });

  test.each([
    ['a setuid program of root', { mode: 0o4755, uid: 1000 }, { mode: 0o4755, uid: 0 }, 'setuid'],
    [
      'a setuid program of another user',
      { mode: 0o4755, uid: 7 },
      { mode: 0o4755, uid: 8 },
      'setuid',
    ],
    [
      'a setgid program of another group',
      { mode: 0o2755, gid: 7 },
      { mode: 0o2755, gid: 0 },
      'setgid',
    ],
    ['a setgid program that may run', { mode: 0o2604, gid: 0 }, { mode: 0o2755, gid: 0 }, 'setgid'],
    [
      'a setuid program no longer of root',
      { mode: 0o4755, uid: 0 },
      { mode: 0o4755, uid: 7 },
      undefined,
    ],
    [
      'a setuid program of another group',
      { mode: 0o4755, gid: 7 },
      { mode: 0o4755, gid: 0 },
      undefined,
    ],
  ])('knows the privilege of %s', async (_, old, now, privilege) => {
    const of = (over: object) => layer({ ...FILES, 'opt/su': { body: ELF, ...over } });
    const { changes } = await compare([of(old)], [of(now)]);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ risk: privilege ? 'high' : 'info', path: 'opt/su' });
    expect(changes[0]).toHaveProperty('aspects');
    const [change] = changes;
    expect(change?.kind === 'file' ? change.privilege : '').toBe(privilege);
  });

  it('reads a file that a layer wrote through a link of another layer', async () => {
    const merged = layer({ ...FILES, bin: { type: '2', link: 'usr/bin' } });
    const other = Buffer.concat([ELF.subarray(0, -1), Buffer.from('x')]);
    const above = layer({ 'bin/tool': { body: other, mode: 0o755 } });
    const difference = await compare([merged], [merged, layer({ 'opt/a': { body: '' } }), above]);
    expect(difference.gaps).toEqual([]);
    expect(lines(difference)).toContain(
      'high: Changed program usr/bin/tool of deb package tool 1.0-1 (content)',
    );
  });

  const SITE = 'usr/lib/python3.12/site-packages';
  const wheel = (name: string, version = '1.0') => ({
    [`${SITE}/${name}-${version}.dist-info/METADATA`]: {
      body: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\n`,
    },
  });
  const LOCAL = { [`${SITE}/shop-1.0.dist-info/direct_url.json`]: { body: '{}' } };
  const npm = (path: string, name: string) => ({
    [`${path}/package.json`]: { body: JSON.stringify({ name, version: '1.0.0' }) },
  });

  test.each([
    [
      'of pip',
      wheel('requests'),
      `${SITE}/requests/__init__.py`,
      'high: Changed file @ of pypi package requests 1.0 (content)',
    ],
    [
      'of pip under another name',
      wheel('PyYAML'),
      `${SITE}/yaml/__init__.py`,
      'medium: Changed file @ (content)',
    ],
    [
      'of npm',
      npm('app/node_modules/ms', 'ms'),
      'app/node_modules/ms/index.js',
      'high: Changed file @ of npm package ms 1.0.0 (content)',
    ],
    [
      'of npm, and is no code',
      npm('app/node_modules/ms', 'ms'),
      'app/node_modules/ms/readme.md',
      'info: Changed file @ (content)',
    ],
    ['of the application', npm('app', 'app'), 'app/index.js', 'info: Changed file @ (content)'],
    [
      'that pip built from a folder',
      { ...wheel('shop'), ...LOCAL },
      `${SITE}/shop/__init__.py`,
      'info: Changed file @ (content)',
    ],
    [
      'of another version',
      { ...wheel('requests'), ...wheel('PyYAML') },
      `${SITE}/yaml/__init__.py`,
      'info: Changed file @ (content)',
      {
        [`${SITE}/requests-1.0.dist-info/METADATA`]: undefined,
        ...wheel('requests', '1.1'),
      },
    ],
  ] as readonly (readonly [
    string,
    typeof FILES,
    string,
    string,
    Readonly<Record<string, Omit<TarMember, 'name'> | undefined>>?,
  ])[])('rates the changed code of a package %s', async (_, files, path, expected, more = {}) => {
    const old = { ...FILES, ...files, [path]: { body: 'a = 1\n' } };
    const difference = await compare(
      [layer(old)],
      [layer({ ...old, ...more, [path]: { body: 'a = 2\n' } })],
    );
    expect(lines(difference)).toContain(expected.replace('@', path));
  });

  test.each([
    ['usr/lib/libtool.so.1', 'high'],
    ['usr/bin/tool', 'high'],
    ['usr/share/tool.txt', 'low'],
  ])('rates the link that replaces %s of a package', async (path, risk) => {
    const list = `${FILES['var/lib/dpkg/info/tool.list']?.body}/usr/share/tool.txt\n`;
    const old = {
      ...FILES,
      'usr/share/tool.txt': { body: 'x' },
      'var/lib/dpkg/info/tool.list': { body: list },
    };
    const link = { type: '2', link: '/opt/x/other' } as const;
    const difference = await compare([layer(old)], [layer({ ...old, [path]: link })]);
    expect(lines(difference)).toEqual([
      `${risk}: Changed link ${path} of deb package tool 1.0-1 (type, target)`,
    ]);
  });

  test.each([
    ['etc/crontabs/root', 'medium: New cron job'],
    ['etc/crontab', 'medium: New cron job'],
    ['etc/systemd/system/x.service.d/override.conf', 'medium: New systemd unit'],
    ['usr/local/lib/systemd/system/x.service', 'medium: New systemd unit'],
    ['etc/ld.so.conf.d/x.conf', 'medium: New folder of libraries, named in'],
    ['etc/ld-musl-x86_64.path', 'medium: New folder of libraries, named in'],
    ['etc/ssh/sshd_config', 'medium: New setting of the SSH server'],
    ['etc/apt/apt.conf.d/99hook', 'medium: New setting of APT'],
    ['etc/inittab', 'medium: New init script'],
    ['root/.zshenv', 'medium: New start file of shells'],
    ['etc/supervisor/conf.d/a.conf', 'medium: New program of supervisord'],
    ['etc/doas.conf', 'high: New rule of doas'],
    ['home/app/.bashrc', 'medium: New start file of shells'],
    ['root/.bashrc', 'medium: New start file of shells'],
    ['etc/pki/tls/certs/ca-bundle.crt', 'medium: New certificate authority'],
    ['etc/apt/sources.list', 'medium: New source of packages'],
    ['etc/apt/sources.list.d/x.sources', 'medium: New source of packages'],
    ['etc/systemd/system.conf.d/x.conf', 'info: New file'],
    ['srv/etc/doas.conf', 'info: New file'],
    ['usr/lib/python3/dist-packages/a.pth', 'medium: New start file of Python'],
    ['usr/lib/python3.12/sitecustomize.py', 'medium: New start file of Python'],
    [
      'v/lib/python3.12/site-packages/usercustomize/__init__.py',
      'medium: New start file of Python',
    ],
    ['app/sitecustomize.txt', 'info: New file'],
  ])('knows what %s decides', async (path, expected) => {
    const difference = await compare(
      [layer(FILES)],
      [layer({ ...FILES, [path]: { body: 'x\n' } })],
    );
    expect(lines(difference)).toEqual([`${expected} ${path}`]);
  });

  it('lists what decides what runs, though a package of another version claims it', async () => {
    const hidden = {
      'etc/ld.so.preload': { body: '/opt/x.so\n' },
      'etc/sudoers.d/x': { body: 'ALL ALL=NOPASSWD: ALL\n' },
      'root/.ssh/authorized_keys': { body: 'ssh-ed25519 x\n' },
      'etc/cron.d/a': { body: '* * * * * root id\n' },
      'usr/local/share/ca-certificates/x.crt': { body: 'x' },
    };
    const list = FILES['var/lib/dpkg/info/tool.list']?.body;
    const claimed = Object.keys(hidden).map((path) => `/${path}\n`);
    const difference = await compare(
      [layer(FILES)],
      [
        layer(FILES),
        layer({
          'var/lib/dpkg/status': { body: dpkg('1.1-1') },
          'var/lib/dpkg/info/tool.list': { body: `${list}${claimed.join('')}` },
          ...hidden,
        }),
      ],
    );
    expect(lines(difference)).toEqual([
      'high: New key that may log in, root/.ssh/authorized_keys',
      'high: New library for every program, named in etc/ld.so.preload',
      'high: New rule of sudo etc/sudoers.d/x',
      'medium: New certificate authority usr/local/share/ca-certificates/x.crt',
      'medium: New cron job etc/cron.d/a',
      'info: Raised deb package tool from 1.0-1 to 1.1-1',
    ]);
  });

  test.each([
    'NODE_OPTIONS',
    'PERL5LIB',
    '_JAVA_OPTIONS',
    'JDK_JAVA_OPTIONS',
    'JAVA_TOOL_OPTIONS',
    'PYTHONHOME',
    'RUBYLIB',
    'GCONV_PATH',
  ])('shows %s, which decides what code runs', async (name) => {
    const config = { ...CONFIG, Env: [...CONFIG.Env, `${name}=/x`] };
    expect(lines(await compare([layer(FILES)], [layer(FILES)], config))).toEqual([
      `high: New environment variable ${name}: /x`,
    ]);
  });

  test.each([
    [
      'etc/pip.conf',
      'index-url = https://me:hunter2@pypi.example.net/simple',
      'medium: New host pypi.example.net in etc/pip.conf',
    ],
    [
      'app/config.json',
      '{"db": "postgres://a:hunter2@db.example.net/x"}',
      'low: New host db.example.net in app/config.json',
    ],
    [
      'root/.npmrc',
      '//a.example.net/:_authToken=x\nregistry=https://b.example.net/',
      'medium: New hosts a.example.net, b.example.net in root/.npmrc',
    ],
    ['app/a.js', 'fetch("https://a.example.net")', undefined],
    ['etc/os-release', 'ID=debian\nVERSION_ID="12"\nHOME_URL="https://www.example.org"', undefined],
    ['app/package.json', '{"homepage": "https://a.example.net"}', undefined],
    ['app/a.conf', 'a=\0https://a.example.net', undefined],
  ])('finds new hosts in %s', async (path, body, expected) => {
    const old = { ...FILES, 'etc/old.conf': { body: 'see=https://www.example.org' } };
    const difference = await compare([layer(old)], [layer({ ...old, [path]: { body } })]);
    const hosts = lines(difference).filter((line) => line.includes('New host'));
    expect(hosts).toEqual(expected ? [expected] : []);
    expect(JSON.stringify(difference)).not.toContain('hunter2');
  });

  it.each([
    ['that a list claims, and no checksum', '', 'medium: New program opt/miner'],
    [
      'with a checksum',
      `${'0'.repeat(32)}  opt/miner\n`,
      'info: New program opt/miner of deb package tool 1.0-1',
    ],
  ])('knows the owner of a program %s', async (_, more, expected) => {
    const md5sums = { body: `${'0'.repeat(32)}  usr/bin/tool\n` };
    const old = { ...FILES, 'var/lib/dpkg/info/tool.md5sums': md5sums };
    const list = `${FILES['var/lib/dpkg/info/tool.list']?.body}/opt/miner\n/opt/a.txt\n`;
    const added = {
      'var/lib/dpkg/info/tool.list': { body: list },
      'var/lib/dpkg/info/tool.md5sums': { body: `${md5sums.body}${more}` },
      'opt/miner': { body: ELF, mode: 0o755 },
    };
    const difference = await compare([layer(old)], [layer(old), layer(added)]);
    expect(lines(difference).filter((line) => line.includes('miner'))).toEqual([expected]);
  });

  it('finds no new host in a file of a new package, and one in a file that a step writes over', async () => {
    const list = `${FILES['var/lib/dpkg/info/tool.list']?.body}/etc/tool.conf\n`;
    const packed = {
      'var/lib/dpkg/status': { body: dpkg('1.1-1') },
      'var/lib/dpkg/info/tool.list': { body: list },
      'etc/tool.conf': { body: 'a=https://a.example.net' },
    };
    const hosts = async (...layers: Buffer[]) =>
      lines(await compare([layer(FILES)], layers)).filter((line) => line.includes('host'));
    expect(await hosts(layer(FILES), layer(packed))).toEqual([]);
    const over = layer({ 'etc/tool.conf': { body: 'a=https://b.example.net' } });
    expect(await hosts(layer(FILES), layer(packed), over)).toEqual([
      'low: New host b.example.net in etc/tool.conf',
    ]);
  });

  it('finds a new host in the value of a variable, which it does not show', async () => {
    const config = {
      ...CONFIG,
      Env: [...CONFIG.Env, 'PIP_INDEX_URL=https://me:hunter2@a.example.net/x'],
    };
    const difference = await compare([layer(FILES)], [layer(FILES)], config);
    expect(lines(difference)).toEqual([
      'medium: New host a.example.net in environment variable PIP_INDEX_URL',
      'info: New environment variable PIP_INDEX_URL',
    ]);
    expect(JSON.stringify(difference)).not.toContain('hunter2');
  });

  test.each([
    ['usr/bin', 0o777, 'medium: Anyone can write to folder on PATH usr/bin'],
    ['usr/bin', 0o1777, 'medium: Anyone can write to folder on PATH usr/bin'],
    ['app', 0o777, 'low: Anyone can write to folder of code app'],
    ['app', 0o1777, undefined],
    ['app', 0o775, undefined],
    ['data', 0o777, 'info: New directory data'],
  ])('knows what runs from the folder %s of mode %o', async (name, mode, expected) => {
    const folders = { 'usr/bin': 0o755, app: 0o755, [name]: mode };
    const members = Object.entries(folders).map(([path, bits]) => ({
      name: path,
      type: '5',
      mode: bits,
    }));
    const files = layer(FILES);
    const old = tar([
      { name: 'usr/bin', type: '5', mode: 0o755 },
      { name: 'app', type: '5', mode: 0o755 },
    ]);
    const difference = await compare([old, files], [tar(members), files]);
    const found = lines(difference).filter((line) => !line.includes(' (mode)'));
    expect(found).toEqual(expected ? [expected] : []);
  });

  it('finds a new folder of code that anyone can write', async () => {
    const added = tar([
      { name: 'plugins', type: '5', mode: 0o777 },
      { name: 'plugins/a.js', body: 'a' },
      { name: 'data', type: '5', mode: 0o777 },
      { name: 'data/a.txt', body: 'a' },
    ]);
    expect(lines(await compare([layer(FILES)], [layer(FILES), added]))).toEqual([
      'low: Anyone can write to folder of code plugins',
      'info: New file data/a.txt',
      'info: New file plugins/a.js',
    ]);
  });

  it('shows no value of a variable or label', async () => {
    const config = {
      ...CONFIG,
      Env: [...CONFIG.Env, 'TOKEN=hunter2'],
      Labels: { team: 'hunter2' },
    };
    const difference = await compare([layer(FILES)], [layer(FILES)], config);
    expect(JSON.stringify(difference)).not.toContain('hunter2');
  });

  it('finds no change in equal content of other layers and times', async () => {
    const newer = Object.fromEntries(
      Object.entries(FILES).map(([name, member]) => [name, { ...member, mtime: 1_700_000_000 }]),
    );
    expect(lines(await compare([layer(FILES)], [layer({}), layer(newer)]))).toEqual([]);
    expect(lines(await compare([layer(FILES)], [layer(FILES), layer(newer)]))).toEqual([]);
  });
});

describe('what each build changes', () => {
  const pyc = (time: number, code: string) =>
    Buffer.concat([
      Buffer.from([0xa7, 0x0d, 0x0d, 0x0a]),
      Buffer.alloc(12, time),
      Buffer.from(code),
    ]);
  const gzip = (time: number, data: string) =>
    Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 0]),
      Buffer.alloc(4, time),
      Buffer.from(`\0\x03${data}`),
    ]);
  test.each([
    ['usr/lib/__pycache__/a.pyc', pyc(1, 'code'), pyc(2, 'code'), 'byte code of Python'],
    ['etc/ld.so.cache', loaderCache('/lib/a.so'), loaderCache('/lib/b.so'), 'cache of the loader'],
    ['etc/machine-id', `${'a'.repeat(32)}\n`, `${'b'.repeat(32)}\n`, 'machine ID'],
    [
      'var/log/dpkg.log',
      '2026-01-01 10:00:00 status installed a\n',
      '2026-01-02 10:00:00 status installed b\n',
      'logs',
    ],
    ['usr/share/doc/a.gz', gzip(1, 'x'), gzip(2, 'x'), 'times of compression'],
    ['etc/shadow', 'app:!:20400::::::\n', 'app:!:20401::::::\n', 'days of passwords'],
    [
      'var/cache/ldconfig/aux-cache',
      'glibc-ld.so.auxcache-2.0 a',
      'glibc-ld.so.auxcache-2.0 b',
      'cache of the loader',
    ],
    [
      'var/log/apt/term.log',
      'Log started: 2026-01-01  10:00:00\nUnpacking a\nLog ended: 2026-01-01  10:00:01\n',
      'Log started: 2026-01-02  11:00:00\nUnpacking a\nLog ended: 2026-01-02  11:00:09\n',
      'logs',
    ],
  ])('in %s is left out, and counted', async (path, one, other, kind) => {
    const difference = await compare(
      [layer({ ...FILES, [path]: { body: one } })],
      [layer({ ...FILES, [path]: { body: other } })],
    );
    expect(lines(difference)).toEqual([]);
    expect(difference.noise).toEqual([{ kind, files: 1 }]);
  });

  it('is left out of large files too', async () => {
    const cache = (time: number) => {
      const body = Buffer.alloc((4 << 20) + 1, time);
      body.set([0xdc, 0x76, 0xfe, 0x98]);
      return layer({ ...FILES, 'var/cache/apt/pkgcache.bin': { body } });
    };
    const difference = await compare([cache(1)], [cache(2)]);
    expect(lines(difference)).toEqual([]);
    expect(difference.noise).toEqual([{ kind: 'package databases', files: 1 }]);
  });

  test.each([
    ['usr/lib/__pycache__/a.pyc', pyc(1, 'code'), pyc(1, 'evil')],
    ['etc/ld.so.cache', loaderCache('/lib/a.so'), '#!/bin/sh\nevil'],
    ['etc/ld.so.cache', loaderCache('/lib/a.so'), loaderCache('/tmp/a.so')],
    ['var/log/dpkg.log', '2026-01-01 10:00:00 status installed a\n', '#!/bin/sh\nevil\n'],
    ['etc/machine-id', `${'a'.repeat(32)}\n`, 'evil\n'],
    ['usr/share/doc/a.gz', gzip(1, 'x'), gzip(2, 'y')],
    ['etc/shadow', 'app:!:20400::::::\n', 'app::20400::::::\n'],
    ['etc/shadow', 'app:!:20400::::::\n', 'app:!:20400::::::\nroot2::1::::::\n'],
    ['var/lib/dpkg/available', 'Package: a\n', '#!/bin/sh\nid | sh\n'],
    ['var/lib/dpkg/available', 'Package: a\n', 'Package: b\nid | sh #!\n(evil)'],
    [
      'var/log/apt/term.log',
      'Log started: 2026-01-01  10:00:00\n',
      'Log started: 2026-01-01  10:00:00\nid | sh\n',
    ],
  ])('in %s does not hide other content', async (path, one, other) => {
    const difference = await compare(
      [layer({ ...FILES, [path]: { body: one } })],
      [layer({ ...FILES, [path]: { body: other } })],
    );
    expect(lines(difference)).toHaveLength(1);
    expect(lines(difference)[0]).toContain(path);
  });
});
