import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { followPackages, renamedFingerprints } from '../../src/baseline/renamed-fingerprints.js';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { json } from '../../src/reports/formats/json.js';
import { dockerArchive, type TarMember, tar, temporaryFolder } from '../image/build-tar.js';
import { type FindingParts, vulnerability } from '../reports/sample.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const host = terminalHost({ quiet: true, path: '', stderr: process.stderr });
const now = new Date('2026-11-24T00:00:00Z');

const lodash = (version: string): TarMember => ({
  name: 'app/node_modules/lodash/package.json',
  body: JSON.stringify({ name: 'lodash', version }),
});
const minimist: TarMember = {
  name: 'app/node_modules/minimist/package.json',
  body: JSON.stringify({ name: 'minimist', version: '0.0.8' }),
};

const advisory = (id: string, name: string, fixed: string) =>
  JSON.stringify({
    id,
    modified: '2026-11-24T00:00:00Z',
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  });

async function checkImage(name: string, members: readonly TarMember[], baseline?: string) {
  folder.write(name, dockerArchive([tar([...members])]));
  const image = join(folder.path, name);
  const args = [
    ...[join(folder.path, 'repository'), '--offline', '--image', image],
    ...['--advisories', join(folder.path, 'osv')],
    ...(baseline === undefined ? [] : ['--baseline', baseline]),
  ];
  const options = readOptions('check', args, { path: '', noColor: true }, now);
  const { report, context } = await check(join(folder.path, 'repository'), options, host);
  folder.write(`${name}.json`, json.render(report, context));
  return { report, path: join(folder.path, `${name}.json`) };
}

const proofOf = ({ plan }: Report) => plan?.proof;

it('proves the plan of an image that is saved under another name, as it does under the same name', async () => {
  folder.write('osv/npm/a.json', advisory('CVE-2020-1', 'lodash', '4.17.20'));
  folder.write('osv/npm/b.json', advisory('CVE-2020-2', 'minimist', '0.2.4'));
  folder.write('repository/Dockerfile', 'FROM scratch\nCOPY app /app\nUSER 1000\n');
  const before = await checkImage('shop-1.tar', [lodash('4.17.10'), minimist]);
  const after = [lodash('4.17.20'), minimist];
  const renamed = await checkImage('shop-2.tar', after, before.path);
  const same = await checkImage('shop-1.tar', after, before.path);
  expect(proofOf(same.report)).toMatchObject({ promised: 1, cleared: 1, left: [] });
  expect(proofOf(renamed.report)).toEqual({ ...proofOf(same.report), of: before.path });
});

const on = (image: string, over: FindingParts = {}) =>
  vulnerability('CVE-1', 'openssl', {
    subject: { image, purl: 'pkg:npm/a@1', path: 'a' },
    ...over,
  });

it.each([
  { of: 'the renamed image', today: on('new.tar'), found: 1 },
  { of: 'the same image under another tag', today: on('old.tar'), found: 1 },
  { of: 'a third image', today: on('third.tar'), found: 0 },
  { of: 'another rule', today: on('new.tar', { rule: 'CVE-2' }), found: 0 },
  {
    of: 'another place',
    today: on('new.tar', { subject: { image: 'new.tar', purl: 'pkg:npm/a@1', path: 'b' } }),
    found: 0,
  },
])('finds $found finding of $of', ({ today, found }) => {
  const image = today.subject?.image === 'old.tar' ? undefined : { from: 'old.tar', to: 'new.tar' };
  expect(followPackages([on('old.tar')], [today], image)).toHaveLength(found);
});

it('lists only the fingerprints that differ', () => {
  const [a, b] = [on('a', { fingerprint: '1' }), on('a', { fingerprint: '2' })];
  expect([...renamedFingerprints([[a, b]], [[b, b]])]).toEqual([['1', '2']]);
});
