import { expect, test } from '@jest/globals';
import { inspectRegistries } from '../../src/base-images/allowed-registries.js';
import { unknownBases } from '../../src/dockerfile/external-images.js';
import { parseDockerfile } from '../../src/dockerfile/parser/parse.js';
import { DEFAULT_POLICY } from '../../src/policy/presets.js';

const unknown = (text: string) => unknownBases(parseDockerfile('app/Dockerfile', text));

test('a base image that is a variable without a value is a gap where registries are limited', () => {
  const bases = unknown('ARG B\nARG C=alpine\nFROM $C AS a\nFROM $B\nFROM a\n');
  const policy = { ...DEFAULT_POLICY, registries: ['ghcr.io/acme'] };
  expect(inspectRegistries([], bases, policy).coverage).toEqual([
    {
      check: 'trust',
      target: 'app/Dockerfile',
      state: 'not-covered',
      reason: expect.stringContaining('The base image in line 4 is $B'),
    },
  ]);
  expect(inspectRegistries([], bases, DEFAULT_POLICY).coverage ?? []).toEqual([]);
});
