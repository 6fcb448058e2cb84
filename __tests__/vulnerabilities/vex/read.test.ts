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
