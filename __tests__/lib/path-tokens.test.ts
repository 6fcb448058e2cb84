import { expect, test } from '@jest/globals';
import { readAddress } from '../../src/dockerfile/materials/address.js';
import { maskText } from '../../src/secrets/mask-text.js';

const TOKEN = 'aBcD1234efgh5678IjKl';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const UUID = 'a1b2c3d4-1234-4567-89ab-0123456789ab';

test.each([
  { address: 'https://pypi.fury.io/TOKEN/me/', shown: 'https://pypi.fury.io/…/me/' },
  {
    address: `https://dl.cloudsmith.io/${TOKEN}/a/b/deb`,
    shown: 'https://dl.cloudsmith.io/…/a/b/deb',
  },
  {
    address: `https://dl.cloudsmith.io/basic/${TOKEN}/a`,
    shown: 'https://dl.cloudsmith.io/basic/…/a',
  },
  {
    address: 'https://packagecloud.io/priv/abcdefgh/u/r',
    shown: 'https://packagecloud.io/priv/…/u/r',
  },
  {
    address: `https://a.jfrog.io/artifactory/${TOKEN}/npm`,
    shown: 'https://a.jfrog.io/artifactory/…/npm',
  },
  { address: 'https://repo.a.example/Ab1Cd2Ef3Gh4/deb', shown: 'https://repo.a.example/…/deb' },
  {
    address: `https://repo.a.example/${UUID.replaceAll('-', '')}/deb`,
    shown: 'https://repo.a.example/…/deb',
  },
  {
    address: `https://www.myget.org/F/feed/auth/${UUID}/api`,
    shown: 'https://www.myget.org/F/feed/auth/…/api',
  },
  { address: 'https://conda.example/t/abcdefgh/main', shown: 'https://conda.example/t/…/main' },
  { address: `https://a.example/${TOKEN}`, shown: 'https://a.example/…' },
  { address: `https://a.example/$X/${TOKEN}/$Y`, shown: 'https://a.example/$X/…/$Y' },
])('the token of $address is not shown', ({ address, shown }) => {
  expect(readAddress(address).what).toBe(shown);
  expect(maskText(`RUN pip install -i ${address} x`)).not.toContain(address);
});

test.each([
  'https://apt.fury.io/wez/',
  'https://apt.fury.io/wez/gpg.key',
  'https://dl.cloudsmith.io/public/org/repo/gpg.key',
  'https://packagecloud.io/install/repositories/u/r/script.deb.sh',
  `https://github.com/a/b/archive/${COMMIT}.tar.gz`,
  `https://raw.githubusercontent.com/a/b/${COMMIT}/x`,
  `https://download.visualstudio.microsoft.com/download/pr/${UUID}/${UUID.replaceAll('-', '')}/x.tgz`,
  `https://a.example/blobs/sha256:${COMMIT}${COMMIT.slice(16)}`,
  'https://repo.anaconda.com/miniconda/Miniconda3-py39_4.12.0-Linux-x86_64.sh',
  'https://a.example/node-v18.17.1-linux-x64/SHASUMS256.txt',
  'https://repo.saltproject.io/py3/ubuntu/22.04/amd64/latest',
])('%s has no token', (address) => {
  expect(readAddress(address).what).toBe(address);
});
