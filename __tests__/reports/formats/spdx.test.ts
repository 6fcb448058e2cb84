import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { spdx } from '../../../src/reports/formats/spdx.js';
import { context, described, packageNamed, report, unusualPackages } from '../sample.js';
import { list, record, text } from '../schema-builders.js';

const id = { type: 'string', pattern: '^SPDXRef-[A-Za-z0-9.-]+$' };
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$' };
const tool = { type: 'string', pattern: '^Tool: portside-' };
const noAssertion = { const: 'NOASSERTION' };

const annotations = list(
  record({
    annotationDate: time,
    annotationType: { enum: ['OTHER', 'REVIEW'] },
    annotator: tool,
    comment: text(),
  }),
  1,
);

/** The parts of SPDX 2.3 that we write: clauses 6 (document), 7 (package), 10 (licenses), 11 and 12 (relations, notes). */
const document = record(
  {
    spdxVersion: { const: 'SPDX-2.3' },
    dataLicense: { const: 'CC0-1.0' },
    SPDXID: { const: 'SPDXRef-DOCUMENT' },
    name: text(),
    documentNamespace: { type: 'string', pattern: '^https://[^#\\s]+$' },
    creationInfo: record({ created: time, creators: list(tool, 1) }),
    documentDescribes: list(id, 1),
    annotations,
    packages: list(
      record(
        {
          SPDXID: id,
          name: text(),
          versionInfo: text(),
          downloadLocation: noAssertion,
          // Without files, a package must not have a verification code or file licenses.
          filesAnalyzed: { const: false },
          primaryPackagePurpose: {
            enum: ['CONTAINER', 'APPLICATION', 'OPERATING_SYSTEM', 'ARCHIVE'],
          },
          supplier: { type: 'string', pattern: '^(?:NOASSERTION$|Organization: .)' },
          originator: { type: 'string', pattern: '^(?:Organization|Person): .' },
          homepage: { type: 'string', pattern: '^https?://' },
          checksums: list(
            record({
              algorithm: { enum: ['MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512'] },
              checksumValue: { type: 'string', pattern: '^[0-9a-f]{32,128}$' },
            }),
            1,
          ),
          licenseConcluded: noAssertion,
          licenseDeclared: text(),
          copyrightText: noAssertion,
          sourceInfo: text(),
          comment: text(),
          externalRefs: list(
            record({
              referenceCategory: { enum: ['PACKAGE-MANAGER', 'SECURITY'] },
              referenceType: { enum: ['purl', 'cpe22Type', 'cpe23Type'] },
              referenceLocator: { type: 'string', pattern: '^(?:pkg|cpe):\\S+$' },
            }),
          ),
          annotations,
        },
        'versionInfo',
        'primaryPackagePurpose',
        'supplier',
        'originator',
        'homepage',
        'checksums',
        'licenseConcluded',
        'licenseDeclared',
        'copyrightText',
        'sourceInfo',
        'comment',
        'externalRefs',
        'annotations',
      ),
      1,
    ),
    hasExtractedLicensingInfos: list(
      record({
        licenseId: { type: 'string', pattern: '^LicenseRef-[A-Za-z0-9.-]+$' },
        name: text(),
        extractedText: text(),
      }),
      1,
    ),
    relationships: list(
      record({
        spdxElementId: id,
        relationshipType: { enum: ['CONTAINS', 'DEPENDS_ON'] },
        relatedSpdxElement: { anyOf: [id, { const: 'NONE' }] },
      }),
    ),
  },
  'annotations',
  'hasExtractedLicensingInfos',
);

const reports = [
  ['a usual image', report()],
  ['a described image', described],
  ['unusual packages', unusualPackages],
  ['nothing', report({ targets: [], packages: [] })],
] as const;

describe('the SPDX SBOM', () => {
  const isValid = new Ajv().compile(document);

  it.each(reports)('of %s has the members that SPDX 2.3 requires', (_, value) => {
    isValid(JSON.parse(spdx.render(value, context())));
    expect(isValid.errors).toBeNull();
  });

  it('has unique identifiers, and every relationship leads to one', () => {
    const { packages, relationships } = JSON.parse(spdx.render(unusualPackages, context()));
    const ids = packages.map((p: { SPDXID: string }) => p.SPDXID);
    expect(new Set(ids).size).toBe(8);
    for (const r of relationships) expect(ids).toContain(r.relatedSpdxElement);
  });

  it('keeps a license text that is no SPDX expression as an extracted license', () => {
    const { packages, hasExtractedLicensingInfos } = JSON.parse(
      spdx.render(unusualPackages, context()),
    );
    const declared = packages.flatMap((p: { licenseDeclared?: string }) => p.licenseDeclared ?? []);
    expect(declared).toEqual([
      'MIT',
      'MIT',
      'LicenseRef-portside-1',
      'NOASSERTION',
      '(MIT OR Apache-2.0) AND BSD-3-Clause',
    ]);
    expect(hasExtractedLicensingInfos[0].extractedText).toBe('GPL-2+ or <evil>');
  });
});

it('SPDX lists the operating system, layers, supplier, originator, checksum, CPE and dependencies', () => {
  const { packages, relationships, hasExtractedLicensingInfos } = JSON.parse(
    spdx.render(described, context()),
  );
  const named = (name: string) =>
    packages.find((one: { name: string }) => one.name === name) as Record<string, unknown>;
  expect(named('debian')).toMatchObject({
    primaryPackagePurpose: 'OPERATING_SYSTEM',
    versionInfo: '13',
    externalRefs: [{ referenceLocator: 'cpe:2.3:o:debian:debian_linux:13:*:*:*:*:*:*:*' }],
  });
  expect(
    packages.filter(
      (one: { primaryPackagePurpose?: string }) => one.primaryPackagePurpose === 'ARCHIVE',
    ),
  ).toHaveLength(2);
  expect(named('openssl')).toMatchObject({
    supplier: 'Organization: Debian GNU/Linux',
    originator: 'Organization: OpenSSL Team (ssl@example.org)',
    homepage: 'https://openssl.org/',
    checksums: [{ algorithm: 'SHA256', checksumValue: 'c'.repeat(64) }],
    licenseDeclared: 'Apache-2.0 AND LicenseRef-public-domain',
  });
  expect(hasExtractedLicensingInfos.map((one: { licenseId: string }) => one.licenseId)).toEqual([
    'LicenseRef-public-domain',
  ]);
  const depends = relationships.filter(
    (one: { relationshipType: string }) => one.relationshipType === 'DEPENDS_ON',
  );
  const id = (name: string) => named(name).SPDXID;
  const contained = (container: unknown) =>
    relationships
      .filter(
        (one: Record<string, string>) =>
          one.relationshipType === 'CONTAINS' && one.spdxElementId === container,
      )
      .map((one: Record<string, string>) => one.relatedSpdxElement);
  expect(contained(id('debian'))).toEqual([id('openssl'), id('libc6')]);
  expect(contained('SPDXRef-Subject')).toEqual([
    id('debian'),
    'SPDXRef-Layer-0',
    'SPDXRef-Layer-1',
    id('nginx'),
  ]);
  expect(named('libc6')).toMatchObject({
    sourceInfo: 'built package from: glibc 2.41-12',
    comment: 'found in var/lib/dpkg/status',
  });
  expect(
    depends.map((one: Record<string, string>) => [one.spdxElementId, one.relatedSpdxElement]),
  ).toEqual([
    [id('openssl'), id('libc6')],
    [id('libc6'), 'NONE'],
  ]);
});

const OFFICIAL = '../shared/conformance/spdx-2.3.schema.json';
const official = existsSync(OFFICIAL) ? describe : describe.skip;

official(`the official SPDX schema (skipped without ${OFFICIAL})`, () => {
  it.each(reports)('accepts an SBOM of %s', (_, value) => {
    const ajv = new Ajv({ strict: false, validateSchema: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(OFFICIAL, 'utf8')));
    validate(JSON.parse(spdx.render(value, context())));
    expect(validate.errors).toBeNull();
  });
});

it('names a maintainer who distributes a package alone as a person', () => {
  const of = (supplier: string, maintainer: string) =>
    packageNamed(supplier.slice(0, 3), { supplier, facts: { maintainer } });
  const packages = [
    of("Marco d'Itri", "Marco d'Itri <md@example.org>"),
    of('Acme Team', 'Acme Team <a@example.org>'),
    of('Debian GNU/Linux', 'Ann <ann@example.org>'),
  ];
  const document = JSON.parse(spdx.render(report({ packages }), context()));
  const found = document.packages.filter(({ supplier = 'NOASSERTION' }) =>
    /d'Itri|Acme|Debian/.test(supplier),
  );
  const named = found.map(({ supplier }: { supplier: string }) => supplier);
  expect(named).toEqual(
    expect.arrayContaining([
      "Person: Marco d'Itri",
      'Organization: Acme Team',
      'Organization: Debian GNU/Linux',
    ]),
  );
});
