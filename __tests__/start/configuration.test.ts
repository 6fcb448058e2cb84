import { expect, it, test } from '@jest/globals';
import { environmentOf, healthCheckOf } from '../../src/start/configuration.js';

it('the last of two variables with one name counts, and a value may have equals signs', () => {
  expect([...environmentOf({ env: ['A=1', 'B', 'C=x=y', 'A=2'] })]).toEqual([
    ['A', '2'],
    ['B', ''],
    ['C', 'x=y'],
  ]);
});

test.each<[readonly string[] | undefined, readonly string[] | undefined]>([
  [
    ['CMD', 'curl', 'x'],
    ['curl', 'x'],
  ],
  [
    ['CMD-SHELL', 'curl x'],
    ['/bin/sh', '-c', 'curl x'],
  ],
  [['NONE'], undefined],
  [[], undefined],
  [undefined, undefined],
])('HEALTHCHECK %j runs %j', (healthcheck, words) => {
  expect(healthCheckOf({ ...(healthcheck && { healthcheck }) })).toEqual(words);
});

test('a health check in the shell form runs in the shell of the image', () => {
  const config = { healthcheck: ['CMD-SHELL', 'curl x'], shell: ['/bin/bash', '-ec'] };
  expect(healthCheckOf(config)).toEqual(['/bin/bash', '-ec', 'curl x']);
});
