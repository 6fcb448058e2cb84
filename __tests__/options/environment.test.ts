import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readEnvironment, withSafeCache } from '../../src/options/environment.js';

test('a cache folder that others can write to is left out, with a warning', () => {
  const home = mkdtempSync(join(tmpdir(), 'portside-test-'));
  try {
    const read = readEnvironment({ XDG_CACHE_HOME: home, PATH: '/bin' });
    expect(withSafeCache(read)).toEqual({ environment: read });
    mkdirSync(join(home, 'portside'), { recursive: true });
    chmodSync(join(home, 'portside'), 0o777);
    const { environment, warning } = withSafeCache(read);
    expect(environment).toMatchObject({ path: '/bin' });
    expect(environment.cacheFolder).toBeUndefined();
    expect(warning).toBe(
      `The cache folder ${home}/portside is not used: other users can write to it. Set XDG_CACHE_HOME to a folder of your own`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('no cache folder is needed', () => {
  const read = readEnvironment({});
  expect(withSafeCache(read)).toEqual({ environment: read });
});
