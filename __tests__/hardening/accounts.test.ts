import { expect, it } from '@jest/globals';
import { accountLines } from '../../src/hardening/accounts.js';

it('comments, empty lines and lines with too few fields are left out', () => {
  expect(accountLines('# a:b:c\n\na:b:c\r\n+:::\nd:e\n', 3)).toEqual([['a', 'b', 'c']]);
});
