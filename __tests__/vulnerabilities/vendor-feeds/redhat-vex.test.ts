import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidFeed } from '../../../src/vulnerabilities/vendor-feeds/feed.js';
import { redhatVex } from '../../../src/vulnerabilities/vendor-feeds/redhat-vex.js';
import { linesOf, readFeed } from './read-feed.js';

/** CPEs by product id. */
const PRODUCTS = {
  red_hat_enterprise_linux_9: 'cpe:/o:redhat:enterprise_linux:9',
  'RHEL-9.6': 'cpe:/o:redhat:enterprise_linux:9.6',
  'BaseOS-9': 'cpe:/o:redhat:enterprise_linux:9::baseos',
  'AppStream-8': 'cpe:/a:redhat:enterprise_linux:8::appstream',
  'EUS-9.4': 'cpe:/o:redhat:rhel_eus:9.4::baseos',
  'OpenShift-4': 'cpe:/a:redhat:openshift:4.16::el9',
};

/** A VEX document; statuses name products as `PRODUCT:COMPONENT`, and a component is its package URL or its id. */
function vex(statuses: Record<string, readonly string[]>, more: object = {}, about: object = {}) {
  const ids = [...new Set(Object.values(statuses).flat())];
  const parts = ids.map((id) => [id, id.slice(0, id.indexOf('|')), id.slice(id.indexOf('|') + 1)]);
  const branch = (id: string, helper?: object) => ({
    product: { product_id: id, name: id, product_identification_helper: helper },
  });
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: 'vim: overflow',
      tracking: { current_release_date: '2026-01-02T00:00:00+00:00' },
      ...about,
    },
    product_tree: {
      branches: [
        {
          branches: [
            ...Object.entries(PRODUCTS).map(([id, cpe]) => branch(id, { cpe })),
            ...parts.map(([, , part = '']) =>
              branch(part, part.startsWith('pkg:') ? { purl: part } : undefined),
            ),
          ],
        },
      ],
      relationships: parts.map(([id, product, part]) => ({
        full_product_name: { product_id: id },
        product_reference: part,
        relates_to_product_reference: product,
      })),
    },
    vulnerabilities: [
      { cve: 'CVE-2026-1001', title: 'vim: overflow', product_status: statuses, ...more },
    ],
  };
}

const read = (document: unknown) =>
  readFeed(redhatVex, typeof document === 'string' ? document : JSON.stringify(document));
const rowsOf = async (...args: Parameters<typeof vex>) =>
  linesOf((await read(vex(...args))).records).map((line) => line.replace(/^.*?\] /, ''));
const states = async (...args: Parameters<typeof vex>) =>
  (await read(vex(...args))).records[0]?.affected.map((row) => row.ecosystem_specific);

const VIM = 'pkg:rpm/redhat/vim';

describe('a VEX document', () => {
  it('has a row for each fixed and each unfixed package, and none for others', async () => {
    const rows = await rowsOf({
      fixed: [
        `BaseOS-9|${VIM}@8.2-1.el9?arch=x86_64&epoch=2`,
        `BaseOS-9|${VIM}@8.2-1.el9?arch=aarch64&epoch=2`,
        `BaseOS-9|${VIM}@8.2-1.el9?arch=src&epoch=2`,
      ],
      known_affected: [`AppStream-8|${VIM}-minimal`],
      known_not_affected: [`AppStream-8|${VIM}-X11`],
      under_investigation: [`AppStream-8|${VIM}-common`],
    });
    expect(rows).toEqual([
      'Red Hat:enterprise_linux:9::baseos vim <2:8.2-1.el9',
      'Red Hat:enterprise_linux:8::appstream vim-minimal all',
      'Red Hat:enterprise_linux:8::appstream vim-common all',
    ]);
  });

  it('has the id, time, title and rating of its CVE', async () => {
    const { records } = await read(
      vex(
        { known_affected: [`AppStream-8|${VIM}`] },
        {
          scores: [
            {
              cvss_v3: { vectorString: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L' },
              products: [],
            },
          ],
          threats: [{ category: 'impact', details: 'Low', product_ids: [`AppStream-8|${VIM}`] }],
        },
      ),
    );
    expect(records).toMatchObject([
      {
        id: 'REDHAT-CVE-2026-1001',
        upstream: ['CVE-2026-1001'],
        modified: '2026-01-02T00:00:00+00:00',
        summary: 'vim: overflow',
        severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:L' }],
        affected: [{ ecosystem_specific: { urgency: 'low' } }],
      },
    ]);
  });

  test.each([
    ['no_fix_planned', 'Will not fix', 'Will not fix'],
    ['no_fix_planned', 'Out of support scope', 'Out of support scope'],
    ['none_available', 'Fix deferred', 'Fix deferred'],
    ['none_available', 'Affected', 'Affected'],
    // A workaround is not why there is no fix.
    ['workaround', 'Remove it', 'Affected'],
    ['vendor_fix', 'Update', 'Affected'],
  ])('says why there is no fix: %s, %s', async (category, details, state) => {
    const id = `AppStream-8|${VIM}`;
    expect(
      await states(
        { known_affected: [id] },
        {
          remediations: [{ category, details, product_ids: [id] }],
        },
      ),
    ).toEqual([{ urgency: undefined, vendor: { state, module: '' } }]);
  });

  it('says when the fix was published', async () => {
    const id = `BaseOS-9|${VIM}@8.2-1.el9?arch=x86_64`;
    const fix = { category: 'vendor_fix', product_ids: [id], date: '2026-02-01T09:30:18+00:00' };
    expect(await states({ fixed: [id] }, { remediations: [fix] })).toMatchObject([
      { vendor: { fixPublished: '2026-02-01' } },
    ]);
  });

  it('says what is under investigation', async () => {
    expect(await states({ under_investigation: [`AppStream-8|${VIM}`] })).toMatchObject([
      { vendor: { state: 'Under investigation' } },
    ]);
  });

  test.each([
    ['pkg:rpm/redhat/npm?rpmmod=nodejs:18', 'npm', 'nodejs:18'],
    ['pkg:rpm/redhat/npm?rpmmod=nodejs%3A18%3A8060%3Aab', 'npm', 'nodejs:18'],
    // A stream that is not known may be any.
    ['pkg:rpm/redhat/npm?rpmmod=bad', 'npm', undefined],
    // Components without a package URL.
    ['nodejs:18/npm', 'npm', 'nodejs:18'],
    ['snakeyaml', 'snakeyaml', ''],
  ])('names the package and the module of %s', async (part, name, module) => {
    const { records } = await read(vex({ known_affected: [`AppStream-8|${part}`] }));
    expect(records[0]?.affected.map((row) => row.package.name)).toEqual([name]);
    expect(records[0]?.affected[0]?.ecosystem_specific?.vendor).toEqual(
      module === undefined ? { state: 'Affected' } : { state: 'Affected', module },
    );
  });

  describe('with packages of a module of a product', () => {
    const npm = 'npm-1:10-1.module+el8+1+ab.x86_64';
    const nested = (module: string, more: readonly object[] = []) => {
      const document = vex({ fixed: [] });
      const relation = (whole: string, part: string) => ({
        full_product_name: { product_id: `${whole}:${part}` },
        product_reference: part,
        relates_to_product_reference: whole,
      });
      const of = `AppStream-8:${module}`;
      const relationships = [relation('AppStream-8', module), relation(of, npm), ...more];
      return {
        ...document,
        product_tree: { ...document.product_tree, relationships },
        vulnerabilities: [{ cve: 'CVE-2026-1001', product_status: { fixed: [`${of}:${npm}`] } }],
      };
    };

    it('has rows of the product and the module', async () => {
      const { records } = await read(nested('nodejs:18:80600:ab'));
      expect(linesOf(records)).toEqual([
        'REDHAT-CVE-2026-1001 [CVE-2026-1001] Red Hat:enterprise_linux:8::appstream npm <1:10-1.module+el8+1+ab',
      ]);
      expect(records[0]?.affected[0]?.ecosystem_specific?.vendor).toEqual({ module: 'nodejs:18' });
    });

    it('names no module if it has no stream', async () => {
      const { records } = await read(nested('nodejs'));
      expect(records[0]?.affected[0]?.ecosystem_specific?.vendor).toEqual({});
    });

    it('ends where a product is its own part', async () => {
      const circle = {
        full_product_name: { product_id: 'AppStream-8' },
        product_reference: 'x',
        relates_to_product_reference: 'AppStream-8',
      };
      const { records, problems } = await read(nested('nodejs:18', [circle]));
      expect(linesOf(records)).toHaveLength(1);
      expect(problems).toEqual([]);
    });
  });

  it('that was deleted has no rows', async () => {
    const tracking = { id: 'CVE-2026-1001', status: 'deleted' };
    expect(await read({ document: { tracking } })).toEqual({ records: [], problems: [] });
  });

  it('may name a version without a package URL', async () => {
    expect(await rowsOf({ fixed: ['BaseOS-9|bind-libs-32:9.11-1.el9.x86_64'] })).toEqual([
      'Red Hat:enterprise_linux:9::baseos bind-libs <32:9.11-1.el9',
    ]);
  });

  it('fixes in a repository what it says to be unfixed in the whole release', async () => {
    expect(
      await rowsOf({
        fixed: [`BaseOS-9|${VIM}@8.2-1.el9?arch=x86_64`],
        known_affected: [`red_hat_enterprise_linux_9|${VIM}`, `AppStream-8|${VIM}`],
      }),
    ).toEqual([
      'Red Hat:enterprise_linux:9::baseos vim <0:8.2-1.el9',
      'Red Hat:enterprise_linux:8::appstream vim all',
    ]);
  });

  it('names sources only where it names no binary packages of the product', async () => {
    const source = `${VIM}?arch=src`;
    expect(
      await states({
        known_affected: [
          `AppStream-8|${source}`,
          `AppStream-8|${VIM}-minimal`,
          `RHEL-9.6|${source}`,
        ],
      }),
    ).toMatchObject([
      { vendor: { state: 'Affected', module: '' } },
      { vendor: { state: 'Affected', names: 'source' } },
    ]);
  });

  test.each(['EUS-9.4|pkg:rpm/redhat/vim', 'OpenShift-4|pkg:rpm/redhat/vim'])(
    'leaves out %s: images are not built from it',
    async (id) => {
      expect(await read(vex({ known_affected: [id] }))).toEqual({ records: [], problems: [] });
    },
  );

  it('leaves out containers and other types of packages', async () => {
    const other = [
      'AppStream-8|pkg:oci/ubi9',
      'AppStream-8|pkg:maven/a/b@1',
      'AppStream-8|a/b@sha256:c',
    ];
    expect(await read(vex({ known_affected: other, fixed: other }))).toEqual({
      records: [],
      problems: [],
    });
  });
});

describe('a document that is refused', () => {
  const good = vex({ known_affected: [`AppStream-8|${VIM}`] });
  const deep = (depth: number): object => (depth === 0 ? {} : { branches: [deep(depth - 1)] });

  test.each([
    ['an advisory', vex({}, {}, { category: 'csaf_security_advisory' }), 'not a CSAF VEX document'],
    ['of another version', vex({}, {}, { csaf_version: '3.0' }), 'its CSAF version is "3.0"'],
    ['without a CVE', vex({}, { cve: undefined }), 'it is not about one CVE'],
    ['with a hostile CVE', vex({}, { cve: 'CVE-2026-1\n' }), 'it is not about one CVE'],
    ['about several', { ...good, vulnerabilities: [{}, {}] }, 'it is not about one CVE'],
    [
      'without a product status',
      vex({}, { product_status: undefined }),
      'it names no product status',
    ],
    [
      'deleted without an id',
      { document: { tracking: { status: 'deleted' } } },
      'not a CSAF VEX document',
    ],
    ['without content', {}, 'not a CSAF VEX document'],
    ['a list', [], 'not a CSAF VEX document'],
    ['cut short', JSON.stringify(good).slice(0, -5), 'it is not JSON'],
    ['empty', '', 'it is empty'],
    ['nested too deeply', { ...good, product_tree: { branches: [deep(40)] } }, 'nested too deeply'],
  ])('is one that is %s', async (_, document, message) => {
    const reading = read(document);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toBeInstanceOf(InvalidFeed);
  });

  it('never fails otherwise', async () => {
    const paths = ['document', 'product_tree', 'vulnerabilities'] as const;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (member, value) => {
        const { records } = await read({ ...good, [member]: value }).catch((error) => {
          expect(error).toBeInstanceOf(InvalidFeed);
          return { records: [] };
        });
        expect(records.length).toBeLessThan(2);
      }),
    );
  });
});
