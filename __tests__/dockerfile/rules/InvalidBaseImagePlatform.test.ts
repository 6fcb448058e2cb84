import { testRule } from './test-rule.js';

const basePlatforms = new Map([['a:1', ['linux/amd64', 'windows/amd64']]]);

const exampleSettings = {
  basePlatforms: new Map([
    ['example.org/app:1', ['linux/amd64']],
    ['debian:12', ['linux/amd64', 'linux/arm64']],
  ]),
  targetPlatforms: ['linux/arm64'],
};

testRule('InvalidBaseImagePlatform', {
  examples: exampleSettings,
  reported: [
    ['FROM a:1\nFROM --platform=linux/arm64 a:1 AS arm64\nFROM b:1', '2:a:1', { basePlatforms }],
    [
      'FROM a:1\nFROM --platform=linux/arm64 a:1 AS arm64\nFROM b:1',
      ['1:a:1', '2:a:1'],
      { basePlatforms, targetPlatforms: ['linux/s390x'] },
    ],
    [
      'FROM a:1',
      ['1:a:1', '1:a:1'],
      { basePlatforms, targetPlatforms: ['linux/arm64', 'linux/amd64', 'linux/s390x'] },
    ],
  ],
  silent: ['FROM a:1\nFROM --platform=linux/arm64 a:1 AS arm64\nFROM b:1'],
});
