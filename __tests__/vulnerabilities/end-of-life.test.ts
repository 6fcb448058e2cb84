import { expect, test } from '@jest/globals';
import { releaseOfCodename } from '../../src/releases/releases.js';
import { endOfLifeFinding, supportOf } from '../../src/vulnerabilities/end-of-life.js';
import { NOW } from '../now.js';

test.each([
  ['debian', '12', '2026-07-11', 'supported'],
  ['debian', '12', '2026-07-12', 'extended'],
  ['debian', '12.9', '2028-07-01', 'ended'],
  ['alpine', '3.20.3', '2026-04-01', 'supported'],
  ['alpine', '3.20.3', '2026-04-02', 'ended'],
  ['ubuntu', '20.04', '2026-01-01', 'extended'],
  ['ubuntu', '24.10', '2026-01-01', 'ended'],
  ['rhel', '9.4', '2026-01-01', 'supported'],
  ['centos', '7', '2026-01-01', 'ended'],
  ['almalinux', '8.10', '2026-01-01', 'supported'],
])('%s %s on %s is %s', (id, version, day, state) => {
  expect(supportOf({ id, version }, new Date(day))?.state).toBe(state);
});

test('CentOS Stream has another end of life than CentOS', () => {
  const stream = { id: 'centos', version: '9', name: 'CentOS Stream' };
  expect(supportOf(stream, new Date('2026-01-01'))?.state).toBe('supported');
});

test.each([
  [{ id: 'debian' }],
  [{ id: 'arch', version: '1' }],
  [{ id: 'debian', version: '99' }],
  [{ id: 'constructor', version: 'prototype' }],
  [{ id: 'debian', version: '__proto__' }],
])('%j is not in the table', (distribution) => {
  expect(supportOf(distribution, new Date('2026-01-01'))).toBeUndefined();
});

test('a code name is resolved to its release', () => {
  expect(releaseOfCodename('debian', 'bookworm')).toBe('12');
  expect(releaseOfCodename('ubuntu', 'jammy')).toBe('22.04');
  expect(releaseOfCodename('debian', 'jammy')).toBeUndefined();
  expect(supportOf({ id: 'debian', codename: 'buster' }, new Date('2026-01-01'))?.state).toBe(
    'ended',
  );
});

test('a release past its end of life is a finding; a supported one and Debian LTS are not', () => {
  const findingFor = (id: string, version: string, day: string) =>
    endOfLifeFinding({ id, version }, new Date(day), 'app:1');
  expect(findingFor('debian', '12', '2026-01-01')).toBeUndefined();
  expect(findingFor('debian', '12', '2027-01-01')).toBeUndefined();
  expect(endOfLifeFinding(undefined, NOW, 'app:1')).toBeUndefined();
  expect(findingFor('debian', '10', '2026-01-01')).toMatchObject({
    rule: 'end-of-life',
    severity: 'high',
  });
  expect(findingFor('debian', '10', '2026-01-01')?.message).toBe(
    'debian 10 reached end of life on 2024-06-30; new vulnerabilities are not fixed and may not be reported. Use a supported release.',
  );
  expect(findingFor('ubuntu', '20.04', '2026-01-01')).toMatchObject({ severity: 'medium' });
});
