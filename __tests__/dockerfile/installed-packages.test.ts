import { describe, expect, it, test } from '@jest/globals';
import { installedPackages } from '../../src/dockerfile/installed-packages.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';

const read = (...lines: readonly string[]) =>
  installedPackages(parseDockerfile('Dockerfile', ['FROM debian:12', ...lines].join('\n')));
/** `apt curl=7.88` for each package of a RUN. */
const packagesOf = (command: string) =>
  read(`RUN ${command}`).flatMap(({ packages }) =>
    packages.map(
      ({ manager, name, version }) => `${manager} ${name}${version ? `=${version}` : ''}`,
    ),
  );

test.each([
  ['apt-get update && apt-get install -y curl git', 'installs', 'apt'],
  ['apt-get update && apt-get -y upgrade', 'upgrades', 'apt'],
  ['apt-get update && apt-get install -y curl && apt-get upgrade -y', 'upgrades', 'apt'],
  ['apt-get dist-upgrade', 'upgrades', 'apt'],
  ['apk add --no-cache curl', 'installs', 'apk'],
  ['apk upgrade --no-cache', 'upgrades', 'apk'],
  ['dnf -y update', 'upgrades', 'dnf'],
  ['dnf -y update openssl', 'installs', 'dnf'],
  ['microdnf install -y nginx', 'installs', 'dnf'],
  ['yum -y upgrade', 'upgrades', 'yum'],
  ['zypper --non-interactive patch', 'upgrades', 'zypper'],
  ['pacman -Syu --noconfirm', 'upgrades', 'pacman'],
  ['pip install requests', undefined, undefined],
] as const)('RUN %s: %s', (command, effect, manager) => {
  expect(read(`RUN ${command}`)).toMatchObject([
    manager ? { effect, manager } : { packages: [{}] },
  ]);
  expect(read(`RUN ${command}`)[0]?.effect).toBe(effect);
});

test.each([
  'apt-get update',
  'apt-get remove -y curl',
  'rm -rf /var/lib/apt/lists/*',
  'echo apt-get upgrade',
  'make install',
])('RUN %s does nothing with packages', (command) => {
  expect(read(`RUN ${command}`)).toEqual([]);
});

test.each([
  ['apt-get install -y curl=7.88.1-10+deb12u5', ['apt curl=7.88.1-10+deb12u5']],
  ['apt-get install -y curl=7.88.*', ['apt curl=7.88.*']],
  ['apt-get install -y libc6:i386=2.36-9 curl/bookworm', ['apt libc6=2.36-9', 'apt curl']],
  ['apt-get install -y ./local.deb vim- g++', ['apt g++']],
  ['apk add curl=8.5.0-r0', ['apk curl=8.5.0-r0']],
  [
    "apk add 'curl~8.5' 'git~=2.4' 'vim>9' bash@edge",
    ['apk curl=8.5*', 'apk git=2.4*', 'apk vim', 'apk bash'],
  ],
  [
    'dnf install -y curl-7.76.1-26.el9_3.3 java-17-openjdk',
    ['dnf curl=7.76.1-26.el9_3.3', 'dnf java-17-openjdk'],
  ],
  ['zypper install -y curl=8.0.1', ['zypper curl=8.0.1']],
  [
    'pip install "requests[socks]==2.31.0" flask "django>=4,<5"',
    ['pip requests=2.31.0', 'pip flask', 'pip django'],
  ],
  ['python3 -m pip install urllib3==1.26.5', ['pip urllib3=1.26.5']],
  [
    'npm install -g typescript@5.4.2 @vue/cli npm@10',
    ['npm typescript=5.4.2', 'npm @vue/cli', 'npm npm'],
  ],
  ['gem install rails -v 7.1.0', ['gem rails=7.1.0']],
  ['gem install rack:2.2.8', ['gem rack=2.2.8']],
])('RUN %s', (command, expected) => {
  expect(packagesOf(command)).toEqual(expected);
});

describe('versions', () => {
  it('of variables are known', () => {
    const [run] = read('ARG V=8.5.0-r0', 'RUN apk add curl=$V');
    expect(run?.packages).toEqual([{ manager: 'apk', name: 'curl', version: '8.5.0-r0' }]);
  });

  it('of words that are too long are not read', () => {
    expect(packagesOf(`dnf install ${'a-1'.repeat(2_000)} curl`)).toEqual(['dnf curl']);
  });
});
