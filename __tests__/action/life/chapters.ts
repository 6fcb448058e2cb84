import {
  CREATE_COMMENT,
  CREATE_REVIEW,
  GET_REF,
  LIST_COMMENTS,
  UPDATE_COMMENT,
  UPLOAD_SARIF,
} from '../../github/loopback-github.js';
import { add, both, drop, remove, rename, same, withPolicy } from './edits.js';
import type { Life } from './life.js';
import { accepting, LENIENT } from './oracle.js';

/** A part of the story, in a repository of its own. */
export interface Chapter {
  readonly title: string;
  /** Whether `npm test` runs it. */
  readonly isSampled?: boolean;
  readonly isShallow: boolean;
  live(life: Life): Promise<void>;
}

const BAD_GATEWAY = { status: 502, message: 'Bad Gateway' };

/** A branch from main with one change, and its pull request. */
async function propose(life: Life, name: string, edit = add(name), options = {}): Promise<number> {
  life.commit(name, edit, 'main');
  return life.open(name, options);
}

export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'a harm that main reverted comes back in a pull request',
    isSampled: true,
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      await life.push('main', add('reverted'));
      // The run of the revert is canceled: no report of it is stored.
      life.commit('main', remove('reverted'));
      const again = await propose(life, 'reverted');
      await life.label(again);
      await life.push('main', same);
      await life.label(again);
      await life.synchronize(again, remove('reverted'));
      await life.merge(again);
    },
  },
  {
    title: 'pull requests stay open while main moves',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const mine = await propose(life, 'mine');
      const quiet = await propose(life, 'quiet', same);
      await life.push('main', add('of-main'));
      await life.label(mine);
      await life.label(quiet);
      await life.synchronize(quiet, add('more', 'api/Dockerfile'));
      await life.push('main', remove('of-main'));
      await life.label(quiet);
      await life.synchronize(quiet, remove('more'));
      await life.rebase(mine, same);
      await life.label(mine);
      await life.merge(quiet, 'squash');
    },
  },
  {
    title: 'the same, with all commits in the checkout',
    isShallow: false,
    async live(life) {
      await life.push('main', add('old'));
      const mine = await propose(life, 'mine');
      await life.push('main', add('of-main'));
      await life.label(mine);
      life.evict();
      await life.label(mine);
      await life.synchronize(mine, remove('mine'));
      await life.push('main', remove('of-main'));
      await life.label(mine);
      await life.synchronize(mine, add('of-main'));
      await life.merge(mine);
      await life.schedule();
    },
  },
  {
    title: 'main is pushed by force, and moves back',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const first = life.tip('main');
      await life.push('main', both(add('one'), add('two')));
      const second = life.tip('main');
      await life.force('main', first);
      await life.force('main', second);
      await life.force('main', first);
      await life.push('main', add('two'));
      await life.force('main', second);
      await life.tag('v1');
      await life.schedule();
    },
  },
  {
    title: 'pull requests on each other, and what becomes of the upper one',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const lower = await propose(life, 'lower');
      life.commit('upper', add('upper'), 'lower');
      const upper = await life.open('upper', { base: 'lower' });
      await life.synchronize(lower, add('late'));
      await life.label(upper);
      await life.synchronize(lower, remove('lower'));
      await life.label(upper);
      await life.merge(lower, 'squash');
      await life.retarget(upper, 'main');
      await life.synchronize(upper, both(remove('upper'), remove('lower')));
      await life.queue(upper);
      await life.merge(upper, 'squash');
    },
  },
  {
    title: 'a merge queue',
    isSampled: true,
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const one = await propose(life, 'one');
      const two = await propose(life, 'two', remove('old'));
      await life.queue(one);
      await life.queue(two);
      await life.merge(two);
      await life.queue(one);
      await life.synchronize(one, remove('one'));
      await life.queue(one);
      await life.merge(one);
    },
  },
  {
    title: 'the policy and its exceptions change',
    isShallow: true,
    async live(life) {
      await life.push('main', both(add('old'), add('accepted', 'api/Dockerfile')));
      await life.push('main', withPolicy(accepting('api/Dockerfile')));
      const mine = await propose(life, 'mine', add('mine', 'api/Dockerfile'));
      const weaker = await propose(life, 'weaker', both(add('weaker'), withPolicy(LENIENT)));
      await life.schedule();
      await life.push('main', withPolicy(undefined));
      await life.label(mine);
      await life.label(weaker);
      await life.push('main', withPolicy(LENIENT));
      await life.label(weaker);
      await life.push('main', withPolicy(accepting('Dockerfile')));
      await life.label(weaker);
      await life.schedule();
      await life.merge(mine);
    },
  },
  {
    title: 'Dockerfiles are added, renamed and removed',
    isShallow: true,
    async live(life) {
      await life.push('main', both(add('old'), add('api', 'api/Dockerfile')));
      const moved = await propose(life, 'moved', rename('api/Dockerfile', 'server/Dockerfile'));
      await life.synchronize(moved, add('more', 'server/Dockerfile'));
      await life.synchronize(moved, remove('more'));
      await life.merge(moved);
      const gone = await propose(life, 'gone', drop('server/Dockerfile'));
      await life.merge(gone, 'squash');
      const back = await propose(life, 'back', add('api', 'api/Dockerfile'));
      await life.merge(back);
      await life.push('main', drop('api/Dockerfile'));
      await life.schedule();
    },
  },
  {
    title: 'pull requests from forks',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const fork = await propose(life, 'fork', add('fork'), { isFork: true });
      await life.push('main', add('of-main'));
      await life.label(fork);
      await life.synchronize(fork, both(remove('fork'), withPolicy(LENIENT), add('other')));
      life.evict();
      await life.label(fork);
      await life.synchronize(fork, remove('other'));
      await life.merge(fork);
    },
  },
  {
    title: 'two runs of a pull request at once',
    isSampled: true,
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      life.commit('mine', add('mine'), 'main');
      const number = life.pulls.length + 7;
      life.meanwhile(CREATE_COMMENT, () => life.label(number));
      await life.open('mine');
      await life.synchronize(number, add('second'));
      life.meanwhile(CREATE_REVIEW, () => life.label(number));
      await life.synchronize(number, add('third'));
    },
  },
  {
    title: 'an older run of a pull request ends later',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      const mine = await propose(life, 'mine');
      life.meanwhile(LIST_COMMENTS, () => life.synchronize(mine, remove('mine')));
      await life.synchronize(mine, add('second'));
      await life.synchronize(mine, remove('second'));
      const other = both(remove('third'), add('fourth'), add('fifth'));
      life.meanwhile(UPDATE_COMMENT, () => life.synchronize(mine, other));
      await life.synchronize(mine, add('third'));
    },
  },
  {
    title: 'an older run of main ends later',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      life.meanwhile(GET_REF, () => life.push('main', remove('one')));
      await life.push('main', add('one'));
      const mine = await propose(life, 'mine', add('one'));
      await life.push('main', same);
      await life.label(mine);
    },
  },
  {
    title: 'GitHub answers 502 to what it did',
    isShallow: true,
    async live(life) {
      await life.push('main', add('old'));
      life.github.failAfter(CREATE_COMMENT, BAD_GATEWAY);
      const mine = await propose(life, 'mine');
      life.github.failAfter(CREATE_REVIEW, BAD_GATEWAY);
      await life.synchronize(mine, add('second'));
      life.github.failAfter(UPDATE_COMMENT, BAD_GATEWAY);
      await life.synchronize(mine, remove('second'));
      life.github.failAfter(UPLOAD_SARIF, BAD_GATEWAY);
      await life.merge(mine);
    },
  },
];
