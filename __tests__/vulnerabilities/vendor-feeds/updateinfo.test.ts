import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRecord } from '../../../src/vulnerabilities/record.js';
import { amazonLinux } from '../../../src/vulnerabilities/vendor-feeds/amazon-linux.js';
import { bottlerocket } from '../../../src/vulnerabilities/vendor-feeds/bottlerocket.js';
import { fedora } from '../../../src/vulnerabilities/vendor-feeds/fedora.js';
import { NOW } from '../../now.js';
import { linesOf, readFeed } from './read-feed.js';

interface Parts {
  readonly id?: string;
  readonly type?: string;
  readonly severity?: string;
  readonly title?: string;
  readonly references?: string;
  readonly packages?: string;
}

const cve = (id: string) => `<reference href="https://example.org/${id}" id="${id}" type="cve"/>`;
const rpm = (name: string, version: string, release = '1.amzn2', epoch = '0') =>
  `<package arch="x86_64" epoch="${epoch}" name="${name}" release="${release}" version="${version}"><filename>x.rpm</filename></package>`;

function update(parts: Parts = {}): string {
  const { id = 'ALAS2-2026-1', type = 'security', severity = 'important' } = parts;
  const { title = 'an update', references = cve('CVE-2026-3001') } = parts;
  const { packages = rpm('openssl', '1.0.2k') } = parts;
  return `<update from="x" status="final" type="${type}" version="1"><id>${id}</id><title>${title}</title>
    <issued date="2026-02-07 18:49"/><updated date="2026-02-08T21:46:00Z"/><severity>${severity}</severity>
    <description>Fixes CVE-2026-9999, which is not in the references</description>
    <references>${references}</references>
    <pkglist><collection short="c"><name>A collection</name>${packages}</collection></pkglist></update>`;
}

const read = (...updates: readonly string[]) =>
  readFeed(amazonLinux, `<?xml version="1.0"?><updates>${updates.join('')}</updates>`, '2');

describe('an update', () => {
  it('is a record about the CVEs of its references, with a row for each package', async () => {
    const references = cve('CVE-2026-3001') + cve('CVE-2026-3002');
    const packages = rpm('openssl', '1.0.2k', '24.amzn2', '1') + rpm('openssl-libs', '1.0.2k');
    const { records, problems } = await read(update({ references, packages }));
    expect(problems).toEqual([]);
    expect(linesOf(records)).toEqual([
      'ALAS2-2026-1 [CVE-2026-3001 CVE-2026-3002] Amazon Linux:2 openssl <1:1.0.2k-24.amzn2',
      'ALAS2-2026-1 [CVE-2026-3001 CVE-2026-3002] Amazon Linux:2 openssl-libs <1.0.2k-1.amzn2',
    ]);
    expect(records).toMatchObject([
      {
        published: '2026-02-07T18:49:00Z',
        modified: '2026-02-08T21:46:00Z',
        summary: 'an update',
        database_specific: { severity: 'important' },
      },
    ]);
  });

  it('names its CVEs in the titles of bugs, or in its own title', async () => {
    const bug =
      '<reference href="x" id="12" type="bugzilla" title="CVE-2026-3003 curl: overflow"/>';
    const { records } = await read(
      update({ references: bug }),
      update({ id: 'ALAS2-2026-2', references: '', title: 'fix CVE-2026-3004' }),
      update({ id: 'ALAS2-2026-3', references: '' }),
      update({ id: 'ALAS2-2026-4', references: cve('GHSA-aaaa-bbbb-cccc') + cve('BRSA-1') }),
    );
    expect(records.map(({ id, upstream }) => [id, upstream])).toEqual([
      ['ALAS2-2026-1', ['CVE-2026-3003']],
      ['ALAS2-2026-2', ['CVE-2026-3004']],
      ['ALAS2-2026-3', []],
      ['ALAS2-2026-4', ['GHSA-aaaa-bbbb-cccc']],
    ]);
  });

  it('that is no security update is left out', async () => {
    const { records, problems } = await read(update({ type: 'bugfix' }), update({ type: '' }));
    expect([...records, ...problems]).toEqual([]);
  });

  it.each([
    ['important', 'important'],
    ['Urgent', 'critical'],
    ['None', undefined],
    ['unspecified', undefined],
    ['', undefined],
  ])('with the severity "%s" is %s', async (severity, word) => {
    const { records } = await read(update({ severity }));
    expect(records.map((one) => one.database_specific?.severity)).toEqual([word]);
  });

  it('is fixed by the newest of the versions of its architectures', async () => {
    const { records } = await read(update({ packages: rpm('a', '1') + rpm('a', '2') }));
    expect(linesOf(records)).toEqual([
      'ALAS2-2026-1 [CVE-2026-3001] Amazon Linux:2 a <1-1.amzn2 or <2-1.amzn2',
    ]);
  });

  it('keeps its ids and packages in CDATA and character references', async () => {
    const { records } = await read(
      update({ id: '<![CDATA[ALAS2-2026-4]]>', packages: rpm('lib&#97;', '1') }),
    );
    expect(linesOf(records)).toEqual([
      'ALAS2-2026-4 [CVE-2026-3001] Amazon Linux:2 liba <1-1.amzn2',
    ]);
  });
});

describe('hostile text', () => {
  it.each([
    ['a name with spaces', rpm('a b', '1')],
    ['a name with control characters', rpm('a\u001b[31m', '1')],
    ['a long name', rpm('x'.repeat(1000), '1')],
    ['no name', rpm('', '1')],
    ['a version with spaces', rpm('a', '1 or 2')],
    ['a wrong epoch', rpm('a', '1', '1', 'x')],
    ['no version', '<package name="a" epoch="0" release="1"/>'],
  ])('in a package is a problem and does not hide the others: %s', async (_, hostile) => {
    const { records, problems } = await read(update({ packages: hostile + rpm('good', '1') }));
    expect(problems).toEqual(['1 packages of ALAS2-2026-1 have no valid name or version']);
    expect(linesOf(records)).toEqual([
      'ALAS2-2026-1 [CVE-2026-3001] Amazon Linux:2 good <1-1.amzn2',
    ]);
  });

  it.each(['', 'no id', '../../etc', '\u202e-1', 'x'.repeat(1 << 10)])(
    'in an id is a problem: %j',
    async (id) => {
      expect(await read(update({ id }))).toEqual({
        records: [],
        problems: ['an update has no valid id'],
      });
    },
  );

  it('in a description of many megabytes is not kept', async () => {
    const { records } = await read(update({ title: 'x'.repeat(5 << 20) }));
    expect(records[0]?.summary?.length).toBeLessThanOrEqual(20_000);
  });
});

describe('a file that is no updateinfo', () => {
  const bomb = `<!DOCTYPE updates [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><updates>&b;</updates>`;
  it.each([
    ['empty', '', 'it is empty'],
    ['white space', '  \n', 'it is empty'],
    ['a forbidden character', '<updates>&#27;</updates>', 'it is not well-formed XML'],
    ['truncated', `<updates>${update()}`, 'it is not well-formed XML: Unclosed root tag'],
    ['truncated in a tag', '<updates><update type="secu', 'it is not well-formed XML'],
    ['another root', '<repomd/>', 'it is no updateinfo: its root is repomd'],
    ['HTML', '<html><body>Not found<br></body></html>', 'its root is html'],
    ['text', 'Not found', 'it is not well-formed XML'],
    ['JSON', '{"updates": []}', 'it is not well-formed XML'],
    ['an entity bomb', bomb, 'it has a document type'],
    ['an entity', '<updates>&xxe;</updates>', 'it is not well-formed XML'],
    ['deep nesting', `<updates>${'<a>'.repeat(10_000)}`, 'it is nested more than 64 deep'],
    ['a long attribute', `<updates a="${'x'.repeat(1 << 20)}"/>`, 'it is not well-formed XML'],
    ['a long comment', `<updates><!--${'x'.repeat(1 << 20)}--></updates>`, 'not well-formed'],
  ])('is refused: %s', async (_, content, why) => {
    await expect(readFeed(amazonLinux, content, '2')).rejects.toThrow(why);
  });

  it('is refused if it is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('<updates>'), Buffer.from([0xff, 0xfe])]);
    await expect(readFeed(amazonLinux, bytes, '2')).rejects.toThrow('it is not UTF-8');
  });

  it('is refused if an update has too many packages', async () => {
    const packages = rpm('a', '1').repeat(20_001);
    await expect(read(update({ packages }))).rejects.toThrow('more than 20000 packages');
  });
});

it('a file with too many updates is refused', async () => {
  const content = `<updates>${'<update/>'.repeat(200_001)}</updates>`;
  await expect(readFeed(bottlerocket, content)).rejects.toThrow('more than 200000 updates');
});

it('reads the same records in parts of any size', async () => {
  const content = Buffer.from(`<updates>${update({ title: 'ä€😀' })}${update()}</updates>`);
  const whole = await readFeed(bottlerocket, content);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
      const [file] = bottlerocket.files(undefined);
      if (!file) throw new Error('no file');
      async function* chunks() {
        for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
      }
      const records = [];
      for await (const record of bottlerocket.read({ file, chunks: chunks(), problem() {} }))
        records.push(record);
      expect(records).toEqual(whole.records);
    }),
  );
});

it('gives valid records for any updates', async () => {
  const word = fc.oneof(
    fc.constantFrom('CVE-2026-1', 'ALAS-1-1', '1', '', '&amp;', '&#0;', '<x/>', '-1'),
    fc.string({ maxLength: 8 }).map((text) => text.replace(/[<>&"]/g, '')),
  );
  const any = fc.record({
    id: word,
    severity: word,
    title: word,
    packages: word.map((w) => rpm(w, w, w, w)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(any, { maxLength: 3 }), async (updates) => {
      const result = await read(...updates.map(update)).catch((error: Error) => error.name);
      if (typeof result === 'string') expect(result).toBe('InvalidFeed');
      else for (const record of result.records) expect(readRecord(record, NOW).id).toBe(record.id);
    }),
  );
});

it.each([
  [amazonLinux, '1', 'amazon-linux-1-updateinfo.xml'],
  [amazonLinux, '2', 'amazon-linux-2-updateinfo.xml'],
  [amazonLinux, '2023', 'amazon-linux-2023-updateinfo.xml'],
  [amazonLinux, '2022', undefined],
  [fedora, '43', 'fedora-43-updateinfo.xml'],
  [fedora, 'rawhide', undefined],
  [fedora, '43/../x', undefined],
  [fedora, undefined, undefined],
  [bottlerocket, undefined, 'bottlerocket-updateinfo.xml'],
])('the file of %# is named by its release', (feed, release, name) => {
  expect(feed.files(release)[0]?.name).toBe(name);
});
