import { expect, test } from '@jest/globals';
import { isLoopback, retryAfter } from '../../src/lib/http.js';

test.each([
  [undefined, undefined],
  ['5', 5000],
  [' 0 ', 0],
  ['soon', undefined],
  ['-1', undefined],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['99999999999', undefined],
])('retryAfter(%j) is %s ms', (header, expected) => {
  expect(retryAfter(header, 10_000)).toBe(expected);
});

test.each([
  ['http://localhost/', true],
  ['http://127.0.0.1:5000/', true],
  ['http://127.1.2.3/', true],
  ['http://[::1]/', true],
  ['http://128.0.0.1/', false],
  ['http://localhost.example/', false],
])('isLoopback(%s) is %s', (url, expected) => {
  expect(isLoopback(new URL(url))).toBe(expected);
});
