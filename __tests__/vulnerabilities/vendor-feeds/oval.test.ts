import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { azureOval } from '../../../src/vulnerabilities/vendor-feeds/azure-oval.js';
import { InvalidFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { oracleOval } from '../../../src/vulnerabilities/vendor-feeds/oracle-oval.js';
import { suseOval } from '../../../src/vulnerabilities/vendor-feeds/suse-oval.js';
import { all, any, type MadeDefinition, ovalDocument, says } from './oval-document.js';
import { linesOf, readFeed } from './read-feed.js';

const oracle = (...definitions: readonly MadeDefinition[]) =>
  readFeed(oracleOval, ovalDocument(definitions), undefined);
const elsa = (criteria: string, ...packages: readonly string[]): MadeDefinition => ({
  title: '\nELSA-2026-1:  nodejs:18 security update (IMPORTANT)\n',
  metadata:
    '<reference source="elsa" ref_id="ELSA-2026-1"/><reference source="CVE" ref_id="CVE-2026-1001"/>' +
    '<advisory><severity>IMPORTANT</severity><issued date="2026-01-02"/><cve href="x">CVE-2026-1002</cve></advisory>',
  criteria,
  packages,
});
const signed = says('a is signed with the Oracle Linux 9 key');
const installed = says('Oracle Linux 9 is installed');

describe('the advisories of Oracle', () => {
  it('have a row for each package, with the release', async () => {
    const { records, problems } = await oracle(
      elsa(all(installed, any(all('{0}', signed), all('{1}', signed))), 'a < 0:2-1', 'b < 1:3-1'),
    );
    expect(linesOf(records)).toEqual([
      'ELSA-2026-1 [CVE-2026-1001 CVE-2026-1002] Oracle Linux:9 a <0:2-1',
      'ELSA-2026-1 [CVE-2026-1001 CVE-2026-1002] Oracle Linux:9 b <1:3-1',
    ]);
    expect(problems).toEqual([]);
    expect(records[0]).toMatchObject({
      summary: 'nodejs:18 security update',
      modified: '2026-01-02T00:00:00Z',
      database_specific: { severity: 'IMPORTANT' },
      references: [{ url: 'https://linux.oracle.com/errata/ELSA-2026-1.html' }],
    });
  });

  it('name the module that a package must be of', async () => {
    const module = says('Module nodejs:18 is enabled');
    const { records } = await oracle(elsa(all(installed, module, '{0}'), 'a < 2-1'));
    expect(records[0]?.affected[0]?.ecosystem_specific).toEqual({
      vendor: { module: 'nodejs:18' },
    });
  });

  it('name architectures only where the fixed version depends on them', async () => {
    const on = (arch: string, part: string) => all(says(`Oracle Linux arch is ${arch}`), part);
    const arches = async (...packages: readonly string[]) => {
      const parts = any(on('x86_64', '{0}'), on('aarch64', '{1}'));
      const { records } = await oracle(elsa(all(installed, parts), ...packages));
      return records[0]?.affected.map((row) => row.ecosystem_specific);
    };
    expect(await arches('a < 2-1', 'a < 2-1')).toEqual([undefined]);
    expect(await arches('a < 2-1', 'a < 2-2')).toEqual([
      { vendor: { arches: ['x86_64'] } },
      { vendor: { arches: ['aarch64'] } },
    ]);
  });

  it('are read by the comments where a test is missing', async () => {
    const { records } = await oracle(elsa(all(installed, says('a is earlier than 0:2-1'))));
    expect(linesOf(records)[0]).toMatch(/Oracle Linux:9 a <0:2-1$/);
  });

  it('that cannot be read are problems, and the others are read', async () => {
    const { records, problems } = await oracle(
      { ...elsa(all(installed, '{0}'), 'a < 2-1'), title: 'Something' },
      elsa(all(installed, says('a is something'))),
      elsa(all(installed, '{0}'), 'b < 2-1'),
    );
    expect(linesOf(records)).toHaveLength(1);
    expect(problems).toEqual([
      'definition oval:x:def:1: it is not an advisory',
      'definition oval:x:def:2: the test "a is something" is missing',
    ]);
  });
});

const suse = (criteria: string, packages: readonly string[], metadata = '') =>
  readFeed(
    suseOval,
    ovalDocument([{ title: 'CVE-2026-1001', criteria, packages, metadata }]),
    undefined,
  );
const product = (name: string) => says(`${name} is installed`);

describe('the vulnerabilities of SUSE', () => {
  it('have rows of binary packages for each product that images are built from', async () => {
    const { records } = await suse(
      any(
        all(
          any(
            product('SUSE Linux Enterprise Server 15 SP3-LTSS'),
            product('SUSE Linux Enterprise Module for Basesystem 15 SP6'),
          ),
          any('{0}', '{1}'),
        ),
        all(product('SUSE Manager Server 4.1'), '{0}'),
        all(product('openSUSE Leap 15.6'), '{2}'),
      ),
      ['curl < 0:8.0-1', 'libcurl4 *', 'curl < 0:8.0-2'],
    );
    expect(linesOf(records)).toEqual([
      'SUSE-CVE-2026-1001 [CVE-2026-1001] SUSE:Linux Enterprise Server 15 SP3-LTSS curl <0:8.0-1',
      'SUSE-CVE-2026-1001 [CVE-2026-1001] SUSE:Linux Enterprise Module for Basesystem 15 SP6 curl <0:8.0-1',
      'SUSE-CVE-2026-1001 [CVE-2026-1001] SUSE:Linux Enterprise Server 15 SP3-LTSS libcurl4 all',
      'SUSE-CVE-2026-1001 [CVE-2026-1001] SUSE:Linux Enterprise Module for Basesystem 15 SP6 libcurl4 all',
      'SUSE-CVE-2026-1001 [CVE-2026-1001] openSUSE:Leap 15.6 curl <0:8.0-2',
    ]);
    expect(records[0]?.affected[0]?.ecosystem_specific).toMatchObject({
      vendor: { names: 'binary' },
    });
  });

  test.each([
    ['6', '<2-1'],
    ['8', '<=2-1'],
  ])('may write an operation as the number %s', async (operation, end) => {
    const sles = product('SUSE Linux Enterprise Server 16.0');
    const { records, problems } = await suse(all(sles, '{0}'), [`a ${operation} 2-1`]);
    expect(linesOf(records)).toEqual([expect.stringMatching(`a ${end}$`)]);
    expect(problems).toEqual([]);
  });

  test.each(['9', 'less'])('has no operation %s', async (operation) => {
    const sles = product('SUSE Linux Enterprise Server 16.0');
    const { records, problems } = await suse(all(sles, '{0}'), [`a ${operation} 2-1`]);
    expect(records).toEqual([]);
    expect(problems[0]).toContain(`the operation "${operation}" of a is not of OVAL`);
  });

  it('have no row for what is not affected', async () => {
    const sles = product('SUSE Linux Enterprise Server 16.0');
    expect((await suse(all(sles, any(says('a is not affected'), '{0}')), ['b !'])).records).toEqual(
      [],
    );
  });

  it('have the rating and the vector of SUSE', async () => {
    const cve =
      '<advisory><severity>Moderate</severity><cve impact="important" cvss3="7/CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H">CVE-2026-1001</cve></advisory>';
    const { records } = await suse(
      all(product('SUSE Linux Enterprise Micro 5.5'), '{0}'),
      ['a < 1-1'],
      cve,
    );
    expect(records[0]).toMatchObject({
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:H' }],
      affected: [{ ecosystem_specific: { urgency: 'important' } }],
    });
  });

  it('must be indexed by CVEs', async () => {
    const patch = { title: 'SUSE-SU-2026:1-1', criteria: all('{0}'), packages: ['a < 1'] };
    const { problems } = await readFeed(suseOval, ovalDocument([patch]), undefined);
    expect(problems).toEqual([
      'definition oval:x:def:1: it is not about a CVE; pass the file that is indexed by CVEs',
    ]);
  });
});

describe('the vulnerabilities of Azure Linux', () => {
  const azure = (packages: readonly string[], patchable = 'true') =>
    readFeed(
      azureOval,
      ovalDocument([
        {
          id: 'oval:com.microsoft.azurelinux:def:39708',
          title: 'CVE-2026-1001 affecting package ceph',
          metadata: `<patchable>${patchable}</patchable><advisory_date>2026-01-02T03:04:05.678Z</advisory_date><severity>High</severity>`,
          criteria: all('{0}'),
          packages,
        },
      ]),
      '3',
    );

  test.each([
    ['ceph < 0:18-1.azl3', 'true', ['AZL-39708 [CVE-2026-1001] Azure Linux:3 ceph <0:18-1.azl3']],
    ['ceph * ', 'false', ['AZL-39708 [CVE-2026-1001] Azure Linux:3 ceph all']],
    ['ceph <= 0:6-1.azl3', 'false', ['AZL-39708 [CVE-2026-1001] Azure Linux:3 ceph <=0:6-1.azl3']],
    ['ceph < 0:18-1.azl3', 'Not Applicable', []],
  ])('%s, patchable %s', async (one, patchable, lines) => {
    const { records, problems } = await azure([one], patchable);
    expect(linesOf(records)).toEqual(lines);
    expect(problems).toEqual([]);
  });

  it('have a time and a severity', async () => {
    expect((await azure(['ceph < 1'])).records[0]).toMatchObject({
      modified: '2026-01-02T03:04:05Z',
      database_specific: { severity: 'High' },
    });
  });
});

describe('an OVAL document', () => {
  const document = ovalDocument([elsa(all(installed, '{0}'), 'a < 2-1')]);
  const wrap = (criteria: string) => ovalDocument([elsa(criteria, 'a < 2-1')]);

  test.each([
    ['cut short', document.slice(0, -30), 'not well-formed'],
    ['another document', '<html></html>', 'it is not an OVAL document'],
    ['empty', '', 'it is empty'],
    ['JSON', '{}', 'not well-formed'],
    [
      'with a document type',
      document.replace('<oval', '<!DOCTYPE a [<!ENTITY x "y">]><oval'),
      'document type',
    ],
    ['with an entity of its own', document.replace('nodejs:18', '&x;'), 'not well-formed'],
    ['nested too deeply', wrap('<criteria>'.repeat(100) + '</criteria>'.repeat(100)), 'nested'],
  ])('that is %s is refused', async (_, text, message) => {
    const reading = readFeed(oracleOval, text, undefined);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(InvalidFeed);
  });

  it('with too many combinations is a problem', async () => {
    const releases = any(
      ...Array.from({ length: 800 }, (_, i) => says(`Oracle Linux ${i} is installed`)),
    );
    const arches = any(
      ...Array.from({ length: 800 }, (_, i) => says(`Oracle Linux arch is a${i}`)),
    );
    const { problems } = await readFeed(oracleOval, wrap(all(releases, arches, '{0}')), undefined);
    expect(problems[0]).toMatch(/too many combinations$/);
  });

  test.each(['tst:', 'tst:0', 'tst:00', 'tst:1234567890123456', 'other:', '-'])(
    'has tests with ids such as %s0-0',
    async (prefix) => {
      const parts = any('{0}', '{1}');
      const text = ovalDocument([elsa(all(installed, parts), 'a < 2-1', 'b < 3-1')]);
      const { records } = await readFeed(
        oracleOval,
        text.replace(/(?:tst|obj|ste):0-/g, prefix),
        undefined,
      );
      expect(linesOf(records).map((line) => line.replace(/.*9 /, ''))).toEqual([
        'a <2-1',
        'b <3-1',
      ]);
    },
  );

  it('with a definition that is too large is refused', async () => {
    const many = Array.from({ length: 300 }, (_, i) => says(`${i}${'x'.repeat(60_000)}`));
    await expect(readFeed(oracleOval, wrap(all(...many)), undefined)).rejects.toThrow(
      'a definition is larger than 16 MB',
    );
  });

  it('ignores negated criteria', async () => {
    const negated = '<criterion negate="true" test_ref="x" comment="b is earlier than 1"/>';
    const { records } = await readFeed(oracleOval, wrap(all(installed, negated, '{0}')), undefined);
    expect(linesOf(records)).toHaveLength(1);
  });

  it('of any criteria gives rows or a problem', async () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(
          '{0}',
          '{1}',
          installed,
          signed,
          says('x is not affected'),
          says('Oracle Linux arch is a'),
        ),
        fc.array(tie('tree'), { maxLength: 4 }).map((parts) => all(...parts)),
        fc.array(tie('tree'), { maxLength: 4 }).map((parts) => any(...parts)),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (criteria) => {
        const { records, problems } = await readFeed(
          oracleOval,
          ovalDocument([elsa(criteria, 'a < 2-1', 'b *')]),
          undefined,
        );
        for (const line of linesOf(records))
          expect(line).toMatch(/ Oracle Linux:9 [ab] (?:<2-1|all)$/);
        expect(problems.length).toBeLessThan(2);
      }),
    );
  });

  it('of any bytes is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(document.length), fc.string({ unit: 'binary' }), async (at, more) => {
        const text = document.slice(0, at) + more + document.slice(at);
        await readFeed(oracleOval, text, undefined).catch((error) => {
          expect(error).toBeInstanceOf(InvalidFeed);
        });
      }),
    );
  });
});
