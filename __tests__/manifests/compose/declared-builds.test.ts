import { expect, it } from '@jest/globals';
import { composeBuilds } from '../../../src/manifests/compose/declared-builds.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';

const platformsOf = (service: string) => {
  const text = `services:\n  web:\n${service}`;
  const { services } = readManifest(text, 'compose.yaml', 'compose', () => undefined);
  return composeBuilds(services).builds.map(({ definition }) => definition.platforms);
};

it.each<[platforms: string, service: string, expected: readonly string[] | undefined]>([
  ['no platform', '    build: .\n', undefined],
  ['that of the service', '    build: .\n    platform: linux/arm64\n', ['linux/arm64']],
  [
    'those of its build',
    '    build:\n      context: .\n      platforms: [linux/amd64, linux/arm64]\n    platform: linux/arm64\n',
    ['linux/amd64', 'linux/arm64'],
  ],
])('a service is built for %s', (_, service, expected) => {
  expect(platformsOf(service)).toEqual([expected]);
});
