import { expect, it } from '@jest/globals';
import { isPlatform } from '../../../src/vulnerabilities/vex/platforms.js';
import type { VexIdentifier } from '../../../src/vulnerabilities/vex/statement.js';

const RHEL = { id: 'rhel', version: '9.4', cpe: 'cpe:/o:redhat:enterprise_linux:9::baseos' };
const CPE: VexIdentifier = { kind: 'cpe', value: 'cpe:/o:redhat:enterprise_linux:9' };

it.each<[boolean, VexIdentifier[]]>([
  [true, [CPE]],
  [true, [CPE, { kind: 'name', value: 'Red Hat Enterprise Linux' }]],
  [true, [CPE, { kind: 'version', value: '9' }]],
  [true, [CPE, { kind: 'version', value: '9.4' }]],
  [true, [{ kind: 'cpe', value: 'cpe:/o:redhat:enterprise_linux' }]],
  [false, [CPE, { kind: 'version', value: '9.2' }]],
  [false, [CPE, { kind: 'version', value: '94' }]],
  [false, [CPE, { kind: 'cpe', value: 'cpe:/o:redhat:enterprise_linux:8' }]],
  [false, [CPE, { kind: 'purl', value: 'pkg:oci/ubi9' }]],
  [false, [CPE, { kind: 'hash', value: 'sha256:00' }]],
  [false, [CPE, { kind: 'unreadable', value: '' }]],
  [false, [{ kind: 'cpe', value: 'cpe:/o:redhat:enterprise_linux:9:ga' }]],
  [false, [{ kind: 'cpe', value: 'cpe:/h:redhat:enterprise_linux:9' }]],
  [false, [{ kind: 'cpe', value: 'cpe:/o:redhat::9' }]],
  [false, [{ kind: 'cpe', value: 'cpe:/o:*:*' }]],
  [false, [{ kind: 'cpe', value: 'redhat' }]],
  [false, [{ kind: 'name', value: 'Red Hat Enterprise Linux 9' }]],
  [false, []],
])('%s: the platform %j is that of the image', (expected, identifiers) => {
  expect(isPlatform(identifiers, RHEL)).toBe(expected);
});

it('is none if the distribution is not known', () => {
  expect(isPlatform([CPE], undefined)).toBe(false);
});
