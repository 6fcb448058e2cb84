import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Content, createProject, type Project } from './ci/project.js';
import { azure, type Ci, type Event, gitlab, jenkins, plainShell } from './ci/simulators.js';
import { CLI } from './dist.js';

/**
 * The pages in docs/ci as programs: the same life of a repository in each CI system. The verdict is compared with the harms of
 * the checked commit and of the one that the page promises to compare with, by reading both, without Portside.
 */

const work = mkdtempSync(join(tmpdir(), 'portside-ci-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const PORTSIDE = `node ${CLI}`;
const all = process.env.PORTSIDE_SAMPLE === 'all';

/** One event of the story: what happens to the repository, and what starts the run; `only` some systems know it. */
interface Step {
  readonly title: string;
  readonly only?: readonly string[];
  /** Whether it is in the sample. */
  readonly sampled?: boolean;
  event(project: Project): Event;
}

const push = (project: Project, content: Content): Event => {
  const before = project.git('branch', '--list', 'main') === '' ? undefined : project.tip('main');
  project.commit('main', content);
  return { kind: 'push', branch: 'main', before };
};
const harms = (...names: string[]): Content => ({ harms: names });
const OPEN_POLICY = { '.github/portside.yml': 'fail-on: { severity: none }\n' };
const change = (branch: string, more: object = {}): Event => ({
  kind: 'change',
  branch,
  target: 'main',
  ...more,
});
const merged = (project: Project, branch: string): Event =>
  change(branch, { merged: project.merge(branch, 'main', `refs/merges/${branch}`) });
const BRANCHES = { only: ['GitLab', 'Jenkins'] };

/** Runs of one repository, in order. `again` is a retry. */
const STORY: readonly (Step | 'again')[] = [
  { title: 'the first push', event: (p) => push(p, harms('old')) },
  { title: 'a push that changes nothing', event: (p) => push(p, harms('old')) },
  { title: 'a push that adds a harm', sampled: true, event: (p) => push(p, harms('old', 'one')) },
  'again',
  { title: 'a push after a red one', sampled: true, event: (p) => push(p, harms('old', 'one')) },
  { title: 'a push that reverts it', event: (p) => push(p, harms('old')) },
  {
    title: 'a change that adds nothing',
    sampled: true,
    event: (p) => {
      p.commit('quiet', harms('old'));
      return change('quiet');
    },
  },
  {
    title: 'a change that adds a harm',
    event: (p) => {
      p.commit('loud', harms('old', 'two'));
      return change('loud');
    },
  },
  'again',
  {
    title: 'the same change without it',
    event: (p) => {
      p.commit('loud', harms('old'));
      return change('loud');
    },
  },
  {
    title: 'a change from a fork that adds a harm',
    event: (p) => {
      p.commit('fork', harms('old', 'three'));
      return change('fork', { isFork: true });
    },
  },
  {
    title: 'a change that removes the old harm',
    event: (p) => {
      p.commit('better', harms());
      return change('better');
    },
  },
  {
    title: 'a change that brings its own policy with a harm',
    sampled: true,
    event: (p) => {
      p.commit('weaker', { harms: ['old', 'four'], files: OPEN_POLICY });
      return change('weaker');
    },
  },
  { title: 'a push that makes main red', event: (p) => push(p, harms('old', 'five')) },
  { title: 'an earlier change, while main is red', event: () => change('quiet') },
  {
    title: 'the same change, merged with main',
    sampled: true,
    event: (p) => merged(p, 'quiet'),
  },
  {
    title: 'a change of the red main that adds nothing',
    event: (p) => {
      p.commit('later', harms('old', 'five'));
      return change('later');
    },
  },
  {
    title: 'a merged change that adds a harm',
    event: (p) => {
      p.commit('loud', harms('old', 'six'));
      return merged(p, 'loud');
    },
  },
  { title: 'a push that turns main green', event: (p) => push(p, harms('old')) },
  {
    title: 'a change that brings the reverted harm back',
    sampled: true,
    event: (p) => {
      p.commit('again', harms('old', 'five'));
      return change('again');
    },
  },
  { title: 'the same, merged with main', event: (p) => merged(p, 'again') },
  {
    title: 'a change of 25 commits, the first of which adds a harm',
    event: (p) => {
      for (let i = 0; i < 25; i++) p.commit('long', harms('old', 'seven'));
      return change('long');
    },
  },
  {
    title: 'a change of 25 commits that adds nothing',
    sampled: true,
    event: (p) => {
      for (let i = 0; i < 25; i++) p.commit('calm', harms('old'));
      return change('calm');
    },
  },
  {
    title: 'a push of a branch without a change request',
    ...BRANCHES,
    event: (p) => {
      p.commit('branch', harms('old'));
      return { kind: 'push', branch: 'branch', before: undefined };
    },
  },
  {
    title: 'a second push of it, while main has moved, with a harm',
    ...BRANCHES,
    event: (p) => {
      p.commit('main', harms('old', 'eight'));
      const before = p.tip('branch');
      p.commit('branch', harms('old', 'nine'));
      return { kind: 'push', branch: 'branch', before };
    },
  },
  {
    title: 'a third push of it, which takes the harm away',
    ...BRANCHES,
    event: (p) => {
      const before = p.tip('branch');
      p.commit('branch', harms('old'));
      return { kind: 'push', branch: 'branch', before };
    },
  },
  { title: 'a push that cleans main', event: (p) => push(p, harms()) },
  {
    title: 'a tag of the clean main',
    event: (p) => {
      p.tag('v2', p.tip('main'));
      return { kind: 'tag', name: 'v2' };
    },
  },
  { title: 'a schedule on the clean main', sampled: true, event: () => ({ kind: 'schedule' }) },
  {
    title: 'a push of several commits, the first of which adds a harm',
    event: (p) => {
      const before = p.tip('main');
      p.commit('main', harms('ten'));
      p.commit('main', harms('ten'));
      return { kind: 'push', branch: 'main', before };
    },
  },
  { title: 'a push that reverts them', event: (p) => push(p, harms()) },
  {
    title: 'a push that moves main back to an older commit with harms',
    sampled: true,
    event: (p) => {
      const before = p.tip('main');
      p.move('main', p.git('rev-parse', 'main~1'));
      return { kind: 'push', branch: 'main', before };
    },
  },
  {
    title: 'a tag of a commit with a harm',
    event: (p) => {
      p.tag('v3', p.tip('main'));
      return { kind: 'tag', name: 'v3' };
    },
  },
  { title: 'a schedule on it', sampled: true, event: () => ({ kind: 'schedule' }) },
  {
    title: 'a push whose policy accepts the harm that it brings',
    event: (p) => push(p, { harms: ['ten', 'eleven'], files: OPEN_POLICY }),
  },
];

/** The events of the story in one system, with retries. */
function* eventsOf({ name }: Ci, project: Project): Generator<Moment> {
  let last: Event | undefined;
  let step: Step | undefined;
  for (const entry of STORY) {
    const isRetry = entry === 'again';
    if (!isRetry) step = entry;
    const { title, only, sampled, event } = step as Step;
    if (only && !only.includes(name)) continue;
    yield {
      title: isRetry ? `${title}, again` : title,
      isChecked: all || sampled === true,
      happen: () => {
        last = isRetry && last ? last : event(project);
        return last;
      },
    };
  }
}

/** An event that will happen. */
interface Moment {
  readonly title: string;
  /** Portside runs. */
  readonly isChecked: boolean;
  happen(): Event;
}

/** Whether the checked commit has a harm that the other one does not have. A pushed policy may accept it. */
function isGreen(ci: Ci, project: Project, event: Event): boolean {
  const head = ci.headOf(event);
  const base = ci.baseOf(event);
  const deciding =
    event.kind === 'change' || (event.kind === 'push' && event.branch !== 'main') ? base : head;
  if (deciding && project.git('ls-tree', '-r', '--name-only', deciding).includes('portside.yml'))
    return true;
  const before = base === undefined ? new Set<string>() : project.harmsAt(base);
  return [...project.harmsAt(head)].every((harm) => before.has(harm));
}

const SYSTEMS = [
  ['GitLab', gitlab],
  ['Jenkins', jenkins],
  ['Azure', azure],
  ['shell', plainShell],
] as const;

describe.each(SYSTEMS)('a repository on %s', (name, simulate) => {
  const folder = join(work, name);
  const project = createProject(join(folder, 'origin'));
  const ci = simulate({ project, folder, portside: PORTSIDE });
  let earlier: Moment[] = [];
  for (const moment of eventsOf(ci, project)) {
    earlier.push(moment);
    if (!moment.isChecked) continue;
    const moments = earlier;
    earlier = [];
    it(moment.title, () => {
      for (const { happen } of moments.slice(0, -1)) {
        const event = happen();
        ci.skip(event, isGreen(ci, project, event));
      }
      const event = moment.happen();
      const status = isGreen(ci, project, event) ? 0 : 1;
      const run = ci.run(event);
      expect({ ...run, log: run.status === status ? '' : run.log }).toEqual({ status, log: '' });
    });
  }
});
