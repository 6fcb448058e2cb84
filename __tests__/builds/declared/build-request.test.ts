import { expect, it } from '@jest/globals';
import { type BuildRequest, requestedBuild } from '../../../src/builds/declared/build-request.js';

const AT = { path: 'ci.yml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

const platformsOf = (request: BuildRequest, environment: Readonly<Record<string, string>> = {}) =>
  requestedBuild(request, {
    name: 'image',
    at: AT,
    folder: '',
    environment: new Map(Object.entries(environment)),
  }).definition.platforms;

const USUAL = { docker_default_platform: 'linux/arm64' };

it('a command builds for the platforms that it names, else for the usual one', () => {
  expect(platformsOf({})).toBeUndefined();
  expect(platformsOf({}, USUAL)).toEqual(['linux/arm64']);
  expect(platformsOf({ platforms: ['linux/amd64'] }, USUAL)).toEqual(['linux/amd64']);
  expect(platformsOf({ platforms: [''] }, USUAL)).toEqual(['linux/arm64']);
});
