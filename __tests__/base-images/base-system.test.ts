import { afterAll, describe, expect, test } from '@jest/globals';
import { type BaseSystem, startBaseSystem } from '../../src/base-images/base-system.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { openImage } from '../image/open-image.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

let number = 0;

/** The system of an image of these layers. */
async function systemOf(
  layers: readonly (readonly TarMember[])[],
  config: object = {},
): Promise<BaseSystem> {
  const archive = dockerArchive(
    layers.map((files) => tar(files)),
    { config: { config } },
  );
  const reference = folder.write(`${++number}.tar`, archive);
  const image = await openImage(`docker-archive:${reference}`);
  try {
    const system = startBaseSystem();
    return system.finish(await image.scan([system.reader]), image);
  } finally {
    await image.close();
  }
}

const file = (name: string, body = 'x'): TarMember => ({ name, body });

describe('the system of a base image', () => {
  test('of an image without anything has no shell and no package manager', async () => {
    expect(await systemOf([[file('app')]])).toEqual({
      ...{ os: 'linux', onBuild: [], hasShell: false, managers: [], sources: [], held: [] },
    });
  });

  test('has the user, the shell and the triggers of the configuration', async () => {
    const config = { User: 'app:app', Shell: ['/bin/bash', '-c'], OnBuild: ['USER x'] };
    expect(await systemOf([[file('bin/sh')]], config)).toMatchObject({
      ...{ user: 'app:app', shell: ['/bin/bash', '-c'], onBuild: ['USER x'], hasShell: true },
    });
    expect((await systemOf([[]], { User: '0' })).user).toBeUndefined();
  });

  test('finds programs through links', async () => {
    const files = [
      { name: 'bin', type: '2', link: 'usr/bin' },
      ...[file('usr/bin/sh'), file('usr/bin/apt-get'), file('usr/bin/dnf5'), file('sbin/apk')],
    ];
    expect(await systemOf([files])).toMatchObject({
      ...{ hasShell: true, managers: ['apt', 'apk', 'dnf'] },
    });
  });

  test('has the package repositories of the last layer', async () => {
    const old = file('etc/apt/sources.list', 'deb http://old.example/debian x main\n');
    const list =
      '# deb http://a x\ndeb [signed-by=/a b=c] http://b/debian bookworm main contrib\ndeb-src http://c x main\n';
    const sources =
      'Types: deb\nURIs: http://d http://e\nSuites: one two\nComponents: main\n\nTypes: deb\nEnabled: no\nURIs: http://f\nSuites: x\nComponents: main\n';
    const files = [
      file('etc/apt/sources.list', list),
      file('etc/apt/sources.list.d/debian.sources', sources),
      file('etc/apk/repositories', '#http://g\nhttps://h/main\n'),
      file('etc/yum.repos.d/a.repo', '[a]\nmetalink=https://i/?a\n'),
    ];
    expect((await systemOf([[old], files])).sources.toSorted()).toEqual([
      ...['http://b/debian bookworm main contrib', 'http://d one main', 'http://d two main'],
      ...['http://e one main', 'http://e two main', 'https://h/main', 'https://i/?a'],
    ]);
  });

  test.each<readonly [path: string, text: string, held: readonly string[]]>([
    [
      'var/lib/dpkg/status',
      'Package: a\nStatus: hold ok installed\nVersion: 1\n\nPackage: b\nStatus: install ok installed\n',
      ['a'],
    ],
    ['etc/apk/world', 'a=1\nb\nc<2\nd~3\ne@edge\n', ['a', 'c', 'd', 'e']],
    ['etc/apt/preferences.d/x', 'Package: *\nPin: release n=x\nPin-Priority: 900\n', ['*']],
    ['etc/dnf/dnf.conf', '[main]\nexcludepkgs=kernel*\n', ['*']],
    ['etc/yum.conf', '[main]\ngpgcheck=1\n', []],
  ])('knows what %s holds back', async (path, text, held) => {
    expect((await systemOf([[file(path, text)]])).held).toEqual(held);
  });
});
