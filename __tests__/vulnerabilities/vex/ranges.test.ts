import { expect, it } from '@jest/globals';
import { parsePackageUrl } from '../../../src/core/package-url.js';
import { isInRange } from '../../../src/vulnerabilities/vex/ranges.js';

it.each<[string, string, boolean | undefined]>([
  ['pkg:npm/a@1.5.0', 'vers:npm/*', true],
  ['pkg:npm/a@1.5.0', 'vers:npm/1.5.0', true],
  ['pkg:npm/a@1.5.0', 'vers:npm/=1.5.0', true],
  ['pkg:npm/a@1.5.0', 'vers:npm/1.4.0|1.6.0', false],
  ['pkg:npm/a@1.5.0', 'vers:npm/>=1.5.0|<2.0.0', true],
  ['pkg:npm/a@2.0.0', 'vers:npm/>=1.5.0|<2.0.0', false],
  ['pkg:npm/a@2.0.0', 'vers:npm/>=1.5.0|<=2.0.0', true],
  ['pkg:npm/a@1.5.0', 'vers:npm/>1.5.0|<2.0.0', false],
  ['pkg:npm/a@1.0.0', 'vers:npm/<1.2.0|>=2.0.0|<2.2.0', true],
  ['pkg:npm/a@1.9.0', 'vers:npm/<1.2.0|>=2.0.0|<2.2.0', false],
  ['pkg:npm/a@3.0.0', 'vers:npm/1.0.0|>2.0.0', true],
  ['pkg:npm/a@3.0.0', 'vers:npm/>2.0.0|!=3.0.0', false],
  ['pkg:npm/a@3.1.0', 'vers:npm/>2.0.0|!=3.0.0', true],
  ['pkg:npm/a@1.5.0', 'VERS:npm/ >= 1.5.0 | < 2.0.0', true],
  ['pkg:rpm/redhat/a@1.0-1?epoch=2', 'vers:rpm/<2:1.0-1', false],
  ['pkg:rpm/redhat/a@1.0-1?epoch=1', 'vers:rpm/<2%3A1.0-1', true],
  ['pkg:golang/a@v1.2.3', 'vers:go/<v1.3.0', true],
  ['pkg:pypi/a@1.0rc1', 'vers:pypi/<1.0', true],
  // These cannot be compared.
  ['pkg:npm/a@1.5.0', 'vers:npm/!=1.4.0', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/<2.0.0|>=1.0.0', undefined],
  ['pkg:npm/a@1.5.0', 'vers:pypi/*', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/1.x', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/1.*', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/>=1.0.0|', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/%', undefined],
  ['pkg:npm/a@1.5.0', 'vers:npm/', undefined],
  ['pkg:npm/a@1.5.0', '<2.0.0', undefined],
  ['pkg:npm/a', 'vers:npm/<2.0.0', undefined],
  ['pkg:generic/a@1', 'vers:generic/<2', undefined],
  ['pkg:npm/a@1.5.0', `vers:npm/${'1.0.0|'.repeat(2000)}<2.0.0`, undefined],
])('%s in %s is %s', (purl, range, expected) => {
  const pkg = parsePackageUrl(purl);
  expect(pkg && isInRange(range, pkg)).toBe(expected);
});
