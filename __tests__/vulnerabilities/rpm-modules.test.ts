import { expect, test } from '@jest/globals';
import { advisory, below, matchesOf, query, row } from './fixtures.js';

const modular = advisory(
  'ALSA-1',
  [row('AlmaLinux:8', 'nodejs', below('1:18.20.0-1.module_el8.9.0+1'))],
  { summary: 'Important: nodejs:18 security update' },
);
const installed = (version: string, module?: string) =>
  query(`rpm/almalinux/nodejs@${version}?distro=almalinux-8`, module ? { module } : {});
test.each([
  ['the same stream', 1, '1:18.1.0-1.module_el8.6.0+1', 'nodejs:18:8060020220523160029:ad008a3a'],
  ['another stream', 0, '1:16.1.0-1.module_el8.6.0+1', 'nodejs:16:8060020220523160029:ad008a3a'],
  ['no stream', 0, '1:10.1.0-1.el8', undefined],
  ['an unknown stream of this version', 1, '1:18.1.0-1.module_el8.6.0+1', undefined],
  ['an unknown stream of another version', 0, '1:16.1.0-1.module_el8.6.0+1', undefined],
])(
  'a package of %s matches a row of the stream nodejs:18 %d times',
  (_, count, version, module) => {
    expect(matchesOf(installed(version, module), modular)).toHaveLength(count);
  },
);
