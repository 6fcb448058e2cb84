import { describe, expect, it } from '@jest/globals';
import { type GitHubClient, GitHubError } from '../../../src/github/client.js';
import { type CommentState, includesState } from '../../../src/github/publish/comment-state.js';
import {
  type JoinOutcome,
  type JoinRequest,
  joinComment,
} from '../../../src/github/publish/join-comment.js';
import { object } from '../../../src/lib/json.js';

const BOT = 'github-actions[bot]';
const MARK = 'ours ';
/** The text of our comment after a person cut it. */
const CUT = `${MARK}cut`;

interface Comment {
  readonly id: number;
  readonly login: string;
  readonly body: string;
  /** Who edited it last. */
  readonly editor?: string;
  /** All texts with their authors, if the comment was edited. */
  readonly edits: readonly { readonly body: string; readonly login: string }[];
}

/** The comments of a pull request, the oldest first. */
interface Server {
  readonly comments: readonly Comment[];
  readonly nextId: number;
}

interface Request {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const EMPTY: Server = { comments: [], nextId: 1 };

function added({ comments, nextId }: Server, body: string, login = BOT): Server {
  return { comments: [...comments, { id: nextId, login, body, edits: [] }], nextId: nextId + 1 };
}

function edited(server: Server, id: unknown, body: string, login = BOT): Server {
  const comments = server.comments.map((comment) => {
    if (comment.id !== id) return comment;
    const before = comment.edits.length > 0 ? comment.edits : [comment];
    const edits = [...before, { body, login }].map((edit) => ({
      body: edit.body,
      login: edit.login,
    }));
    return { ...comment, body, editor: login, edits: informative(edits) };
  });
  return { ...server, comments };
}

/**
 * The texts without those whose parts another text of the same author has, in a fixed order: they make no difference to
 * what a job does, and there is less to walk.
 */
function informative(edits: Comment['edits']): Comment['edits'] {
  const unique = [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
  const isIncluded = (edit: Comment['edits'][number]) =>
    unique.some((other) => {
      const [state, more] = [read(edit.body), read(other.body)];
      if (other === edit || other.login !== edit.login) return false;
      if (typeof state !== 'object' || typeof more !== 'object') return false;
      return includesState(more, state);
    });
  return unique.filter((edit) => !isIncluded(edit)).sort((a, b) => (a.body < b.body ? -1 : 1));
}

/** What GitHub answers, and the comments afterwards: each request is atomic, an edit replaces the text. */
function answer(server: Server, { name, parameters }: Request): readonly [Server, unknown] {
  const { comment_id: id, body, page } = parameters;
  const { comments } = server;
  const exists = comments.some((comment) => comment.id === id);
  switch (name) {
    case 'GET':
      return [server, page === 1 ? comments.map(asPosted) : []];
    case 'POST':
      return [added(server, String(body)), {}];
    case 'EDITS':
      return [server, { node: asEdits(comments.find((one) => `N${one.id}` === parameters.id)) }];
    case 'PATCH':
      return exists ? [edited(server, id, String(body)), {}] : [server, 404];
    default:
      return [{ ...server, comments: comments.filter((one) => one.id !== id) }, exists ? {} : 404];
  }
}

const asPosted = ({ id, login, body }: Comment) => ({
  id,
  node_id: `N${id}`,
  body,
  user: { login },
});

function asEdits(comment: Comment | undefined) {
  const actor = (login: string) => ({
    __typename: login.endsWith('[bot]') ? 'Bot' : 'User',
    login: login.replace('[bot]', ''),
  });
  const nodes = comment?.edits.map(({ body, login }) => ({ diff: body, editor: actor(login) }));
  const { editor } = comment ?? {};
  return { editor: editor && actor(editor), first: { nodes }, last: { nodes: [] } };
}

interface Leg {
  readonly run?: number;
  readonly id: string;
  readonly isWanted?: boolean;
}

const read = (body: string): CommentState<string> | 'broken' | undefined => {
  if (!body.startsWith(MARK)) return undefined;
  if (body === CUT) return 'broken';
  const { run, parts } = JSON.parse(body.slice(MARK.length));
  return { run, parts: new Map(parts) };
};

const write = ({ run, parts }: CommentState<string>) =>
  MARK + JSON.stringify({ run, parts: [...parts].sort() });

function join(
  { run = 1, id, isWanted = true }: Leg,
  send: (request: Request) => Promise<unknown>,
): Promise<JoinOutcome> {
  const sendChecked = async (name: string, parameters: Request['parameters']) => {
    const value = await send({ name, parameters });
    if (value === 404) throw new GitHubError(404, 'Not Found', undefined);
    return value;
  };
  const client: GitHubClient = {
    requests: 0,
    request: (route, parameters) => sendChecked(route.split(' ')[0] ?? '', parameters),
    graphql: async (query, variables) =>
      query.includes('viewer') ? { viewer: { login: BOT } } : sendChecked('EDITS', variables),
  };
  const request: JoinRequest<string> = {
    client,
    owner: 'o',
    repo: 'r',
    log: { info: unexpected, warning: unexpected },
    pullRequest: 7,
    run,
    part: { id, at: 5, content: '' },
    shared: true,
    read,
    write,
    isUnchanged: () => false,
    isWanted,
    isCurrent: async () => true,
    pause: async () => {},
  };
  return joinComment(request);
}

function unexpected(message: string): never {
  throw new Error(message);
}

/** A job between two requests. Jobs with equal keys continue in the same way. */
interface Job {
  readonly leg: Leg;
  readonly answers: readonly unknown[];
  /** Absent when the job has ended. */
  readonly next?: Request | undefined;
  readonly key: string;
}

/** The job after it got these answers. */
async function jobAfter(leg: Leg, answers: readonly unknown[]): Promise<Job> {
  let count = 0;
  let hasWritten = false;
  let next: Request | undefined;
  let end: string | undefined;
  const send = (request: Request): Promise<unknown> => {
    if (count < answers.length) {
      hasWritten ||= request.name === 'POST' || request.name === 'PATCH';
      return Promise.resolve(answers[count++]);
    }
    next = request;
    return new Promise(() => {});
  };
  join(leg, send).then(
    (outcome) => {
      end = outcome;
    },
    (error) => {
      end = `failed: ${error}`;
    },
  );
  // All promises of the job but the last are resolved.
  for (let i = 0; !next && !end; i++) {
    if (i === 10_000) throw new Error('the job waits for something else than a request');
    await undefined;
  }
  const texts = JSON.stringify(answers).matchAll(/ours (?=\{)(?:\\.|[^"\\])*/g);
  const seen = [...texts].flatMap(([text]) => {
    const { run, parts } = JSON.parse(JSON.parse(`"${text.slice(MARK.length)}"`));
    return parts.map(([id]: [string]) => `${run} ${id}`);
  });
  const lastList = answers.map(Array.isArray).lastIndexOf(true);
  const editors = answers.slice(lastList + 1).map((value) => object(object(value).node).editor);
  const position = [next, hasWritten, answers[lastList], editors, [...new Set(seen)].sort()];
  const key = JSON.stringify([leg, end ?? position]);
  return { leg, answers, next, key };
}

/** One comment as `run: ids of parts`. */
function shown({ body }: Comment): string {
  const state = read(body);
  if (state === undefined || state === 'broken') return String(state);
  return `${state.run}: ${[...state.parts.keys()].sort().join(' ')}`;
}

/**
 * Lets the jobs make their requests in every order. Returns what the pull request can have in the end, as texts. The same
 * state of the server and of all jobs is walked once. Throws if jobs can go on for ever: then a state follows itself.
 */
async function walk(legs: readonly Leg[], server: Server = EMPTY): Promise<string[]> {
  const { step, startOf, numberOf } = createSteps();
  const open = new Map<string, boolean>();
  const ends = new Set<string>();
  const start: State = [server, await Promise.all(legs.map(startOf))];
  const waiting: (State | string)[] = [start];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (typeof one === 'string') {
      open.set(one, false);
      continue;
    }
    const [current, jobs] = one;
    const key = [current, ...jobs].map(numberOf).join();
    const isOpen = open.get(key);
    if (isOpen) throw new Error('the jobs may never end');
    if (isOpen === false) continue;
    open.set(key, true);
    // Closed when everything that follows was walked.
    waiting.push(key);
    if (jobs.every(({ next }) => !next)) ends.add(current.comments.map(shown).join(', '));
    for (const [i, job] of jobs.entries()) {
      if (!job.next) continue;
      const [after, next] = await step(current, job);
      waiting.push([after, jobs.with(i, next)]);
    }
  }
  return [...ends].sort();
}

type State = readonly [Server, readonly Job[]];

/** The steps of jobs. Each pair of a server and a job is computed once, and equal ones are the same object. */
function createSteps() {
  const numbers = new Map<Server | Job, number>();
  const numberOf = (one: Server | Job) => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
  const servers = new Map<string, Server>();
  const jobs = new Map<string, Job>();
  const steps = new Map<string, readonly [Server, Job]>();
  const startOf = async (leg: Leg) => same(jobs, await jobAfter(leg, []), ({ key }) => key);
  const step = async (server: Server, job: Job): Promise<readonly [Server, Job]> => {
    const key = `${numberOf(server)} ${numberOf(job)}`;
    const known = steps.get(key);
    if (known || !job.next) return known ?? [server, job];
    const [after, value] = answer(server, job.next);
    const next = await jobAfter(job.leg, [...job.answers, value]);
    const result = [
      after === server ? server : same(servers, after, JSON.stringify),
      same(jobs, next, (one) => one.key),
    ] as const;
    steps.set(key, result);
    return result;
  };
  return { step, startOf, numberOf };
}

/** The first one with this key. */
function same<T>(known: Map<string, T>, one: T, keyOf: (one: T) => string): T {
  const key = keyOf(one);
  const first = known.get(key) ?? one;
  known.set(key, first);
  return first;
}

const stateOf = (run: number, ...ids: string[]): CommentState<string> => ({
  run,
  parts: new Map(ids.map((id) => [id, { id, at: 5, content: '' }])),
});
const withComments = (...bodies: readonly string[]) =>
  bodies.reduce((server, body) => added(server, body), EMPTY);

describe('the legs of a matrix, in every order of their requests', () => {
  const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

  it('end with one comment that has all three parts', async () => {
    expect(await walk([a, b, c])).toEqual(['1: a b c']);
  }, 120_000);

  it('replace the parts of the run before, and a part that has no leg any more is gone', async () => {
    const before = withComments(write(stateOf(0, 'a', 'b', 'gone')));
    expect(await walk([a, b], before)).toEqual(['1: a b']);
  }, 120_000);

  it('keep the parts of the same run, of which only some legs run again', async () => {
    expect(await walk([a, b], withComments(write(stateOf(1, 'a', 'b', 'c'))))).toEqual([
      '1: a b c',
    ]);
  });

  it('of a later run replace those of an earlier run that is still going on', async () => {
    expect(await walk([{ ...a, run: 2 }, { ...b, run: 2 }, c])).toEqual(['2: a b']);
  }, 120_000);

  it('leave one of the comments that earlier runs left', async () => {
    const two = withComments(write(stateOf(0, 'a')), 'a person', write(stateOf(0, 'b')));
    expect(await walk([a, b], two)).toEqual(['1: a b, undefined']);
  });

  it('rebuild a comment whose state a person cut', async () => {
    expect(await walk([a, b], withComments(CUT))).toEqual(['1: a b']);
  });

  it('comment only if one of them has something to report, and then may miss a part', async () => {
    const silent = { ...a, isWanted: false };
    expect(await walk([silent, { ...b, isWanted: false }])).toEqual(['']);
    expect(await walk([silent, b])).toEqual(['1: a b', '1: b']);
  });
});

describe('a state that claims to be of a later run', () => {
  const later = added(EMPTY, write(stateOf(9, 'z')));

  it('ends the part of an earlier run if our token wrote it', async () => {
    expect(await walk([{ id: 'a' }], later)).toEqual(['9: z']);
    expect(await walk([{ id: 'a' }], edited(later, 1, write(stateOf(8, 'y'))))).toEqual(['8: y']);
  });

  it('is ignored if a person wrote it into our comment, and as the comment of somebody else', async () => {
    const comment = added(EMPTY, write(stateOf(0, 'a')));
    const forged = edited(comment, 1, write(stateOf(9, 'z')), 'mallory');
    expect(await walk([{ id: 'a' }], forged)).toEqual(['1: a']);
    const other = added(EMPTY, write(stateOf(9, 'z')), 'mallory');
    expect(await walk([{ id: 'a' }], other)).toEqual(['9: z, 1: a']);
  });
});
