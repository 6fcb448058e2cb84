import { expect, it } from '@jest/globals';
import type { GitHubClient } from '../../../src/github/client.js';
import { postReview } from '../../../src/github/publish/review.js';
import { context, lint, report } from '../../reports/sample.js';
import { HEAD } from '../events.js';

interface Posted {
  readonly id: number;
  readonly node_id: string;
  readonly body: string;
  readonly user: { readonly login: string };
}

const PATCH = '@@ -0,0 +1,5 @@\n+FROM a\n+RUN b\n+RUN c\n+RUN d\n+RUN e';

/** A job that waits before each request until `next` is called. */
function start(job: string, posted: Posted[]) {
  const leg = { next: undefined as (() => void) | undefined, memory: '' };
  const answer = (route: string, { comments, comment_id }: Record<string, unknown>): unknown => {
    if (route.endsWith('/files')) return [{ filename: 'Dockerfile', patch: PATCH }];
    if (route.startsWith('GET')) return [...posted];
    if (route.startsWith('DELETE'))
      return posted.splice(
        posted.findIndex(({ id }) => id === comment_id),
        1,
      );
    for (const { body } of comments as Posted[]) {
      const id = (posted.at(-1)?.id ?? 0) + 1;
      posted.push({ id, node_id: `N${id}`, body, user: { login: 'github-actions[bot]' } });
    }
    return {};
  };
  const client: GitHubClient = {
    requests: 0,
    request: (route, parameters) =>
      new Promise((resolve) => {
        leg.next = () => {
          leg.next = undefined;
          const value = answer(route, parameters);
          leg.memory += `${route} ${JSON.stringify(value)}\n`;
          resolve(value);
        };
      }),
    // The states of comments: none is minimized.
    graphql: async () => ({ nodes: [] }),
  };
  const findings = [lint(), lint({ rule: 'DL3059' })];
  const warning = (message: string) => {
    throw new Error(message);
  };
  postReview(report({ findings, incomplete: [] }), context(), {
    client,
    log: { info() {}, warning },
    owner: 'o',
    repo: 'r',
    pullRequest: 7,
    headSha: HEAD,
    job,
    isCurrent: async () => true,
  }).then((outcome) => {
    leg.memory += `end ${outcome}`;
  });
  return leg;
}

/** Lets all promises run that wait for no request. */
async function settle(): Promise<void> {
  for (let i = 0; i < 200; i++) await undefined;
}

it('three legs that find the same leave one review comment for each line, in every order of their requests', async () => {
  const seen = new Set<string>();
  const ends = new Set<string>();
  const waiting: number[][] = [[]];
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    const posted: Posted[] = [];
    const legs = ['a', 'b', 'c'].map((job) => start(job, posted));
    for (let step = 0; ; step++) {
      await settle();
      const open = legs.flatMap(({ next }, i) => (next ? [i] : []));
      const isReplay = step < path.length;
      const state = JSON.stringify([posted, legs.map(({ memory }) => memory)]);
      if (!isReplay && seen.has(state)) break;
      seen.add(state);
      const [first, ...others] = isReplay ? path.slice(step, step + 1) : open;
      if (first === undefined) {
        ends.add(posted.map(({ body }) => [...new Set(body.match(/DL\d+/g))].join(' ')).join(', '));
        break;
      }
      const taken: readonly number[] = path;
      waiting.push(...others.map((other) => [...taken.slice(0, step), other]));
      if (!isReplay) path.push(first);
      legs[first]?.next?.();
    }
  }
  expect([...ends]).toEqual(['DL3008 DL3059']);
}, 120_000);
