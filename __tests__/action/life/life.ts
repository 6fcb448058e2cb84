import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, Result } from 'sarif';
import { type LoopbackCache, startCache } from '../../github/loopback-cache.js';
import { type LoopbackGitHub, startGitHub } from '../../github/loopback-github.js';
import { runStep, type StepResult } from '../action-step.js';
import { evaluate, harmsIn } from './oracle.js';
import { type Content, createServedRepository, type Files, type Repository } from './repository.js';

/** Changes a content. */
export type Edit = (content: Content) => Content;

interface Pull {
  readonly number: number;
  readonly branch: string;
  readonly base: string;
  readonly isFork: boolean;
  /** The base in the events of the pull request: that of the last push. */
  baseSha: string;
}

/** A run of the workflow. */
interface Run {
  readonly title: string;
  readonly event: string;
  readonly payload: object;
  readonly ref: string;
  readonly sha: string;
  /** The commit to compare with; undefined if there is none. */
  readonly base?: string | undefined;
  /** The branch whose runs stored the report of that commit. */
  readonly baseBranch?: string | undefined;
  /** The commit whose policy decides. */
  readonly deciding: string;
  /** The branch for which the report is stored. */
  readonly stores?: string | undefined;
  readonly pull?: Pull | undefined;
}

/** The life of one repository, and what was wrong in it. */
export interface Life {
  readonly github: LoopbackGitHub;
  readonly wrong: readonly string[];
  readonly counts: { readonly events: number; readonly checks: number };
  tip(branch: string): string;
  /** Commits on a branch, which starts at another one or is empty, without a run. */
  commit(branch: string, edit: Edit, from?: string): string;
  push(branch: string, edit: Edit): Promise<void>;
  /** Moves a branch to another commit, and runs. */
  force(branch: string, commit: string): Promise<void>;
  open(branch: string, options?: { base?: string; isFork?: boolean }): Promise<number>;
  /** The content of a branch. */
  contentOf(branch: string): Content;
  synchronize(pull: number, edit: Edit): Promise<void>;
  /** A new history of the branch: the edit, on top of the base. */
  rebase(pull: number, edit: Edit): Promise<void>;
  /** An event that changes no commit: it repeats an old base. */
  label(pull: number): Promise<void>;
  /** The pull request has another base from now on. */
  retarget(pull: number, base: string): Promise<void>;
  queue(pull: number): Promise<void>;
  merge(pull: number, way?: 'merge' | 'squash'): Promise<void>;
  schedule(): Promise<void>;
  tag(name: string): Promise<void>;
  /** GitHub evicts what the cache has. */
  evict(): void;
  /** Does something on another runner while GitHub works on the next request of an operation. */
  meanwhile(operation: string, action: () => Promise<void>, when?: 'before' | 'after'): void;
  readonly pulls: readonly number[];
  branchOf(pull: number): string;
  close(): Promise<void>;
}

const NO_COMMIT = '0'.repeat(40);

export async function startLife(folder: string, isShallow: boolean): Promise<Life> {
  const [github, cache] = await Promise.all([startGitHub({ namesUploads: false }), startCache()]);
  const repository = createServedRepository(join(folder, 'app/app'));
  const tips = new Map<string, string>();
  const pushed = new Map<string, string>();
  const pulls = new Map<number, Pull>();
  const runner = createRunner({ folder, github, cache, repository, isShallow });
  let count = 6;

  const tip = (branch: string) => {
    const found = tips.get(branch);
    if (found === undefined) throw new Error(`there is no branch ${branch}`);
    return found;
  };
  const add = (content: Content, ...parents: readonly string[]) => {
    const id = repository.commit(content, ...parents);
    github.filesAt.set(id, repository.filesOf(id));
    return id;
  };
  const pullOf = (number: number) => {
    const pull = pulls.get(number);
    if (!pull) throw new Error(`there is no open pull request ${number}`);
    return pull;
  };
  const merged = (pull: Pull) => {
    const id = repository.merge(tip(pull.base), tip(pull.branch));
    github.filesAt.set(id, repository.filesOf(id));
    return id;
  };
  const pushRun = (branch: string, title: string) => {
    const [sha, before] = [tip(branch), pushed.get(branch)];
    pushed.set(branch, sha);
    github.branches.set(branch, sha);
    return runner.run({
      title,
      event: 'push',
      payload: { before: before ?? NO_COMMIT, after: sha },
      ref: `refs/heads/${branch}`,
      sha,
      base: before,
      baseBranch: branch,
      deciding: sha,
      stores: branch,
    });
  };
  const pullRun = (pull: Pull, action: string) => {
    const { number, branch, base, baseSha, isFork } = pull;
    const head = tip(branch);
    const listed = github.pulls.findIndex((one) => one.number === number);
    if (listed >= 0) github.pulls.splice(listed, 1);
    github.pulls.push({
      number,
      head: `shop:${branch}`,
      sha: head,
    });
    const sha = merged(pull);
    github.branches.set(`pull/${number}/merge`, sha);
    const repo = { full_name: isFork ? 'fork/app' : 'shop/app' };
    return runner.run({
      title: `pull request ${number}, ${action}`,
      event: 'pull_request',
      payload: {
        action,
        number,
        pull_request: {
          number,
          head: { ref: branch, sha: head, repo },
          base: { ref: base, sha: baseSha, repo: { full_name: 'shop/app' } },
        },
        repository: { full_name: 'shop/app', default_branch: 'main' },
      },
      ref: `refs/pull/${number}/merge`,
      sha,
      base: tip(base),
      baseBranch: base,
      deciding: tip(base),
      pull,
    });
  };
  const commit: Life['commit'] = (branch, edit, from) => {
    const parent = tips.get(branch) ?? (from === undefined ? undefined : tip(from));
    const content = parent === undefined ? { harms: {} } : repository.contentOf(parent);
    const id = add(edit(content), ...(parent === undefined ? [] : [parent]));
    tips.set(branch, id);
    return id;
  };

  return {
    github,
    wrong: runner.wrong,
    counts: runner.counts,
    tip,
    contentOf: (branch) => repository.contentOf(tip(branch)),
    commit,
    push(branch, edit) {
      commit(branch, edit);
      return pushRun(branch, `a push to ${branch}`);
    },
    force(branch, id) {
      tips.set(branch, id);
      return pushRun(branch, `a forced push to ${branch}`);
    },
    async open(branch, { base = 'main', isFork = false } = {}) {
      const number = ++count;
      const pull = { number, branch, base, isFork, baseSha: tip(base) };
      pulls.set(number, pull);
      await pullRun(pull, 'opened');
      return number;
    },
    synchronize(number, edit) {
      const pull = pullOf(number);
      commit(pull.branch, edit);
      pull.baseSha = tip(pull.base);
      return pullRun(pull, 'synchronize');
    },
    rebase(number, edit) {
      const pull = pullOf(number);
      const base = tip(pull.base);
      tips.set(pull.branch, add(edit(repository.contentOf(base)), base));
      pull.baseSha = base;
      return pullRun(pull, 'synchronize');
    },
    label: (number) => pullRun(pullOf(number), 'labeled'),
    retarget(number, base) {
      const pull = { ...pullOf(number), base, baseSha: tip(base) };
      pulls.set(number, pull);
      return pullRun(pull, 'edited');
    },
    queue(number) {
      const pull = pullOf(number);
      const base = tip(pull.base);
      const sha = merged(pull);
      return runner.run({
        title: `the merge queue with pull request ${number}`,
        event: 'merge_group',
        payload: { merge_group: { base_sha: base, base_ref: `refs/heads/${pull.base}` } },
        ref: `refs/heads/gh-readonly-queue/${pull.base}/pr-${number}-${base}`,
        sha,
        base,
        baseBranch: pull.base,
        deciding: base,
      });
    },
    merge(number, way = 'merge') {
      const pull = pullOf(number);
      const id = merged(pull);
      tips.set(pull.base, way === 'merge' ? id : add(repository.contentOf(id), tip(pull.base)));
      pulls.delete(number);
      return pushRun(pull.base, `the ${way} of pull request ${number}`);
    },
    schedule: () =>
      runner.run({
        title: 'a schedule',
        event: 'schedule',
        payload: { schedule: '0 4 * * *' },
        ref: 'refs/heads/main',
        sha: tip('main'),
        deciding: tip('main'),
        stores: 'main',
      }),
    tag: (name) =>
      runner.run({
        title: `the tag ${name}`,
        event: 'push',
        payload: { before: NO_COMMIT, after: tip('main') },
        ref: `refs/tags/${name}`,
        sha: tip('main'),
        deciding: tip('main'),
      }),
    evict: runner.evict,
    meanwhile: runner.meanwhile,
    get pulls() {
      return [...pulls.keys()];
    },
    branchOf: (number) => pullOf(number).branch,
    async close() {
      await Promise.all([github.close(), cache.close()]);
    },
  };
}

interface RunnerParts {
  readonly folder: string;
  readonly github: LoopbackGitHub;
  readonly cache: LoopbackCache;
  readonly repository: Repository;
  readonly isShallow: boolean;
}

/** Runs the workflow, and compares what it leaves on GitHub with what the oracle expects. */
function createRunner({ folder, github, cache, repository, isShallow }: RunnerParts) {
  const wrong: string[] = [];
  const counts = { events: 0, checks: 0 };
  /** Branches with the commits whose reports the cache has. */
  const stored = new Set<string>();
  /** The newest run of each ref. */
  const newest = new Map<string, { readonly id: number; readonly run: Run }>();
  let id = 100;
  /** Numbers of pull requests with the harms that had a review comment. */
  const commented = new Set<string>();
  /** Those of them whose comment is hidden: the harm went, and where it came back, a policy accepts it. */
  const hidden = new Set<string>();
  let checkedOut: Run | undefined;

  const run = async (one: Run): Promise<void> => {
    const { title, event, payload, ref, sha, pull, stores } = one;
    const own = ++id;
    counts.events++;
    newest.set(ref, { id: own, run: one });
    const hadComment = pull !== undefined && commentsOn(pull).length > 0;
    const expected = evaluate(
      filesOf(sha),
      one.base === undefined ? undefined : filesOf(one.base),
      filesOf(one.deciding) as Files,
    );
    const isStored = stored.has(`${one.baseBranch} ${one.base}`);
    prepare(one);
    const seen = await runStep(folder, github.url, {
      workspace: repository.folder,
      variables: {
        ...cache.variables,
        GITHUB_EVENT_NAME: event,
        GITHUB_REF: ref,
        GITHUB_SHA: sha,
        GITHUB_RUN_ID: String(own),
      },
      event: payload,
    });
    if (stores !== undefined) stored.add(`${stores} ${sha}`);
    const check = (what: string, actual: unknown, wanted: unknown) => {
      counts.checks++;
      const [a, b] = [JSON.stringify(actual), JSON.stringify(wanted)];
      if (a !== b) wrong.push(`${counts.events}. ${title}: ${what}: ${a} instead of ${b}`);
    };

    check('step', seen.status, expected.outcome === 'pass' ? 0 : 1);
    check('verdict', seen.outputs.get('verdict'), expected.outcome);
    check('new', withStatus(seen, 'new', sha), expected.fresh);
    check('existing', withStatus(seen, 'existing', sha), expected.existing);
    check('summary', mark(seen.summary), expected.outcome === 'pass' ? '✅' : '❌');
    check('baseline', seen.report?.baseline, expectedBaseline(one, isStored));
    checkAlerts(one, check);
    checkCache(check);
    if (pull) checkPull(pull, { hadComment, own }, check);
    check('requests', github.violations, []);
  };

  const prepare = (one: Run) => {
    checkedOut = one;
    repository.checkOut(one.sha, { isShallow });
    github.patches.clear();
    for (const [path, patch] of patchesBetween(one)) github.patches.set(path, patch);
  };

  type Check = (what: string, actual: unknown, wanted: unknown) => void;

  /** What the security tab shows for the ref: its last analysis. A pull request from a fork cannot write. */
  const checkAlerts = ({ ref, pull }: Run, check: Check) => {
    const last = github.uploads.findLast((upload) => upload.ref === ref);
    const { run: current } = newest.get(ref) as { run: Run };
    if (pull?.isFork) check('uploads of a fork', last, undefined);
    else {
      check('commit of the alerts', last?.sha, current.sha);
      const { open } = evaluate(filesOf(current.sha), undefined, filesOf(current.deciding));
      check('alerts', last && alertsIn(last.log, filesOf(last.sha)), open);
    }
  };

  /** Each key ends with its commit, and only runs on branches store. */
  const checkCache = (check: Check) => {
    const added = cache.entries.filter(({ done }) => done).length;
    check('stored reports', added, stored.size);
    const commits = [...stored].map((name) => name.split(' ')[1]).sort();
    const keys = cache.entries.map(({ key }) => key.split('-').at(-1)).sort();
    check('stored commits', keys, commits);
  };

  const checkPull = (
    pull: Pull,
    { hadComment, own }: { hadComment: boolean; own: number },
    check: Check,
  ) => {
    const comments = commentsOn(pull);
    const { id: last, run: current } = newest.get(`refs/pull/${pull.number}/merge`) as {
      id: number;
      run: Run;
    };
    const { fresh, open, outcome } = evaluate(
      filesOf(current.sha),
      current.base === undefined ? undefined : filesOf(current.base),
      filesOf(current.deciding),
    );
    if (pull.isFork) {
      check('comments of a fork', comments.length, 0);
      return;
    }
    const mustHave = hadComment || fresh.length > 0;
    if (own !== last && comments.length === 0) check('comments', mustHave, false);
    else check('comments', comments.length, mustHave ? 1 : Math.min(comments.length, 1));
    const [comment] = comments;
    if (comment) {
      check('comment', mark(comment.body), outcome === 'pass' ? '✅' : '❌');
      const high = /(\d+) new (?:\w+ and \d+ )?high/.exec(comment.body.split('\n')[0] ?? '')?.[1];
      check('findings of the comment', Number(high ?? 0), fresh.length);
    }
    // A comment stays while its finding is there, also if a policy accepts it now.
    if (own === last) for (const name of fresh) commented.add(`${pull.number} ${name}`);
    const present = new Set(harmsIn(filesOf(current.sha)).map(({ name }) => name));
    for (const key of commented) {
      const [number, name = ''] = key.split(' ');
      if (Number(number) !== pull.number) continue;
      if (!present.has(name)) hidden.add(key);
      else if (open.includes(name)) hidden.delete(key);
    }
    const wanted = [...present]
      .map((name) => `${pull.number} ${name}`)
      .filter((key) => commented.has(key) && !hidden.has(key));
    const shown = github.reviewComments.filter(
      ({ pull: number, isMinimized, body }) =>
        number === pull.number && !isMinimized && body.includes('PS0023'),
    );
    check('review comments', shown.length, wanted.length);
  };

  const commentsOn = ({ number }: Pull) => github.comments.filter((one) => one.pull === number);
  const filesOf = (commit: string): Files => repository.filesOf(commit);

  const withStatus = ({ report }: StepResult, status: string, sha: string) =>
    named(
      (report?.findings ?? [])
        .filter((f) => f.rule === 'PS0023' && f.status === status)
        .map((f) => ({
          path: f.location?.path ?? '',
          line: f.location?.startLine ?? 0,
        })),
      filesOf(sha),
    );

  /** Whole files, of which the added lines are marked. */
  const patchesBetween = ({ base, sha }: Run) => {
    const before = base === undefined ? new Map<string, string>() : filesOf(base);
    return [...filesOf(sha)].flatMap(([path, text]) => {
      const old = before.get(path);
      if (old === text) return [];
      const lines = text.trimEnd().split('\n');
      const known = new Set(old?.split('\n'));
      const marked = lines.map((line) => `${known.has(line) ? ' ' : '+'}${line}`);
      return [[path, [`@@ -1,${known.size} +1,${lines.length} @@`, ...marked].join('\n')] as const];
    });
  };

  return {
    run,
    wrong,
    counts,
    evict() {
      cache.forget();
      stored.clear();
    },
    /** Another runner has the same paths. What this one needs is put back. */
    meanwhile(operation: string, action: () => Promise<void>, when?: 'before' | 'after') {
      github.during(
        operation,
        async () => {
          const outer = checkedOut;
          const temporary = join(folder, 'temp');
          renameSync(temporary, `${temporary}-of-other`);
          await action();
          rmSync(temporary, { recursive: true });
          renameSync(`${temporary}-of-other`, temporary);
          if (outer) prepare(outer);
        },
        when,
      );
    },
  };
}

function expectedBaseline({ base, baseBranch, event }: Run, isStored: boolean): unknown {
  if (base === undefined) return undefined;
  const about = `${baseBranch} at ${base.slice(0, 8)}`;
  const checked = { push: about, merge_group: base.slice(0, 8) }[event] ?? baseBranch;
  return { with: [isStored ? about : checked], missing: [] };
}

/** ✅ or ❌ of a headline. */
function mark(text: string): string | undefined {
  return /^### (\S+)/.exec(text)?.[1];
}

/** The harms on these lines. */
function named(places: readonly { path: string; line: number }[], files: Files): string[] {
  const harms = harmsIn(files);
  return places
    .map(
      ({ path, line }) =>
        harms.find((harm) => harm.path === path && harm.line === line)?.name ?? `${path}:${line}`,
    )
    .sort();
}

function alertsIn(log: Log, files: Files): string[] {
  const results = log.runs.flatMap((run) => run.results ?? []);
  const isOpen = ({ ruleId, suppressions = [] }: Result) =>
    ruleId === 'PS0023' && suppressions.length === 0;
  return named(
    results.filter(isOpen).map(({ locations = [] }) => ({
      path: locations[0]?.physicalLocation?.artifactLocation?.uri ?? '',
      line: locations[0]?.physicalLocation?.region?.startLine ?? 0,
    })),
    files,
  );
}
