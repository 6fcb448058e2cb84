import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import type { Report } from '../../src/core/report.js';
import { readOptions } from '../../src/options/read-options.js';
import { json } from '../../src/reports/formats/json.js';
import { gitIn } from '../../src/repository/git.js';
import { commitTree } from '../../src/repository/git-tree.js';
import type { PullRequestTrees, Tree } from '../../src/repository/tree.js';
import { commitAll, commitOf, createRepository } from '../git-repository.js';
import { context } from '../reports/sample.js';

/** A repository with a base commit on main and a pull request on top of it. */
export interface GitStory {
  readonly root: string;
  git(...args: string[]): string;
  /** Commits the files; undefined removes one. */
  commit(files: Readonly<Record<string, string | undefined>>): void;
  /** Commits the files to main, and starts the branch of the pull request. */
  base(files: Parameters<GitStory['commit']>[0]): void;
  /** Checks the pull request, or with `onMain` the checkout without a base. */
  run(words?: readonly string[], onMain?: boolean): Promise<Report>;
  check(trees: PullRequestTrees | undefined, words?: readonly string[]): Promise<Report>;
  /** The files of a revision. */
  tree(revision: string): Promise<Tree>;
  /** A stored report of the checkout, outside the repository. */
  store(): Promise<string>;
  remove(): void;
}

const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();

export function gitStory(): GitStory {
  const work = mkdtempSync(join(tmpdir(), 'portside-story-'));
  const root = join(work, 'repository');
  mkdirSync(root);
  // Git and no other program: whether a machine has ShellCheck changes no result.
  const path = join(work, 'bin');
  mkdirSync(path);
  symlinkSync(git, join(path, 'git'));
  const host = terminalHost({ quiet: true, path, stderr: process.stderr });
  const inRoot = (...args: string[]) =>
    execFileSync(git, ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
      encoding: 'utf8',
    }).trim();
  createRepository(root);
  // The stories are about findings of any rule; one with a policy of its own has its rule set.
  const allRules = join(work, 'all-rules.yml');
  writeFileSync(allRules, 'rule-set: all\n');
  let hasPolicy = false;
  const policyOf = (words: readonly string[]) =>
    words.includes('--policy') || hasPolicy ? [] : ['--policy', allRules];
  const write = (files: Parameters<GitStory['commit']>[0]) => {
    for (const [path, text] of Object.entries(files)) {
      hasPolicy ||= /^\.github\/portside\./i.test(path);
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === undefined) rmSync(file, { force: true });
      else writeFileSync(file, text);
    }
  };
  // As in a run of the Action, which knows the ids of its commits. What a commit has is listed once.
  const trees = new Map<string, Tree>();
  const tree = async (revision: string) => {
    const id = commitOf(root, revision);
    const known = trees.get(`${id} ${revision}`);
    if (known) return known;
    const git = await gitIn(root, host);
    if (!git) throw new Error('Git refuses the repository of the story');
    const found = commitTree(git, id, revision);
    trees.set(`${id} ${revision}`, found);
    return found;
  };
  const checkWith: GitStory['check'] = async (trees, words = []) => {
    const environment = { path: '', noColor: true };
    const now = new Date('2026-11-24');
    const options = readOptions(
      'check',
      ['--offline', ...policyOf(words), ...words],
      environment,
      now,
    );
    return (await check(root, options, host, trees)).report;
  };
  const run: GitStory['run'] = async (words = [], onMain = false) =>
    checkWith(
      onMain ? undefined : { baseCommit: await tree('main'), head: await tree('HEAD') },
      words,
    );
  return {
    root,
    git: inRoot,
    commit: (files) => {
      write(files);
      commitAll(root);
    },
    base: (files) => {
      write(files);
      commitAll(root, 'change');
    },
    run,
    check: checkWith,
    tree,
    store: async () => {
      const file = join(work, 'stored.json');
      const commits = [commitOf(root)];
      writeFileSync(file, json.render({ ...(await run([], true)), commits }, context()));
      return file;
    },
    remove: () => rmSync(work, { recursive: true }),
  };
}

/** The rules of the findings with a status, sorted. */
export function rulesWith(report: Report, status: string): string[] {
  return report.findings.flatMap((f) => (f.status === status ? [f.rule] : [])).sort();
}
