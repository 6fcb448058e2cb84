import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseVex, readVex } from '../../../src/vulnerabilities/vex/read.js';
import { temporaryFolder } from '../fixtures.js';
import { openVex, statement, statusAfter } from './documents.js';

describe('a file is rejected', () => {
  const folder = temporaryFolder();
  test.each(['hello', '[]', '{}', '{"@context":"https://example.com"}'])(
    'with the content %s',
    async (text) => {
      writeFileSync(join(folder, 'v.json'), text);
      await expect(readVex(join(folder, 'v.json'))).rejects.toMatchObject({
        code: 'PSE6005',
      });
    },
  );

  test('that does not exist', async () => {
    await expect(readVex(join(folder, 'missing'))).rejects.toMatchObject({ code: 'PSE6005' });
  });
});

test('invalid statements are ignored', () => {
  const document = openVex(
    {},
    { status: 'fixed' },
    { vulnerability: 5, status: 'fixed' },
    statement({ products: 5 }),
    statement({ products: [5, {}] }),
  );
  expect(statusAfter(document)).toBe('new');
});

describe('a statement without effect', () => {
  const folder = temporaryFolder();
  const problemsIn = async (document: object) => {
    const path = join(folder, 'v.json');
    writeFileSync(path, JSON.stringify(document, null, 2));
    return (await readVex(path)).problems.map((problem) => problem.replace(path, 'v.json'));
  };
  const withoutReason = statement({ justification: undefined });

  test('is named with its line', async () => {
    expect(await problemsIn(openVex(statement(), withoutReason))).toEqual([
      'v.json:17 has no effect: CVE-2026-1 is not_affected without a justification',
    ]);
    expect(await problemsIn(openVex(statement({ status: 'unaffected' })))).toEqual([
      'v.json:5 has no effect: "unaffected" is not a status',
    ]);
  });

  test('in CycloneDX and CSAF is named with its line, too', async () => {
    const analysis = { state: 'not_affected' };
    const vulnerabilities = [{ id: 'CVE-2026-1', analysis, affects: [{ ref: 'c' }] }];
    expect(await problemsIn({ bomFormat: 'CycloneDX', vulnerabilities })).toEqual([
      'v.json:4 has no effect: CVE-2026-1 is not_affected without a justification',
    ]);
    const csaf = {
      document: { category: 'csaf_vex' },
      vulnerabilities: [
        {
          cve: 'CVE-2026-1',
          product_status: { known_not_affected: ['P', 'Q'] },
          flags: [{ label: 'component_not_present', product_ids: ['P'] }],
        },
      ],
    };
    expect(await problemsIn(csaf)).toEqual([
      'v.json:11 has no effect: CVE-2026-1 is not_affected without a justification',
    ]);
  });

  test('in an attestation has a line in the file, or its place if there is no file', async () => {
    const attestation = { predicate: openVex(withoutReason) };
    expect(await problemsIn(attestation)).toEqual([
      'v.json:6 has no effect: CVE-2026-1 is not_affected without a justification',
    ]);
    expect(parseVex('the VEX', attestation).problems).toEqual([
      'the VEX at statements.0 has no effect: CVE-2026-1 is not_affected without a justification',
    ]);
  });

  test('is one of the first five, and the others are counted', async () => {
    const problems = await problemsIn(openVex(...Array(8).fill(withoutReason)));
    expect(problems).toHaveLength(6);
    expect(problems[5]).toBe('v.json: 3 more statements have no effect');
  });
});

test('an attestation has the document as its predicate', () => {
  expect(
    statusAfter({ predicateType: 'https://openvex.dev/ns', predicate: openVex(statement()) }),
  ).toBe('excepted');
});

test.each([
  { '@context': { toString: 1 } },
  { '@context': [{ toString: 1 }] },
  { document: { category: { toString: 1 } } },
  { bomFormat: { toString: 1 } },
])('a value of the wrong type is not a document: %j', (json) => {
  expect(() => parseVex('vex.json', json)).toThrow(
    'Cannot read the VEX document vex.json: it is neither OpenVEX nor CSAF nor CycloneDX',
  );
});

test('the context of OpenVEX may be in a list', () => {
  const json = { '@context': ['https://openvex.dev/ns/v0.2.0'], statements: [] };
  expect(parseVex('vex.json', json).statements).toEqual([]);
});
