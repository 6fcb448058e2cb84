import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTemporaryFolder, type TemporaryFolder } from '../../../src/lib/run-resources.js';
import { buildWays } from '../../../src/remedy/facts/build-ways.js';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = createTemporaryFolder('portside-ways-');
});
afterEach(() => folder.remove());

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), text);
}

test('a Compose file names the services that build a Dockerfile, and a workflow only the place', () => {
  write(
    'compose.yaml',
    'services:\n  web: { build: ./app }\n  job: { build: ./app }\n  db: { image: x }\n',
  );
  const job =
    'jobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: docker/build-push-action@v6\n';
  write(
    '.github/workflows/ci.yml',
    `on: push\n${job}        with: { context: ., file: Dockerfile }\n`,
  );
  const ways = buildWays(folder.path, {
    dockerfiles: ['app/Dockerfile', 'Dockerfile'],
    manifests: [
      { path: 'compose.yaml', kind: 'compose' },
      { path: '.github/workflows/ci.yml', kind: 'workflow' },
    ],
  });
  expect(ways.get('app/Dockerfile')).toEqual({
    place: 'compose.yaml:2',
    command: [
      ...['docker', 'compose', '-f', 'compose.yaml', 'build', '--pull', '--no-cache'],
      ...['web', 'job'],
    ],
  });
  expect(ways.get('Dockerfile')).toEqual({
    place: expect.stringMatching(/^\.github\/workflows\/ci\.yml:\d+$/),
  });
});

test('a name that could be read as an option is in no command', () => {
  write('compose.yaml', 'services:\n  --all: { build: . }\n');
  const manifests = [{ path: 'compose.yaml', kind: 'compose' as const }];
  expect(buildWays(folder.path, { dockerfiles: [], manifests }).get('Dockerfile')).toEqual({
    place: 'compose.yaml:2',
  });
});

test('a Dockerfile in a Compose file is built by the services that have it', () => {
  write(
    'compose.yaml',
    'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM debian\n  db: { image: x }\n',
  );
  const manifests = [{ path: 'compose.yaml', kind: 'compose' as const }];
  expect(buildWays(folder.path, { dockerfiles: [], manifests }).get('compose.yaml')).toMatchObject({
    command: ['docker', 'compose', '-f', 'compose.yaml', 'build', '--pull', '--no-cache', 'web'],
  });
});
