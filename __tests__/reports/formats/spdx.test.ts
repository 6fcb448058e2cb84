import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { spdx } from '../../../src/reports/formats/spdx.js';
import { context, report, unusualPackages } from '../sample.js';
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
          primaryPackagePurpose: { enum: ['CONTAINER', 'APPLICATION'] },
          licenseConcluded: noAssertion,
          licenseDeclared: text(),
          copyrightText: noAssertion,
          sourceInfo: text(),
          externalRefs: list(
            record({
              referenceCategory: { const: 'PACKAGE-MANAGER' },
              referenceType: { const: 'purl' },
              referenceLocator: { type: 'string', pattern: '^pkg:\\S+$' },
            }),
          ),
          annotations,
        },
        'versionInfo',
        'primaryPackagePurpose',
        'licenseConcluded',
        'licenseDeclared',
        'copyrightText',
        'sourceInfo',
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
        relationshipType: { const: 'CONTAINS' },
        relatedSpdxElement: id,
      }),
    ),
  },
  'annotations',
  'hasExtractedLicensingInfos',
);

const reports = [
  ['a usual image', report()],
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
    expect(new Set(ids).size).toBe(6);
    for (const r of relationships) expect(ids).toContain(r.relatedSpdxElement);
  });

  it('keeps a license text that is no SPDX expression as an extracted license', () => {
    const { packages, hasExtractedLicensingInfos } = JSON.parse(
      spdx.render(unusualPackages, context()),
    );
    expect(packages.map((p: { licenseDeclared?: string }) => p.licenseDeclared)).toEqual([
      undefined,
      'MIT',
      'MIT',
      'LicenseRef-portside-1',
      'NOASSERTION',
      '(MIT OR Apache-2.0) AND BSD-3-Clause',
    ]);
    expect(hasExtractedLicensingInfos[0].extractedText).toBe('GPL-2+ or <evil>');
  });
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
