import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GitLabClient, GitLabError } from '../../src/gitlab/client.js';
import { readMergeRequest } from '../../src/gitlab/merge-request.js';
import { keepNote, type NoteOutcome } from '../../src/gitlab/note.js';
import { BOT, LoopbackGitLab } from './loopback-gitlab.js';

const HOST = 'https://example.org/gitlab';

function mergeRequest(pipeline: number, job: number) {
  const found = readMergeRequest({
    CI_API_V4_URL: `${HOST}/api/v4`,
    CI_SERVER_URL: HOST,
    CI_MERGE_REQUEST_IID: '7',
    CI_PROJECT_ID: '5',
    CI_COMMIT_SHA: 'a'.repeat(40),
    CI_PIPELINE_ID: String(pipeline),
    CI_JOB_ID: String(job),
    CI_JOB_NAME: 'portside',
  });
  if (!found) throw new Error('no merge request');
  return found;
}

/** Requests that reach the server one after another, without a network. */
function client(server: LoopbackGitLab): GitLabClient {
  return {
    async request(method, path, body) {
      const { pathname, searchParams } = new URL(`/gitlab/api/v4/${path}`, HOST);
      const name = `${method} ${pathname}`;
      const failure = server.intercept(name);
      const done =
        failure && !failure.isDone
          ? failure
          : server.answer(name, searchParams, JSON.stringify(body));
      const { status, body: value, headers } = failure ?? done;
      if (status >= 300) throw new GitLabError(status, 'no');
      return {
        value: JSON.parse(JSON.stringify(value ?? null)),
        nextPage: headers?.['x-next-page'],
      };
    },
  };
}

const request = (server: LoopbackGitLab, pipeline: number, job: number) => ({
  client: client(server),
  mergeRequest: mergeRequest(pipeline, job),
  text: `result of ${pipeline}`,
  isWanted: true,
  pause: async () => {},
});

const own = (server: LoopbackGitLab) => server.notes.filter(({ author }) => author === BOT);

describe('the note', () => {
  it('is written once, edited by later jobs, and not by earlier ones', async () => {
    const server = new LoopbackGitLab();
    const outcomes: NoteOutcome[] = [];
    for (const [pipeline, job] of [
      [10, 1],
      [10, 1],
      [11, 3],
      [10, 4],
      [11, 2],
      [11, 5],
    ] as const)
      outcomes.push(await keepNote(request(server, pipeline, job)));
    expect(outcomes).toEqual([
      'created',
      'unchanged',
      'updated',
      'outdated',
      'outdated',
      'updated',
    ]);
    expect(server.notes).toHaveLength(1);
    expect(server.notes[0]?.body).toMatch(
      /^result of 11\n<!-- portside v=1 key=portside pipeline=11 job=5 -->$/,
    );
  });

  it('is written again after somebody deleted it, also between reading and editing', async () => {
    const server = new LoopbackGitLab();
    await keepNote(request(server, 10, 1));
    server.notes = [];
    expect(await keepNote(request(server, 11, 2))).toBe('created');
    server.intercept = (name) => {
      if (name.startsWith('PUT')) server.notes = [];
      return undefined;
    };
    await keepNote(request(server, 12, 3));
    expect(server.notes.map(({ body }) => body.split('\n')[0])).toEqual(['result of 12']);
  });

  it('is found behind pages of other notes, of which the user cannot see all', async () => {
    const server = new LoopbackGitLab();
    for (let i = 0; i < 120; i++) server.add('LGTM', 3, { isHidden: i >= 50 && i < 100 });
    await keepNote(request(server, 10, 1));
    for (let i = 0; i < 120; i++) server.add('LGTM', 3);
    expect(await keepNote(request(server, 11, 2))).toBe('updated');
    expect(own(server)).toHaveLength(1);
  });

  it('is found without a header that names the next page', async () => {
    const server = new LoopbackGitLab();
    for (let i = 0; i < 120; i++) server.add('LGTM', 3);
    await keepNote(request(server, 10, 1));
    const plain = client(server);
    const without: GitLabClient = {
      request: async (...args) => ({ ...(await plain.request(...args)), nextPage: undefined }),
    };
    expect(await keepNote({ ...request(server, 11, 2), client: without })).toBe('updated');
  });

  it('is not searched without end', async () => {
    const server = new LoopbackGitLab();
    const plain = client(server);
    let pages = 0;
    const endless: GitLabClient = {
      async request(method, path, body) {
        if (path.includes('?')) pages++;
        const answer = await plain.request(method, path, body);
        return path.includes('?') ? { ...answer, nextPage: '2' } : answer;
      },
    };
    const asked = keepNote({ ...request(server, 10, 1), client: endless });
    await expect(asked).rejects.toThrow('The merge request has more than 10000 notes');
    expect(pages).toBe(200);
    expect(server.notes).toEqual([]);
  });

  it('of another user, of another job or with text below the marker is left alone', async () => {
    const server = new LoopbackGitLab();
    await keepNote(request(server, 10, 1));
    const body = server.notes[0]?.body ?? '';
    server.notes = [];
    server.add(body, 3);
    server.add(body.replace('key=portside', 'key=other'));
    server.add(`${body}\nAn answer`);
    server.add('');
    expect(await keepNote(request(server, 11, 2))).toBe('created');
    expect(server.notes).toHaveLength(5);
  });

  it('has the name of its job encoded, so that it cannot end the comment of the marker', async () => {
    const server = new LoopbackGitLab();
    const named = request(server, 10, 1);
    const job = 'a --> /close\n!12 \ud800';
    const own = { ...named, mergeRequest: { ...named.mergeRequest, job } };
    expect(await keepNote(own)).toBe('created');
    expect(await keepNote(own)).toBe('unchanged');
    expect(server.notes[0]?.body).toContain('key=a%20%2D%2D%3E%20%2Fclose%0A!12%20 pipeline');
  });

  it('is not created for a result without anything to report, but edited', async () => {
    const server = new LoopbackGitLab();
    const quiet = { ...request(server, 10, 1), isWanted: false };
    expect(await keepNote(quiet)).toBe('nothing-to-report');
    await keepNote(request(server, 10, 1));
    expect(await keepNote({ ...request(server, 11, 2), isWanted: false })).toBe('updated');
  });

  it('of a commit that is no longer the head is not written', async () => {
    const server = new LoopbackGitLab();
    server.sha = 'b'.repeat(40);
    expect(await keepNote(request(server, 10, 1))).toBe('outdated');
    expect(server.notes).toEqual([]);
  });

  it.each([500, 502, 429, 409])(
    'is one after answers of %d to what was done and to what was not',
    async (status) => {
      const server = new LoopbackGitLab();
      const plan = [true, false, false];
      server.intercept = (name) =>
        /^(?:POST|PUT|DELETE)/.test(name) && plan.length > 0
          ? { status, isDone: plan.shift() === true }
          : undefined;
      server.add('old\n<!-- portside v=1 key=portside pipeline=9 job=1 -->');
      server.add('old\n<!-- portside v=1 key=portside pipeline=9 job=1 -->');
      expect(await keepNote(request(server, 10, 2))).toBe('updated');
      expect(server.notes.map(({ id }) => id)).toEqual([1]);
    },
  );

  it('is given up after six attempts, with the last answer', async () => {
    const server = new LoopbackGitLab();
    server.intercept = (name) => (name.startsWith('POST') ? { status: 503 } : undefined);
    const pauses: number[] = [];
    const asked = keepNote({
      ...request(server, 10, 1),
      pause: async (atMost) => void pauses.push(atMost),
    });
    await expect(asked).rejects.toMatchObject({ status: 503 });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it('is one when three jobs write at once, in any order of their requests, also with errors', async () => {
    const failures = fc.array(fc.constantFrom(undefined, undefined, undefined, false, true), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), failures, async (schedule, plan) => {
        const server = new LoopbackGitLab();
        const left = [...plan];
        server.intercept = (name) => {
          const isDone = name.startsWith('GET') ? undefined : left.shift();
          return isDone === undefined ? undefined : { status: 502, isDone };
        };
        const jobs = (
          [
            [10, 1],
            [10, 2],
            [11, 3],
          ] as const
        ).map(([pipeline, job]) => {
          const asked = request(server, pipeline, job);
          return keepNote({
            ...asked,
            client: { request: schedule.scheduleFunction(asked.client.request) },
            pause: () => schedule.schedule(Promise.resolve()),
          });
        });
        await schedule.waitFor(Promise.allSettled(jobs));
        expect(server.notes).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
