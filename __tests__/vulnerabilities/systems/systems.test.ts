import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { collectCoverage } from '../../../src/core/coverage.js';
import { readOptions } from '../../../src/options/read-options.js';
import { IMAGE_CHECKS, inspectImage } from '../../../src/scan/image.js';
import { dockerArchive, tar, temporaryFolder } from '../../image/build-tar.js';
import { quietHost } from '../fixtures.js';
import { filesOf, packageOf } from './image-of.js';
import { MADE_UP_SYSTEMS, type MadeUpSystem } from './systems.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const now = new Date('2026-11-26T00:00:00Z');
let scans = 0;

/** Scans the system's image with advisories of one ecosystem. */
async function scan(system: MadeUpSystem, ecosystem: string) {
  const { name, fixed } = packageOf(system);
  const at = `scan${scans++}`;
  const archive = folder.write(
    `${at}/image.tar`,
    dockerArchive([
      tar(Object.entries(filesOf(system)).map(([path, body]) => ({ name: path, body }))),
    ]),
  );
  const [base = ''] = ecosystem.split(':');
  const write = (id: string, events: readonly object[], more: object = {}) => {
    const affected = [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }];
    const record = { id, modified: '2026-11-25T00:00:00Z', affected, ...more };
    folder.write(`${at}/osv/${base}/${id}.json`, JSON.stringify(record));
  };
  const severity = [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }];
  write('CVE-2026-0001', [{ introduced: '0' }, { fixed }], { severity });
  write('CVE-2026-0002', [{ introduced: '0' }]);
  const words = ['--offline', '--advisories', join(folder.path, at, 'osv')];
  const options = readOptions('scan', words, { path: '', noColor: true }, now);
  const image = { name: 'app', reference: `docker-archive:${archive}` };
  const inspection = await inspectImage(
    image,
    { checks: IMAGE_CHECKS },
    { options, host: quietHost() },
  );
  const rows = collectCoverage(inspection.coverage ?? [], inspection.incomplete).filter(
    ({ check, state }) => check === 'vulnerability' && state !== 'checked',
  );
  return { inspection, gaps: rows.map(({ reason = '' }) => reason) };
}

const rulesOf = ({ inspection }: Awaited<ReturnType<typeof scan>>) =>
  inspection.findings.map(({ rule }) => rule);

test('there are at least 70 systems with names of their own', () => {
  expect(new Set(MADE_UP_SYSTEMS.map(({ name }) => name)).size).toBe(MADE_UP_SYSTEMS.length);
  expect(MADE_UP_SYSTEMS.length).toBeGreaterThanOrEqual(70);
  for (const { advisories, named } of MADE_UP_SYSTEMS)
    expect([advisories, named].filter(Boolean)).toHaveLength(1);
});

const covered = MADE_UP_SYSTEMS.filter(({ advisories }) => advisories !== undefined);

describe('a covered system', () => {
  test.each(covered)('$name has the vulnerabilities that $advisories names', async (system) => {
    const result = await scan(system, system.advisories ?? '');
    expect(result.gaps).toEqual([]);
    const find = (id: string) => result.inspection.findings.find(({ rule }) => rule === id);
    expect(find('CVE-2026-0001')).toMatchObject({
      severity: 'critical',
      details: { fixed: packageOf(system).fixed },
    });
    expect(find('CVE-2026-0002')).toMatchObject({ severity: 'medium', details: { fixed: null } });
    expect(find('end-of-life') !== undefined).toBe(system.ended === true);
  });

  test.each(covered)(
    '$name is not covered by advisories of others, which is named',
    async (system) => {
      const result = await scan(system, 'npm');
      expect(rulesOf(result)).not.toContain('CVE-2026-0001');
      const [base] = system.advisories?.split(':') ?? [];
      expect(result.gaps).toEqual([expect.stringContaining(`has no ${base} advisories`)]);
    },
  );
});

describe('a hostile os-release', () => {
  const HOSTILE: readonly (readonly [string, string, string])[] = [
    [
      'of 10 MB',
      `ID=debian|VERSION_ID=99|${'#'.repeat(10 << 20)}`,
      'has no advisories for Debian 99',
    ],
    ['with a version of 1 MB', `ID=debian|VERSION_ID=${'9'.repeat(1 << 20)}`, 'for Debian 999'],
    ['with control characters', 'ID=debian|VERSION_ID="99\u001b[31m\u202e"', 'for debian-99'],
    ['with names of JavaScript', 'ID=__proto__|VERSION_ID=constructor', 'for __proto__'],
    ['with a path as version', 'ID=debian|VERSION_ID=../../etc', 'no advisories for debian'],
    ['of Alpine with packages of Debian', 'ID=alpine|VERSION_ID=3.24', 'no advisories for alpine'],
    ['with bytes that are no text', '\u0000\u0001\ufffd', 'the release of Debian is not known'],
  ];
  test.each(HOSTILE)('%s: the system is named as not covered, in short', async (_, os, reason) => {
    const { gaps } = await scan({ name: 'hostile', os, database: 'dpkg' }, 'Debian:12');
    expect(gaps.join('\n')).toContain(reason);
    expect(gaps.join('\n').length).toBeLessThan(1000);
    expect(gaps.join('\n')).not.toMatch(/\p{Cf}|\p{Cc}(?<!\n)/u);
  });
});

describe('a system without advisories', () => {
  test.each(MADE_UP_SYSTEMS.filter(({ named }) => named !== undefined))(
    '$name is not covered, and "$named" is named',
    async (system) => {
      const { gaps } = await scan(system, 'Debian:12');
      expect(gaps.join('\n')).toContain(system.named);
    },
  );
});
