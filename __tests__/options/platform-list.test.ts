import { describe, expect, it } from '@jest/globals';
import { platformList } from '../../src/options/platform-list.js';

describe('platformList', () => {
  it('separates platforms at commas, and has each once', () => {
    expect(platformList(['linux/amd64, linux/arm64', 'LINUX/amd64'], '--platform')).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  it.each(['arm64', 'windows(10.0.17763)/amd64', 'macos/arm64', 'linux/arm/v7'])(
    'accepts %s',
    (platform) => {
      expect(platformList([platform], '--platform')).toEqual([platform]);
    },
  );

  it.each(['', 'linux/amd64,', 'bogus/xyz', '/amd64', 'linux/amd64,lunix/arm64'])(
    'refuses %j',
    (platform) => {
      expect(() => platformList([platform], '--platform')).toThrow(
        expect.objectContaining({ code: 'PSE1003' }),
      );
    },
  );
});
