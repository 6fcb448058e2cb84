import { expect, it, test } from '@jest/globals';
import type { NamedValue } from '../../src/core/image-snapshot.js';
import type { ImageConfig } from '../../src/image/image.js';
import { compareSettings } from '../../src/image-diff/compare-settings.js';
import { accountFiles, imageSettings } from '../../src/image-diff/image-settings.js';
import { maskText } from '../../src/secrets/mask-text.js';

const EMPTY: ImageConfig = {
  history: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
};
const SECRET = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY';

test.each<readonly [string, Partial<ImageConfig>]>([
  ['a variable', { env: [`API_TOKEN=${SECRET}`] }],
  ['a label', { labels: new Map([['token', SECRET]]) }],
  ['a variable that decides which code runs', { env: [`NODE_OPTIONS=--password=${SECRET}`] }],
  ['an option of the command', { cmd: ['run', `--password=${SECRET}`] }],
  ['the word after an option', { entrypoint: ['mysql', '--password', SECRET] }],
  ['a health check', { healthcheck: ['CMD-SHELL', `curl https://me:${SECRET}@example.com`] }],
])('the settings have no secret of %s', (_, over) => {
  expect(JSON.stringify(imageSettings({ ...EMPTY, ...over }, maskText))).not.toContain(SECRET);
});

it('the settings have a checksum of a value that is too short to guess the value by', () => {
  const { env } = imageSettings({ ...EMPTY, env: ['A=1', 'A2', 'PATH=/bin'] }, maskText);
  expect(env).toEqual([
    { name: 'A', sum: '6b86' },
    { name: 'A2', sum: 'e3b0' },
    { name: 'PATH', sum: expect.any(String), value: '/bin' },
  ]);
});

it('the accounts have no passwords', () => {
  const passwd = 'root:$6$salt$hash:0:0:root:/root:/bin/sh\n';
  expect(accountFiles({ passwd, group: 'wheel:x:10:' }, maskText)).toEqual({
    passwd: 'root::0:0:root:/root:/bin/sh\n',
    group: 'wheel::10:',
  });
});

test.each([
  ['kept no value', '6b86', undefined, 0],
  ['kept another sum', 'e3b0', undefined, 1],
  ['kept another value', '6b86', '/opt', 1],
])('a variable of a report that %s is compared by what is known', (_, sum, value, count) => {
  const image = (env: NamedValue) => ({
    settings: { ...imageSettings(EMPTY, maskText), env: [env] },
    accounts: { passwd: '', group: '' },
  });
  const old = image({ name: 'RUBYLIB', sum, ...(value && { value }) });
  const now = image({ name: 'RUBYLIB', sum: '6b86', value: '1' });
  expect(compareSettings(old, now)).toHaveLength(count);
});
