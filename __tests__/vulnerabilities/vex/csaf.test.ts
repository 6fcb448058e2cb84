import { describe, expect, test } from '@jest/globals';
import { apply, DIGEST, statusAfter } from './documents.js';

describe('a CSAF document', () => {
  const csaf = (vulnerability: object) => ({
    document: { category: 'csaf_vex', tracking: { current_release_date: '2026-01-01T00:00:00Z' } },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          branches: [
            {
              product: {
                product_id: 'P1',
                name: 'OpenSSL',
                product_identification_helper: { purl: 'pkg:deb/debian/openssl@3.0.1-1' },
              },
            },
            {
              product: {
                product_id: 'IMG',
                name: 'app',
                product_identification_helper: { purl: `pkg:oci/app@${DIGEST}` },
              },
            },
          ],
        },
      ],
      full_product_names: [
        {
          product_id: 'P2',
          name: 'curl',
          product_identification_helper: { purl: 'pkg:deb/debian/curl' },
        },
      ],
      relationships: [
        {
          product_reference: 'P1',
          relates_to_product_reference: 'IMG',
          full_product_name: { product_id: 'IMG:P1' },
        },
      ],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2026-1',
        flags: [{ label: 'component_not_present', product_ids: ['P1', 'IMG:P1', 'I'] }],
        ...vulnerability,
      },
    ],
  });

  test.each([
    ['known_not_affected', 'P1', 'excepted'],
    ['known_not_affected', 'IMG:P1', 'excepted'],
    ['known_not_affected', 'P2', 'new'],
    ['known_not_affected', 'missing', 'new'],
    ['fixed', 'P1', 'excepted'],
    ['known_affected', 'P1', 'new'],
    ['under_investigation', 'P1', 'new'],
  ])('with %s for the product %s makes the status %s', (field, product, expected) => {
    expect(statusAfter(csaf({ product_status: { [field]: [product] } }))).toBe(expected);
  });

  test.each([
    ['a flag of its group', { flags: [{ label: 'x', group_ids: ['G'] }] }, 'excepted'],
    [
      'an impact of its group',
      { threats: [{ category: 'impact', details: 'x', group_ids: ['G'] }] },
      'excepted',
    ],
    ['an impact of all products', { threats: [{ category: 'impact', details: 'x' }] }, 'excepted'],
    [
      'an impact of another product',
      { threats: [{ category: 'impact', details: 'x', product_ids: ['P2'] }] },
      'new',
    ],
    ['a flag of another group', { flags: [{ label: 'x', group_ids: ['H'] }] }, 'new'],
    ['another threat', { threats: [{ category: 'exploit_status', details: 'x' }] }, 'new'],
  ])('with %s as the reason makes the status %s', (_, reasons, expected) => {
    const product_status = { known_not_affected: ['P1'] };
    const document = csaf({ product_status, flags: [], ...reasons });
    const product_groups = [{ group_id: 'G', product_ids: ['P1', 'P2'] }];
    const product_tree = { ...document.product_tree, product_groups };
    expect(statusAfter({ ...document, product_tree })).toBe(expected);
  });

  test.each(['first_affected', 'last_affected'])(
    'with %s revokes what is not affected',
    (field) => {
      const product_status = { known_not_affected: ['P1'], [field]: ['P1'] };
      expect(statusAfter(csaf({ product_status }))).toBe('new');
    },
  );

  test('about a part of a part does not apply to the part alone', () => {
    const document = csaf({
      product_status: { known_not_affected: ['X'] },
      flags: [{ label: 'x', product_ids: ['X'] }],
    });
    const relation = (part: string, of: string, product_id: string) => ({
      product_reference: part,
      relates_to_product_reference: of,
      full_product_name: { product_id },
    });
    const inPart = [relation('P2', 'IMG', 'IMG:P2'), relation('P1', 'IMG:P2', 'X')];
    const ofPart = [relation('P1', 'P2', 'P2:P1'), relation('P2:P1', 'IMG', 'X')];
    for (const relationships of [inPart, ofPart])
      expect(
        statusAfter({ ...document, product_tree: { ...document.product_tree, relationships } }),
      ).toBe('new');
  });

  test('has the justification in flags and impact statements', () => {
    const flagged = csaf({
      product_status: { known_not_affected: ['P1'] },
      flags: [{ label: 'vulnerable_code_not_present', product_ids: ['P1'] }],
      threats: [{ category: 'impact', details: 'Not built in', product_ids: ['P1'] }],
    });
    expect(apply(flagged)?.exception).toMatchObject({
      reason: 'vulnerable_code_not_present: Not built in',
    });
  });

  test.each([
    ['another tag', { purl: 'pkg:docker/acme/app@9?repository_url=ghcr.io' }, 'new'],
    ['the tag', { purl: 'pkg:docker/acme/app@1?repository_url=ghcr.io' }, 'excepted'],
    ['no package URL', {}, 'excepted'],
  ])(
    'names an image by its package URL, if it has one, and not by its name: %s',
    (_, helper, expected) => {
      const document = {
        ...csaf({ product_status: { known_not_affected: ['I'] } }),
        product_tree: {
          full_product_names: [
            { product_id: 'I', name: 'ghcr.io/acme/app', product_identification_helper: helper },
          ],
        },
      };
      expect(statusAfter(document)).toBe(expected);
    },
  );

  test('about a component without a name does not apply to its container', () => {
    const flags = [{ label: 'component_not_present', product_ids: ['IMG:X'] }];
    const document = {
      ...csaf({ product_status: { known_not_affected: ['IMG:X'] }, flags }),
      product_tree: {
        full_product_names: [{ product_id: 'X' }, { product_id: 'IMG', name: 'ghcr.io/acme/app' }],
        relationships: [
          {
            product_reference: 'X',
            relates_to_product_reference: 'IMG',
            full_product_name: { product_id: 'IMG:X' },
          },
        ],
      },
    };
    expect(statusAfter(document)).toBe('new');
  });
});
