import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openApi } from '../../../src/vulnerabilities/sources/api.js';
import { NOW } from '../../now.js';
import { below, query, quietHost, record, row } from '../fixtures.js';
import { type OsvServer, startOsvServer } from './osv-server.js';

let osv: OsvServer;
beforeAll(async () => {
  osv = await startOsvServer();
});
beforeEach(() => osv.reset());
afterAll(() => osv.close());

/** The API with its list of ecosystems. */
const find = (...purls: readonly string[]) =>
  openApi(
    { now: NOW, url: osv.url, ecosystems: `${osv.url}/ecosystems.txt`, pause: 1 },
    quietHost(),
  ).find(purls.map((purl) => query(purl)));

const missing = async (...purls: readonly string[]) =>
  (await find(...purls)).coverage.missing?.map(({ ecosystem, release }) =>
    [ecosystem, release].filter(Boolean).join(':'),
  );

const NEW_DEBIAN = 'deb/debian/y@1?distro=debian-99';

describe('a release is covered', () => {
  test('if a returned record is about it', async () => {
    osv.uncovered.add('Debian:99');
    osv.ids.set('y', ['A']);
    osv.records.set('A', record('A', [row('Debian:99', 'y', below('2'))]));
    expect(await missing(NEW_DEBIAN)).toEqual([]);
  });

  test('if the API has advisories for one of its packages', async () => {
    expect(await missing(NEW_DEBIAN, 'npm/x@1.0.0')).toEqual([]);
  });

  test('if the list of ecosystems names it', async () => {
    osv.uncovered.add('Debian:99').add('Wolfi').add('SUSE:Linux Enterprise Server 15 SP6');
    osv.uncovered.add('SUSE:Linux Enterprise Module for Basesystem 15 SP6');
    osv.ecosystems = 'Debian\nDebian:99\nSUSE:Linux Enterprise Desktop 15 SP6\nWolfi\n';
    expect(await missing(NEW_DEBIAN, 'apk/wolfi/y@1', 'rpm/suse/y@1?distro=sles-15.6')).toEqual([]);
  });
});

describe('a release is not covered', () => {
  test.each([
    ['an unknown release', 'apk/alpine/y@1?distro=alpine-3.99.0', ['Alpine:v3.99']],
    ['a release of SUSE', 'rpm/suse/y@1?distro=sles-16.0', ['SUSE:16.0']],
    ['a release of Red Hat', 'rpm/redhat/y@1?distro=rhel-12.0', ['Red Hat:12']],
    ['a distribution', 'rpm/photon/y@1?distro=photon-5.0', ['Photon OS:5.0']],
    ['a language', 'julia/y@1', ['Julia']],
    ['one that OSV does not know', 'alpm/arch/y@1-1', ['Arch Linux']],
  ])('if there is no sign of it: %s', async (_, purl, expected) => {
    osv.uncovered
      .add('Alpine:v3.99')
      .add('SUSE:Linux Enterprise Server 16.0')
      .add('SUSE:Linux Enterprise Module for Basesystem 16.0')
      .add('Red Hat:enterprise_linux:12::baseos')
      .add('Red Hat:enterprise_linux:12')
      .add('Photon OS:5.0')
      .add('Julia');
    expect(await missing(purl)).toEqual(expected);
    // A list of other releases, and one without releases, change nothing.
    osv.ecosystems = 'Alpine\nAlpine:v3.20\nSUSE:Linux Enterprise Server 15 SP6\nRed Hat\n';
    expect(await missing(purl)).toEqual(expected);
  });

  test('if a returned record is about another release', async () => {
    osv.uncovered.add('Debian:99');
    osv.ids.set('y', ['A']);
    osv.records.set('A', record('A', [row('Debian:12', 'y', below('2')), row('Debian', 'y', [])]));
    expect(await missing(NEW_DEBIAN)).toEqual(['Debian:99']);
  });
});

test('an ecosystem that the API rejects does not hide the answers for others', async () => {
  osv.unknown.add('Photon OS:5.0');
  osv.ids.set('x', ['A']);
  osv.records.set('A', record('A', [row('npm', 'x', below('2.0.0'))]));
  const { advisories, problems, coverage } = await find(
    'npm/x@1.0.0',
    'rpm/photon/y@1?distro=photon-5.0',
  );
  expect(advisories.map(({ id }) => id)).toEqual(['A']);
  expect(problems).toEqual([
    { message: expect.stringMatching(/^Query to .* failed \(1 package\): .* status 400$/) },
  ]);
  expect(coverage.missing).toEqual([]);
});
