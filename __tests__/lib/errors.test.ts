import { expect, it } from '@jest/globals';
import { PortsideError, reason } from '../../src/lib/errors.js';

const failed = (message: string, cause?: unknown) => new Error(message, { cause });

it.each<[string, unknown, string]>([
  ['of an error is its message', failed('a'), 'a'],
  ['has the cause', failed('a', failed('b')), 'a: b'],
  ['has the causes of the cause', failed('a', failed('b', failed('c'))), 'a: b: c'],
  ['has no cause twice', failed('a: b', failed('b')), 'a: b'],
  ['has no cause that is no error', failed('a', 'b'), 'a'],
  ['has no empty cause', failed('a', failed('')), 'a'],
  [
    'of our own errors is the message, which has what matters of the cause',
    new PortsideError('PSE4002', 'a', 'Do b', failed('c')),
    'a. Do b',
  ],
  ['of several errors is the first', new AggregateError([failed('a'), failed('b')], 'c'), 'a'],
  ['of no errors is the message', new AggregateError([], 'c'), 'c'],
  ['of another value is the value', 'a', 'a'],
  ['has no credentials', failed('a https://u:p@b.example/'), 'a https://b.example/'],
])('the reason %s', (_, error, expected) => {
  expect(reason(error)).toBe(expected);
});
