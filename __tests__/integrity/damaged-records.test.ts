import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rpmHeader } from '../inventory/build/rpm.js';
import { sqlite } from '../inventory/build/sqlite.js';
import { changesOf, digest } from './changes-of.js';

const text = 'x';
const sha256 = digest('sha256', text);
const header = rpmHeader({
  name: 'tool',
  version: '1',
  release: '1',
  files: ['/usr/bin/tool', '/usr/bin/link'],
  fileFacts: [{ digest: sha256, mode: 0o100755 }, { link: 'tool' }],
});
const status = 'Package: tool\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
const apk = `P:tool\nV:1\nF:usr/bin\nR:tool\na:0:0:755\nZ:Q1${Buffer.from(digest('sha1', text), 'hex').toString('base64')}\n\n`;
const row = `tool.py,sha256=${Buffer.from(sha256, 'hex').toString('base64url')},1\n`;

/** A change at a place of a file: bytes that are replaced, or the end that is cut off. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant('cut' as const)),
});

describe('a record with any damage', () => {
  it.each([
    ['dpkg', 'status', 'var/lib/dpkg/status', status],
    ['dpkg', 'md5sums', 'var/lib/dpkg/info/tool.md5sums', `${digest('md5', text)}  usr/bin/tool\n`],
    ['dpkg', 'diversions', 'var/lib/dpkg/diversions', '/usr/bin/tool\n/usr/bin/tool.x\n:\n'],
    ['apk', 'database', 'lib/apk/db/installed', apk],
    ['pip', 'RECORD', 'usr/lib/python3/tool-1.dist-info/RECORD', row],
    ['rpm', 'database', 'var/lib/rpm/rpmdb.sqlite', sqlite([header])],
  ])('of %s (%s) ends in a result', async (_, __, path, content) => {
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes }) => {
        const whole = Buffer.from(content);
        const place = Math.floor(at * whole.length);
        const damaged =
          bytes === 'cut'
            ? whole.subarray(0, place)
            : Buffer.concat([
                whole.subarray(0, place),
                bytes,
                whole.subarray(place + bytes.length),
              ]);
        const base = { 'var/lib/dpkg/status': status, 'usr/bin/tool': text, [path]: damaged };
        const { findings, incomplete } = await changesOf([base, { 'usr/bin/tool': 'evil' }]);
        expect(findings.length + incomplete.length).toBeLessThan(10);
      }),
      { numRuns: 30 },
    );
  });
});
