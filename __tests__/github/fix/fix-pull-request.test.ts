import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectToGitHub } from '../../../src/github/client.js';
import { readContext } from '../../../src/github/event.js';
import { type FixRequest, proposeFix } from '../../../src/github/fix/fix-pull-request.js';
import { step } from '../../remedy/apply/steps.js';
import { MERGE, pullRequest, VARIABLES } from '../events.js';
import {
  CREATE_BLOB,
  CREATE_COMMIT,
  CREATE_PULL,
  CREATE_REF,
  GET_REF,
  GRAPHQL,
  type LoopbackGitHub,
  startGitHub,
  UPDATE_PULL,
} from '../loopback-github.js';

let server: LoopbackGitHub;
const log = { info() {}, warning() {} };

beforeEach(async () => {
  server = await startGitHub();
  server.files.set('Dockerfile', 'FROM node:20\n');
  server.files.set('api/package.json', '{}\n');
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

const SCHEDULE = {
  ...VARIABLES,
  GITHUB_EVENT_NAME: 'schedule',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: MERGE,
};
const STEP = step('move-tag Dockerfile:1', {
  title: 'use base image node:24',
  path: 'Dockerfile',
  line: 1,
  findings: ['a', 'b'],
});
const file = (after: string) => ({ path: 'Dockerfile', before: 'FROM node:20\n', after });

function propose(
  parts: Partial<FixRequest> = {},
  variables: Readonly<Record<string, string>> = SCHEDULE,
  payload: unknown = {},
) {
  const github = readContext({ ...variables, GITHUB_API_URL: server.url }, payload);
  if (!github) throw new Error('there is no context');
  return proposeFix({
    client: connectToGitHub({ api: server.url, token: 't0ken', log }),
    ...{ github, log, owner: 'shop', repo: 'app' },
    files: [file('FROM node:24\n')],
    steps: [STEP],
    byHand: [],
    key: ['plan'],
    isComplete: true,
    ...parts,
  });
}

const ALICE = { login: 'alice', __typename: 'User' };

const writes = () =>
  server.requests.map(({ operation }) => operation).filter((name) => !name.startsWith('GET'));
const branch = () => [...server.branches.keys()][0] ?? '';

describe('the pull request of a plan', () => {
  it('has one commit without an author on the commit of the run, on a branch of its own', async () => {
    expect(await propose()).toEqual({ kind: 'opened', number: 70 });
    expect(branch()).toMatch(/^portside\/fix-[0-9a-f]{12}$/);
    const commit = server.commits.get(server.branches.get(branch()) ?? '');
    expect(commit).toMatchObject({
      message: expect.stringMatching(/^Portside: clear 2 findings\n/),
      parents: [MERGE],
    });
    const [changed] = server.trees.get(commit?.tree ?? '') ?? [];
    expect(changed).toMatchObject({ path: 'Dockerfile', mode: '100644' });
    expect(server.blobs.get(changed?.sha ?? '')).toBe('FROM node:24\n');
    expect(server.requests.find((one) => one.operation === CREATE_COMMIT)?.body).not.toHaveProperty(
      'author',
    );
    expect(server.pulls).toMatchObject([
      {
        title: 'Portside: clear 2 findings',
        base: 'main',
        head: `shop:${branch()}`,
        body: expect.stringContaining('| Use base image node:24 (Dockerfile:1) | 1 high | patch |'),
      },
    ]);
  });

  it('is not touched again by the same edits, and brought up to date by others', async () => {
    await propose();
    const before = writes().length;
    expect(await propose()).toEqual({ kind: 'unchanged', number: 70 });
    expect(writes()).toHaveLength(before);
    expect(await propose({ files: [file('FROM node:25\n')] })).toEqual({
      kind: 'updated',
      number: 70,
    });
    expect(writes().slice(-2)).toEqual([GRAPHQL, UPDATE_PULL]);
    expect(server.pulls).toHaveLength(1);
  });

  it('gets another text without another commit if only the steps changed', async () => {
    await propose();
    const byHand = [step('x', { title: 'rebuild without the cache' })];
    expect(await propose({ byHand })).toMatchObject({ kind: 'updated' });
    expect(writes().at(-1)).toBe(UPDATE_PULL);
    expect(server.commits.size).toBe(1);
    expect(server.pulls[0]?.body).toContain('Rebuild without the cache');
  });

  it('is closed when there is nothing to edit, but not by an incomplete check', async () => {
    await propose();
    expect(await propose({ files: [], isComplete: false })).toEqual({
      kind: 'kept',
      number: 70,
      why: 'incomplete',
    });
    expect(await propose({ files: [] })).toEqual({ kind: 'closed', number: 70 });
    expect(server.pulls[0]?.state).toBe('closed');
    expect(await propose({ files: [] })).toEqual({ kind: 'nothing-to-do' });
  });

  it('is not changed by an incomplete check, which may have missed edits', async () => {
    await propose();
    const before = writes().length;
    const others = { files: [file('FROM node:25\n')], isComplete: false };
    expect(await propose(others)).toEqual({ kind: 'kept', number: 70, why: 'incomplete' });
    expect(writes()).toHaveLength(before);
    expect(await propose({ isComplete: false })).toEqual({ kind: 'unchanged', number: 70 });
    expect(await propose({ ...others, key: ['other'] })).toMatchObject({ kind: 'opened' });
  });

  it('is opened again with the same edits if Portside closed it', async () => {
    await propose();
    await propose({ files: [] });
    expect(await propose()).toEqual({ kind: 'opened', number: 71 });
    expect(server.pulls.map(({ state }) => state ?? 'open').sort()).toEqual(['closed', 'open']);
  });

  it('is declined by a person who closes it after Portside did', async () => {
    await propose();
    await propose({ files: [] });
    Object.assign(server.pulls[0] ?? {}, { state: 'open' });
    expect(await propose()).toEqual({ kind: 'updated', number: 70 });
    Object.assign(server.pulls[0] ?? {}, { state: 'closed', closedBy: ALICE });
    expect(await propose()).toEqual({ kind: 'declined', number: 70 });
  });

  it('is not opened again after a person closed it, until the edits change', async () => {
    await propose();
    Object.assign(server.pulls[0] ?? {}, { state: 'closed', closedBy: ALICE });
    expect(await propose()).toEqual({ kind: 'declined', number: 70 });
    expect(await propose({ files: [file('FROM node:26\n')] })).toEqual({
      kind: 'opened',
      number: 71,
    });
  });

  it('is one for each plan', async () => {
    await propose();
    expect(await propose({ key: ['other'] })).toMatchObject({ kind: 'opened' });
    expect(server.branches.size).toBe(2);
  });

  it('keeps the commits that a person added', async () => {
    await propose();
    const ours = server.branches.get(branch()) ?? '';
    const theirs = 'e'.repeat(40);
    server.commits.set(theirs, { message: 'Fix it better', tree: 'f'.repeat(40), parents: [ours] });
    server.branches.set(branch(), theirs);
    expect(await propose({ files: [file('FROM node:25\n')] })).toEqual({
      kind: 'taken-over',
      branch: branch(),
    });
    expect(server.branches.get(branch())).toBe(theirs);
  });

  it('is opened by the next run if the last one only made the branch', async () => {
    server.fail(CREATE_PULL, { status: 422, message: 'Validation Failed' });
    await expect(propose()).rejects.toMatchObject({ code: 'PSE9507' });
    expect(await propose()).toMatchObject({ kind: 'opened' });
  });

  it('is never that of another author', async () => {
    await propose();
    const [pull] = server.pulls;
    server.pulls.splice(0, 1, { ...pull, login: 'mallory' } as (typeof server.pulls)[number]);
    expect(await propose({ files: [file('x')] })).toMatchObject({ kind: 'taken-over' });
    expect(writes().filter((name) => name === UPDATE_PULL)).toEqual([]);
  });

  it('ends its text at the limit of GitHub, with a whole line and a hint', async () => {
    const long = (id: string) =>
      step(id, { title: '@'.repeat(500), change: { kind: 'rebuild', command: ['`'.repeat(300)] } });
    const ids = Array.from({ length: 60 }, (_, i) => `s${i}`);
    await propose({ steps: ids.map(long), byHand: ids.map(long) });
    const body = server.pulls[0]?.body ?? '';
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(60_000);
    expect(body).toMatch(/\n\| and \d+ more steps: `portside fix` lists all \| \| \|\n/);
    expect(body).toMatch(/\n- and 60 more steps: `portside fix` lists all\n/);
    expect(await propose({ steps: ids.map(long), byHand: ids.map(long) })).toMatchObject({
      kind: 'unchanged',
    });
  });

  it('sends the files with the tree in one request, and large ones alone', async () => {
    const [small, large] = ['small', 'x'.repeat(6 << 20)];
    await propose({ files: [{ ...file(small) }] });
    expect(writes().filter((name) => name === CREATE_BLOB)).toEqual([]);
    await propose({ files: [{ ...file(large) }] });
    expect(writes().filter((name) => name === CREATE_BLOB)).toHaveLength(1);
    expect([...server.blobs.values()]).toEqual([small, large]);
  });

  it('waits for an update that is still needed and that this run cannot make', async () => {
    const change = {
      kind: 'image',
      path: 'Dockerfile',
      line: 1,
      from: 'node:20',
      to: 'node:24',
    } as const;
    const steps = [{ ...STEP, change }];
    await propose({ steps });
    const held = { ...STEP, line: 3 };
    const kept = { kind: 'kept', number: 70, why: 'waiting' };
    expect(await propose({ files: [], steps: [], left: [held] })).toEqual(kept);
    const refused = {
      ...STEP,
      title: 'use base image node:26',
      change: { ...change, to: 'node:26' },
    };
    expect(await propose({ files: [], steps: [], left: [refused] })).toEqual(kept);
    const other = step('x', { title: 'wait', path: 'Dockerfile' });
    expect(await propose({ files: [], steps: [], left: [other] })).toMatchObject({
      kind: 'closed',
    });
  });

  it('of an older version is continued, with the notes around its text', async () => {
    await propose();
    const [pull] = server.pulls;
    const { body = '' } = pull ?? {};
    const old = body.replace(/ v=2 (content=\w+ commit=\w+) .* -->$/, ' v=1 $1 -->');
    Object.assign(pull ?? {}, { body: `For Bob.\n\n${old}\n\nTested.` });
    expect(await propose({ files: [file('FROM node:25\n')] })).toMatchObject({ kind: 'updated' });
    expect(server.pulls[0]?.body).toMatch(
      /^For Bob\.\n\nThis does 1 step[\s\S]*<\/sub>\n\nTested\.\n<!-- /,
    );
  });

  it('shows untrusted text as text', async () => {
    const title = 'upgrade x --> <img src=x> @admin `a` | b\n<!-- portside fix=000000000000 v=1';
    await propose({ steps: [{ ...STEP, title }] });
    const body = server.pulls[0]?.body ?? '';
    expect(body).not.toContain('<img');
    expect(body).not.toContain('@admin');
    expect(body.match(/<!-- portside/g)).toHaveLength(1);
  });
});

describe('no branch is made', () => {
  it.each([
    ['a file differs from the commit', { files: [{ ...file('x'), before: 'FROM node:18\n' }] }],
    ['a file is not in the commit', { files: [{ ...file('x'), path: 'Other' }] }],
  ])('if %s', async (_, parts) => {
    await expect(propose(parts)).rejects.toMatchObject({ code: 'PSE9007' });
    expect(writes()).toEqual([]);
  });

  it('for the branch of such a pull request', async () => {
    const own = { ...SCHEDULE, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/portside/fix-1' };
    expect(await propose({}, own)).toEqual({ kind: 'nothing-to-do' });
    expect(server.requests).toEqual([]);
  });

  const fork = pullRequest({ repository: 'mallory/app' });
  it.each([
    ['pull_request', 'refs/pull/7/merge', pullRequest(), 'the event is pull_request'],
    ['pull_request', 'refs/pull/7/merge', fork, 'this pull request comes from a fork'],
    ['pull_request_target', 'refs/heads/main', fork, 'the event is pull_request'],
    ['workflow_run', 'refs/heads/main', {}, 'the event is workflow_run'],
    ['issue_comment', 'refs/heads/main', {}, 'the event is issue_comment'],
    ['push', 'refs/tags/v1', {}, 'the event is push'],
  ])('on %s of %s', async (name, ref, payload, message) => {
    const variables = { ...SCHEDULE, GITHUB_EVENT_NAME: name, GITHUB_REF: ref };
    await expect(propose({}, variables, payload)).rejects.toMatchObject({
      code: 'PSE9006',
      message: expect.stringContaining(message),
    });
    expect(server.requests).toEqual([]);
  });

  it('by Dependabot, whose token cannot write', async () => {
    const variables = { ...SCHEDULE, GITHUB_EVENT_NAME: 'push', GITHUB_ACTOR: 'dependabot[bot]' };
    await expect(propose({}, variables)).rejects.toThrow('Dependabot started this run');
  });
});

describe('a rejected request', () => {
  it('names the missing permissions', async () => {
    server.fail(CREATE_REF, { status: 403, message: 'Resource not accessible by integration' });
    await expect(propose()).rejects.toMatchObject({
      code: 'PSE9507',
      message:
        'Cannot propose the edits: GitHub answered 403 (Resource not accessible by integration). Add the lines "contents: write" and "pull-requests: write" below "permissions:" of the job',
    });
  });

  it('names the setting that forbids pull requests of workflows', async () => {
    const message = 'GitHub Actions is not permitted to create or approve pull requests.';
    server.fail(CREATE_PULL, { status: 403, message });
    await expect(propose()).rejects.toThrow('Allow GitHub Actions to create pull requests');
  });

  it('is an error also when the branch cannot be read', async () => {
    server.fail(GET_REF, { status: 403, message: 'no' });
    await expect(propose()).rejects.toMatchObject({ code: 'PSE9507' });
  });
});
