import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { pullRequest } from '../github/events.js';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { type LoopbackRegistry, loopbackRegistry, reply, tinyImage } from '../registry/loopback.js';
import { runStep, type Story } from './action-step.js';

/** The inputs registry-username and registry-password. */

jest.setTimeout(60_000);

const PASSWORD = 'correct-horse-battery';
const BASIC = `Basic ${Buffer.from(`robot:${PASSWORD}`).toString('base64')}`;
const LOGIN = { 'registry-username': 'robot', 'registry-password': PASSWORD, offline: 'false' };

let folder: string;
let github: LoopbackGitHub;
let own: LoopbackRegistry;
let other: LoopbackRegistry;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-login-'));
}, 300_000);
beforeEach(async () => {
  [github, own, other] = await Promise.all([startGitHub(), loopbackRegistry(), loopbackRegistry()]);
  for (const registry of [own, other]) {
    tinyImage(registry, '', '1');
    registry.answer = (request, response) =>
      request.headers.authorization === BASIC
        ? false
        : reply(response, 401, '', { 'www-authenticate': 'Basic realm="x"' });
  }
});
afterEach(async () => {
  await Promise.all([github.close(), own.close(), other.close()]);
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function step(inputs: Story['inputs'], story: Story = {}) {
  const workspace = join(folder, `repository-${++workspaces}`);
  mkdirSync(workspace);
  const dockerfile = `FROM ${other.host}/base:1 AS a\nFROM ${own.host}/base:1\n`;
  writeFileSync(join(workspace, 'Dockerfile'), dockerfile);
  github.files.set('Dockerfile', dockerfile);
  const common = { workspace, ...story };
  return runStep(folder, github.url, {
    ...common,
    inputs: { 'code-scanning': 'false', ...inputs },
  });
}
const authorized = (registry: LoopbackRegistry) =>
  registry.requests.filter(({ authorization }) => authorization !== undefined).length;

it('log in to the registry of the image, also for base images there, and to no other', async () => {
  const seen = await step({ ...LOGIN, image: `${own.host}/app:1` });
  for (const repository of ['app', 'base'])
    expect(
      own.requests.some(
        ({ url, authorization }) => url.includes(`/${repository}/`) && authorization,
      ),
    ).toBe(true);
  const reasons = seen.report?.incomplete.filter(({ target }) => target.startsWith(own.host));
  expect(reasons?.filter(({ reason }) => reason.includes('401'))).toEqual([]);
  expect([other.requests.length > 0, authorized(other)]).toEqual([true, 0]);
});

it('are masked in the log, and are in no report', async () => {
  own.answer = ({ headers }, response) =>
    reply(response, 401, `{"errors":[{"message":"${headers.authorization} ${PASSWORD}"}]}`, {
      'www-authenticate': 'Basic realm="x"',
    });
  const seen = await step({ ...LOGIN, image: `registry:${own.host}/app:1` });
  expect(seen.outputs.get('verdict')).toBe('incomplete');
  const lines = seen.log.split('\n');
  const masked = lines.indexOf(`::add-mask::${PASSWORD}`);
  expect([masked >= 0, lines.slice(0, masked).join('\n')]).toEqual([
    true,
    expect.not.stringContaining(PASSWORD),
  ]);
  expect(seen.log).toContain(`::add-mask::${BASIC.slice('Basic '.length)}`);
  const reports = join(folder, 'temp', 'portside');
  const written = readdirSync(reports).map((name) => readFileSync(join(reports, name), 'utf8'));
  for (const text of [...written, seen.summary, ...github.comments.map(({ body }) => body)]) {
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(BASIC.slice('Basic '.length));
  }
});

it.each([
  [{ 'registry-username': 'robot' }, 'registry-username needs registry-password'],
  [{ 'registry-password': PASSWORD }, 'registry-password needs registry-username'],
  [{ ...LOGIN }, 'no image of the input image names its registry'],
  [{ ...LOGIN, image: 'app:1\noci:layout' }, 'no image of the input image names its registry'],
  [{ ...LOGIN, image: 'a.example/app\nb.example/app' }, 'in a.example, b.example'],
])('are refused: %j', async (inputs, message) => {
  const seen = await step(inputs);
  expect([seen.status, seen.report]).toEqual([1, undefined]);
  expect(seen.log).toMatch(new RegExp(`^::error::.*${message}`, 'm'));
  expect(authorized(own) + authorized(other)).toBe(0);
});

it('on a pull request from a fork, which has no secrets, the registry is asked anonymously', async () => {
  const { 'registry-password': _, ...inputs } = LOGIN;
  const event = pullRequest({ repository: 'fork/app' });
  const seen = await step({ ...inputs, image: `${own.host}/app:1` }, { event });
  expect(seen.log).not.toContain('needs registry-password');
  expect([own.requests.length > 0, authorized(own)]).toEqual([true, 0]);
});
