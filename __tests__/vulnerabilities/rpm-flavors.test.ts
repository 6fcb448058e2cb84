import { expect, test } from '@jest/globals';
import { advisory, below, matchesOf, query, row } from './fixtures.js';

test.each([
  ['2.17-1.el7', '2.17-2.el7', 1],
  ['2.17-1.el7', '2:2.17-2.ksplice1.el7', 0],
  ['2:2.17-1.ksplice1.el7', '2:2.17-2.ksplice1.el7', 1],
  ['2:2.17-1.ksplice1.el7', '2.17-2.el7', 0],
  ['3.6-1.el8', '10:3.6-2.el8_fips', 0],
  ['10:3.6-1.el8_fips', '10:3.6-2.el8_fips', 1],
])('version %s of Oracle Linux is fixed in its own build only: %s', (version, fixed, count) => {
  const installed = {
    ...query(`rpm/redhat/a@${version}?distro=rhel-7`),
    ecosystem: 'Oracle Linux',
  };
  const entry = advisory('ELSA-2026-1', [row('Oracle Linux:7', 'a', below(fixed))]);
  expect(matchesOf(installed, entry).length).toBe(count);
});
