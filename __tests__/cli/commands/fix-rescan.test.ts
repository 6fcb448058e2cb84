import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/commands/fix.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { type GitStory, gitStory } from '../../baseline/git-story.js';
import { VARIABLES } from '../../github/events.js';
import { type LoopbackGitHub, startGitHub } from '../../github/loopback-github.js';
import type { TarMember } from '../../image/build-tar.js';
import { type LoopbackRegistry, loopbackRegistry } from '../../registry/loopback.js';
import { publishImage } from '../../registry/publish-image.js';
import { debian, dsa, push } from '../../remedy/replay-build.js';

const OLD = debian('libc6 2.36-9', 'openssl 3.0.11-1');
const FIXED = debian('libc6 2.36-9', 'openssl 3.0.12-1');
const NOW = new Date('2026-11-24T12:00:00Z');
const ASKS = 'fix-pull-request: rescan\n';

let story: GitStory;
let registry: LoopbackRegistry;
let server: LoopbackGitHub;
beforeEach(async () => {
  [story, registry, server] = [gitStory(), await loopbackRegistry(), await startGitHub()];
});
afterEach(async () => {
  story.remove();
  await Promise.all([registry.close(), server.close()]);
  expect(server.violations).toEqual([]);
});

const publish = (
  tag: string,
  layers: readonly (readonly TarMember[])[],
  lines: readonly string[],
) => publishImage(registry, { layers, lines, tag });

const BUILD = ['COPY app /app', 'USER 1000', 'CMD ["app"]'];
const APP: readonly TarMember[] = [{ name: 'app', body: 'x' }];

/** The repository of an image on a base image whose tag has a newer digest today. Returns the Dockerfile. */
function repository(policy: string, more: Readonly<Record<string, string>> = {}): string {
  const digest = push(registry, { files: OLD, created: '2026-09-01T00:00:00Z' });
  push(registry, { files: FIXED, tag: 'r1', created: '2026-11-15T00:00:00Z' });
  const from = `${registry.host}/acme/base:r1@${digest}`;
  const dockerfile = `FROM ${from} as Base\n${BUILD.join('\n')}\n`;
  story.base({ Dockerfile: dockerfile, app: 'x', '.github/portside.yml': policy, ...more });
  const osv = join(story.root, '..', 'osv');
  mkdirSync(osv);
  writeFileSync(join(osv, '1.json'), JSON.stringify(dsa('openssl', '3.0.12-1')));
  server.files.set('Dockerfile', dockerfile);
  return dockerfile;
}

const summary = () => join(story.root, '..', 'summary.md');

async function rescan(
  images: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<{ status: number; messages: string }> {
  const messages: string[] = [];
  const stderr = { write: (text: string) => messages.push(text), isTTY: false };
  const path = process.env.PATH ?? '';
  const host = terminalHost({ quiet: false, path, stderr: stderr as never });
  const environment = readEnvironment({
    ...{ PATH: path, ...VARIABLES, GITHUB_API_URL: server.url, GITHUB_TOKEN: 't0ken' },
    ...{ GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' },
    ...{ GITHUB_STEP_SUMMARY: summary(), ...variables },
  });
  const words = [
    ...[story.root, '--rescan', '--advisories', join(story.root, '..', 'osv')],
    ...images.flatMap((image) => ['--image', image]),
  ];
  const status = await run(readOptions('fix', words, environment, NOW), host);
  return { status, messages: messages.join('') };
}

const contents = () => [...server.blobs.values()];

it('moves the digest of the base image of a published image, and leaves the other findings of its file', async () => {
  const dockerfile = repository(ASKS);
  const image = publish('1', [OLD, APP], BUILD);
  const { status, messages } = await rescan([image]);
  expect({ status, messages }).toMatchObject({
    status: 0,
    messages: expect.stringContaining('Pull request 70: opened'),
  });
  const newer = registry.requests.length && contents()[0]?.split('\n')[0];
  expect(newer).toMatch(/acme\/base:r1@sha256:[0-9a-f]{64} as Base$/);
  expect(contents()).toEqual([dockerfile.replace(/^.*$/m, String(newer))]);
  expect(contents()[0]).not.toBe(dockerfile);
  expect(server.pulls[0]).toMatchObject({
    base: 'main',
    body: expect.stringContaining(`in the published image \`${image}\``),
  });
  expect(readFileSync(summary(), 'utf8')).toContain('Pull request 70: opened');
});

it('edits the Dockerfile in a Compose file, and nothing else of the file', async () => {
  const dockerfile = repository(ASKS);
  const compose = (text: string) =>
    `services:\r\n  web: # the shop\r\n    build:\r\n      dockerfile_inline: |\r\n${text.replace(/^(?=.)/gm, '        ').replaceAll('\n', '\r\n')}    read_only: true\r\n`;
  story.commit({ Dockerfile: undefined, 'compose.yaml': compose(dockerfile) });
  server.files.set('compose.yaml', compose(dockerfile));
  const { messages } = await rescan([publish('1', [OLD, APP], BUILD)]);
  expect(messages).toContain('Pull request 70: opened');
  const digest = /r1@(sha256:\w+)/;
  const [edited = ''] = contents();
  const newer = digest.exec(edited)?.[1] ?? '';
  expect(dockerfile).not.toContain(newer);
  expect(edited).toBe(compose(dockerfile.replace(digest, `r1@${newer}`)));
});

it('brings the pull request of the release before up to date', async () => {
  repository(ASKS);
  await rescan([publish('1', [OLD, APP], BUILD)]);
  const next = publish('1', [OLD, [{ name: 'app', body: 'y' }]], BUILD);
  expect((await rescan([next])).messages).toContain('Pull request 70: updated');
  expect(server.pulls).toHaveLength(1);
});

it('proposes nothing for an image that another repository builds, and says so', async () => {
  repository(ASKS);
  const image = publish('2', [OLD, [{ name: 'other', body: 'x' }]], ['COPY other /other']);
  const { status, messages } = await rescan([image]);
  expect(status).toBe(0);
  expect(messages).toContain(`${image} is not built by a file of this repository`);
  expect(messages).toContain('There is nothing to propose');
  expect(server.pulls).toEqual([]);
  expect(readFileSync(summary(), 'utf8')).toContain('is not built by a file of this repository');
});

it.each([
  ['that the signers of the policy have not signed', 404],
  ['whose signatures the registry does not give', 403],
])('proposes no digest %s', async (_, answer) => {
  const trust = `trust: [{ images: "${registry.host}/acme/base", signed-by: { key: key.pem } }]\n`;
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  repository(`${ASKS}${trust}`, { 'key.pem': pem });
  registry.answer = (request, response) => {
    if (!/\/referrers\/|\.(?:sig|att)$|manifests\/sha256-/.test(request.url ?? '')) return false;
    response.writeHead(answer).end();
    return true;
  };
  const { messages } = await rescan([publish('1', [OLD, APP], BUILD)]);
  expect(messages).toContain('There is nothing to propose');
  expect(server.pulls).toEqual([]);
});

it('says nothing of an image that only a manifest names', async () => {
  const database = `${registry.host}/acme/db:r1`;
  const compose = `services: { db: { image: ${database}, read_only: true } }\n`;
  repository(`${ASKS}deployed-images: all\n`, { 'compose.yaml': compose });
  const { messages } = await rescan([publish('1', [OLD, APP], BUILD)]);
  expect(messages).toContain('Pull request 70: opened');
  expect(messages).not.toContain('is not built by a file of this repository');
});

it('is incomplete if a published image cannot be read, and closes no pull request then', async () => {
  repository(ASKS);
  const image = publish('1', [OLD, APP], BUILD);
  await rescan([image]);
  registry.answer = (request, response) => {
    if (!request.url?.includes('/acme/app/')) return false;
    response.writeHead(403).end();
    return true;
  };
  const { status, messages } = await rescan([image]);
  expect(status).toBe(3);
  expect(messages).toContain(`not checked: ${image}`);
  expect(messages).toContain(`${image} could not be read, so nothing is proposed for it`);
  expect(readFileSync(summary(), 'utf8')).toContain('could not be read');
  expect(messages).not.toContain('is not built by a file');
  expect(server.pulls).toMatchObject([{ number: 70 }]);
  expect(server.pulls[0]?.state ?? 'open').toBe('open');
});

it.each([500, 429, 403])(
  'leaves the pull request alone if the registry of the base image answers %i, and goes on in the next run',
  async (status) => {
    repository(ASKS);
    const image = publish('1', [OLD, APP], BUILD);
    await rescan([image]);
    const [pull] = server.pulls;
    registry.answer = (request, response) => {
      if (!request.url?.includes('/acme/base/')) return false;
      response.writeHead(status, { 'retry-after': '0' }).end();
      return true;
    };
    const unasked = await rescan([image]);
    expect(unasked).toMatchObject({
      status: 3,
      messages: expect.stringContaining('Pull request 70: left as it is'),
    });
    expect(unasked.messages).toContain('Its registry was not asked: ');
    expect(server.pulls).toEqual([pull]);
    registry.answer = () => false;
    expect((await rescan([image])).messages).toContain('Pull request 70: unchanged');
  },
);

it('asks no registry and does nothing unless the policy asks for it', async () => {
  repository('');
  const { status, messages } = await rescan([`${registry.host}/acme/app:1`]);
  expect(status).toBe(0);
  expect(messages).toContain('the policy does not ask for one. Add "fix-pull-request: rescan"');
  expect(registry.requests).toEqual([]);
  expect(server.requests).toEqual([]);
});

it.each([
  ['outside of a workflow', { GITHUB_REPOSITORY: '' }, 'PSE1007'],
  ['without a token', { GITHUB_TOKEN: '' }, 'PSE9004'],
  ['in a pull request', { GITHUB_EVENT_NAME: 'pull_request' }, 'PSE9006'],
  ['when anybody can start the run', { GITHUB_EVENT_NAME: 'workflow_run' }, 'PSE9006'],
])('is an error %s, before a registry is asked', async (_, variables, code) => {
  repository(ASKS);
  const asked = rescan([`${registry.host}/acme/app:1`], variables);
  await expect(asked).rejects.toMatchObject({ code });
  expect(registry.requests).toEqual([]);
});

it('names the missing permission', async () => {
  repository(ASKS);
  server.fail('POST /repos/{owner}/{repo}/git/trees', {
    status: 403,
    message: 'Resource not accessible by integration',
  });
  await expect(rescan([publish('1', [OLD, APP], BUILD)])).rejects.toMatchObject({
    code: 'PSE9507',
    message: expect.stringContaining('Add the lines "contents: write"'),
  });
});

it('needs the images', async () => {
  repository(ASKS);
  await expect(rescan([])).rejects.toMatchObject({ code: 'PSE1005' });
});
