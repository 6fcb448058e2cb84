import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  inspectVulnerabilities,
  type VulnerabilityOptions,
} from '../../../src/vulnerabilities/inspect.js';
import type { VendorFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { VENDOR_FEEDS } from '../../../src/vulnerabilities/vendor-feeds/registry.js';
import { NOW } from '../../now.js';
import { pkg, quietHost, temporaryFolder } from '../fixtures.js';
import { type OsvServer, startOsvServer } from '../sources/osv-server.js';
import { type FeedServer, startFeedServer } from './feed-server.js';

let osv: OsvServer;
let vendors: FeedServer;
beforeAll(async () => {
  osv = await startOsvServer();
  vendors = await startFeedServer();
});
afterAll(() => {
  osv.close();
  vendors.close();
});

const FIXED = `<updates><update type="security"><id>X-2026-1</id><title>curl: a fix</title><severity>important</severity>
  <references><reference id="CVE-2026-6001" type="cve"/></references><pkglist><collection>
  <package name="curl" epoch="0" version="8.1" release="1" arch="x86_64"/></collection></pkglist></update></updates>`;
const ARCH = [
  {
    name: 'AVG-1',
    packages: ['curl'],
    fixed: '8.1-1',
    severity: 'High',
    issues: ['CVE-2026-6001'],
  },
];
const PHOTON = [{ cve_id: 'CVE-2026-6001', pkg: 'curl', cve_score: 7.5, res_ver: '8.1-1' }];
const SECDB = { packages: [{ pkg: { name: 'curl', secfixes: { '8.1-r0': ['CVE-2026-6001'] } } }] };

/** Every feed at the vendors' server, under the names of its files. */
const feeds = (): readonly VendorFeed[] =>
  VENDOR_FEEDS.map((feed) => ({
    ...feed,
    files: (release) =>
      feed.files(release).map(({ name, release: own }) => ({
        name,
        addresses: [`${vendors.url}/${name}`],
        release: own,
      })),
  }));

const SYSTEMS: readonly (readonly [purl: string, files: readonly string[], content: string])[] = [
  [
    'apk/alpine/curl@8.0-r0?distro=alpine-3.22.0',
    ['alpine-v3.22-main.json', 'alpine-v3.22-community.json'],
    JSON.stringify(SECDB),
  ],
  ['rpm/amzn/curl@8.0-1?distro=amzn-2023', ['amazon-linux-2023-updateinfo.xml'], FIXED],
  ['alpm/arch/curl@8.0-1?distro=arch', ['arch-linux-all.json'], JSON.stringify(ARCH)],
  ['rpm/fedora/curl@8.0-1?distro=fedora-43', ['fedora-43-updateinfo.xml'], FIXED],
  [
    'rpm/bottlerocket/curl@8.0-1?distro=bottlerocket-1.20.0',
    ['bottlerocket-updateinfo.xml'],
    FIXED,
  ],
  ['rpm/photon/curl@8.0-1?distro=photon-5.0', ['photon-5.0-cve.json'], JSON.stringify(PHOTON)],
];

async function inspect(purl: string, more: Partial<VulnerabilityOptions>) {
  const options = { now: NOW, cache: temporaryFolder(), ...more };
  const nowhere = { kev: `${osv.url}/kev`, epss: `${osv.url}/epss` };
  const result = await inspectVulnerabilities(
    [pkg(purl)],
    undefined,
    { ...options, feeds: nowhere },
    quietHost(),
  );
  return {
    findings: result.findings
      .filter(({ check }) => check === 'vulnerability')
      .map(({ rule, severity }) => `${rule} ${severity}`),
    states: result.coverage.map(({ state }) => state),
    incomplete: result.incomplete.map(({ reason }) => reason),
  };
}

const expectedOf = (purl: string) => ({
  findings: [purl.startsWith('apk') ? 'CVE-2026-6001 medium' : 'CVE-2026-6001 high'],
  states: ['checked'],
  incomplete: [],
});

it.each(SYSTEMS)(
  '%s is checked with the feed of its vendor from the network',
  async (purl, files, content) => {
    osv.reset();
    vendors.content.clear();
    for (const name of files) vendors.content.set(`/${name}`, content);
    // OSV rejects a query for a system that it does not know.
    for (const name of ['Amazon Linux:2023', 'Arch Linux', 'Fedora:43', 'Bottlerocket'])
      osv.unknown.add(name);
    expect(await inspect(purl, { api: osv.url, vendorFeeds: feeds() })).toEqual(expectedOf(purl));
  },
);

it.each(SYSTEMS)(
  '%s is checked with files in a folder without the network',
  async (purl, files, content) => {
    const advisories = temporaryFolder();
    mkdirSync(join(advisories, 'vendor-feeds'));
    for (const name of files)
      writeFileSync(join(advisories, 'vendor-feeds', `${name}.gz`), gzipSync(content));
    expect(await inspect(purl, { advisories, offline: true })).toEqual(expectedOf(purl));
  },
);

it.each(SYSTEMS)('%s is incomplete if the feed cannot be downloaded', async (purl) => {
  osv.reset();
  vendors.content.clear();
  const { findings, incomplete } = await inspect(purl, { api: osv.url, vendorFeeds: feeds() });
  expect(findings).toEqual([]);
  expect(incomplete[0]).toMatch(/^Cannot read .* status 404/);
});
