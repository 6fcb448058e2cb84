import { expect, test } from '@jest/globals';
import { rateLimitSentence } from '../../src/lib/rate-limit.js';

test.each([
  [
    'both',
    { 'ratelimit-limit': '100;w=21600', 'retry-after': '1700' },
    'The limit is 100 requests in 6 hours. Try again in 29 minutes',
  ],
  ['the limit', { 'ratelimit-limit': '1;w=60' }, 'The limit is 1 request in 1 minute'],
  ['the wait in seconds', { 'retry-after': '1' }, 'Try again in 1 second'],
  [
    'the wait as a date',
    { 'retry-after': 'Thu, 01 Jan 1970 02:00:00 GMT' },
    'Try again in 2 hours',
  ],
  ['nothing', {}, ''],
  ['what cannot be read', { 'ratelimit-limit': 'many', 'retry-after': 'soon' }, ''],
])('says %s of an answer', (_, headers: Record<string, string>, sentence) => {
  expect(rateLimitSentence((name) => headers[name], 0)).toBe(sentence);
});
