import { expect, it, test } from '@jest/globals';
import { isPredicateType, PREDICATE_TYPE } from '../../src/core/predicate-types.js';

test.each([
  ['spdxjson', 'https://spdx.dev/Document', true],
  ['spdxjson', 'https://spdx.dev/Document/v2.3', true],
  ['cyclonedx', 'https://cyclonedx.org/bom/v1.6', true],
  ['cyclonedx', 'https://cyclonedx.org/bom/vex', false],
  ['cyclonedx', 'https://cyclonedx.org/bomb', false],
  ['cyclonedx', 'https://cyclonedx.org/bom/v1.6/other', false],
  ['slsaprovenance', 'https://slsa.dev/provenance/v0.2', true],
  ['slsaprovenance', 'https://slsa.dev/provenance/v1', false],
  ['slsaprovenance1', 'https://slsa.dev/provenance/v1', true],
  // A type with a version has no other versions.
  ['slsaprovenance1', 'https://slsa.dev/provenance/v1/v2', false],
  ['link', 'https://in-toto.io/Link/v1', true],
  ['https://spdx.dev/Document', 'https://spdx.dev/Document/v2.3', false],
  ['https://a.example/b', 'https://a.example/b', true],
])('for %s, %s is the type: %s', (wanted, actual, expected) => {
  expect(isPredicateType(wanted, actual)).toBe(expected);
});

it('is written as one of the names or as a URI', () => {
  const written = [
    'spdxjson',
    'https://a.example/b',
    'SPDXJSON',
    'sbom',
    '',
    'a b://c',
    'spdxjson ',
  ];
  expect(written.filter((one) => PREDICATE_TYPE.pattern.test(one))).toEqual([
    'spdxjson',
    'https://a.example/b',
  ]);
});
