import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { debianTracker } from '../../../src/vulnerabilities/vendor-feeds/debian-tracker.js';
import { InvalidFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { readMembers } from '../../../src/vulnerabilities/vendor-feeds/json-members.js';
import { linesOf, readFeed } from './read-feed.js';

const cve = (releases: unknown, more: object = {}) => ({
  description: 'It is bad.',
  releases,
  ...more,
});
const read = (packages: unknown) => readFeed(debianTracker, JSON.stringify(packages));
const open = { status: 'open', urgency: 'low' };

describe('the security tracker', () => {
  it('has a record for each CVE, with the rows of all packages and releases', async () => {
    const { records, problems } = await read({
      vim: {
        'CVE-2026-1001': cve({
          bookworm: { status: 'resolved', fixed_version: '2:9.0-1', urgency: 'low' },
          trixie: open,
          sid: open,
        }),
        'TEMP-0000000-AAAAAA': cve({ trixie: open }),
      },
      neovim: { 'CVE-2026-1001': cve({ bookworm: open }) },
    });
    expect(linesOf(records)).toEqual([
      'DEBIAN-CVE-2026-1001 [CVE-2026-1001] Debian:12 vim <2:9.0-1',
      'DEBIAN-CVE-2026-1001 [CVE-2026-1001] Debian:13 vim all',
      'DEBIAN-CVE-2026-1001 [CVE-2026-1001] Debian:12 neovim all',
    ]);
    expect(problems).toEqual([]);
  });

  test.each([
    [{ status: 'resolved', fixed_version: '0' }],
    [{ status: 'resolved' }],
    [{ status: 'undetermined' }],
    [{ status: 'new-status' }],
    ['open'],
  ])('has no row for a release with %j', async (release) => {
    expect((await read({ vim: { 'CVE-2026-1001': cve({ trixie: release }) } })).records).toEqual(
      [],
    );
  });

  test.each([
    [{ nodsa: 'Minor issue', nodsa_reason: '' }, 'no advisory planned'],
    [{ nodsa: 'Minor issue', nodsa_reason: 'postponed' }, 'postponed'],
    [{ nodsa: 'Too intrusive', nodsa_reason: 'ignored' }, 'ignored'],
    [{ urgency: 'end-of-life' }, 'end of life'],
    [{}, undefined],
    [{ nodsa_reason: 5 }, undefined],
  ])('says why there is no fix: %j', async (more, state) => {
    const { records } = await read({
      vim: { 'CVE-2026-1001': cve({ trixie: { ...open, ...more } }) },
    });
    expect(records[0]?.affected[0]?.ecosystem_specific).toEqual({
      urgency: 'urgency' in more ? more.urgency : 'low',
      ...(state && { vendor: { state } }),
    });
  });

  it('names what it cannot read, and reads the rest', async () => {
    const { records, problems } = await read({
      'a b': {},
      bash: [],
      sed: { 'CVE-2026-1001': cve([]), 'CVE-2026-1002': 5 },
      vim: { 'CVE-2026-1003': cve({ trixie: open }) },
    });
    expect(records).toHaveLength(1);
    expect(problems).toEqual([
      'a package has no valid name or CVEs',
      'a package has no valid name or CVEs',
      'CVE-2026-1001 of package sed has no releases',
      'CVE-2026-1002 of package sed has no releases',
    ]);
  });

  test.each([
    ['empty', '', 'it ends early, or is empty'],
    ['a list', '[]', 'it is not a JSON object'],
    ['cut short', '{"vim": {"CVE-2026-1001": {', 'it ends early'],
    ['followed by something', '{} {}', 'it is not a JSON object'],
    ['another text', '<html>', 'it is not a JSON object'],
    ['not JSON', '{"a": nope}', 'it is not JSON'],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'it is not UTF-8'],
  ])('that is %s is refused', async (_, content, message) => {
    const reading = readFeed(debianTracker, content);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(InvalidFeed);
  });
});

describe('the members of a JSON object', () => {
  async function membersOf(bytes: Uint8Array, size: number) {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const members: [string, unknown][] = [];
    for await (const [name, value] of readMembers(chunks())) members.push([name, value]);
    return members;
  }

  it('are those of the object, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
        fc.nat(4),
        fc.integer({ min: 1, max: 50 }),
        async (object, indent, size) => {
          const bytes = Buffer.from(` ${JSON.stringify(object, undefined, indent)}\n`);
          const expected = Object.entries(JSON.parse(bytes.toString()));
          expect(await membersOf(bytes, size)).toEqual(
            expected.filter(([name]) => name !== '__proto__'),
          );
        },
      ),
    );
  });

  it('of any bytes are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        await membersOf(Buffer.concat([Buffer.from('{'), bytes]), 7).catch((error) => {
          expect(error).toBeInstanceOf(InvalidFeed);
        });
      }),
    );
  });
});
