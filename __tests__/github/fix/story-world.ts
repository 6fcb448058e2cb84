import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../src/cli/commands/fix.js';
import { terminalHost } from '../../../src/cli/terminal.js';
import type { PlanStep } from '../../../src/core/plan.js';
import { readEnvironment } from '../../../src/options/environment.js';
import { readOptions } from '../../../src/options/read-options.js';
import { gitStory } from '../../baseline/git-story.js';
import { commitOf } from '../../git-repository.js';
import type { TarMember } from '../../image/build-tar.js';
import { type LoopbackRegistry, loopbackRegistry, sha256 } from '../../registry/loopback.js';
import { publishImage } from '../../registry/publish-image.js';
import { debian, dsa, NOW, push } from '../../remedy/replay-build.js';
import { VARIABLES } from '../events.js';
import { type LoopbackGitHub, startGitHub } from '../loopback-github.js';

/** What a run of `portside fix` did. */
export interface Night {
  readonly status: number | string;
  readonly messages: string;
}

/** A repository on GitHub whose runs keep a pull request with fixes. */
export interface World {
  readonly server: LoopbackGitHub;
  readonly registry: LoopbackRegistry;
  /** Commits the files to main. Returns the commit. */
  main(files: Readonly<Record<string, string | undefined>>): string;
  /** The text of a file on main. */
  text(path: string): string;
  /** A Dockerfile on main whose base image has a newer digest in its registry. Nights check the image that it built. */
  withBase(): void;
  /** The tag of the base image gets another, still newer digest. */
  newerBase(): void;
  /** What all requests to the registry get, of those that a pattern fits: a status, or no answer. */
  registryAnswers(status: number | 'nothing' | undefined, pattern?: RegExp): void;
  /** One run, of the newest commit of main or of another one. */
  night(words?: readonly string[], run?: NightOptions): Promise<Night>;
  /** The id of the step about a rule. */
  stepAbout(rule: string): Promise<string>;
  /** The name of the newest branch, and its commit. */
  branch(): string;
  head(): string;
  /** A person's commit on the branch: on top, or in place of the commit with the same message. */
  pushes(how: 'on top' | 'amended'): string;
  /** A person, or a bot, closes the newest pull request. */
  closes(login?: string, type?: 'User' | 'Bot'): void;
  /** All pull requests with what they propose, the first one first: `70 open digest 2`. */
  pulls(): string;
  /** Whether the open pull request conflicts with main. */
  conflicts(): boolean;
  remove(): Promise<void>;
}

export interface NightOptions {
  readonly sha?: string;
  readonly advisories?: string;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

const VERSIONS = ['3.0.11-1', '3.0.12-1', '3.0.13-1', '3.0.14-1'];
const filesOf = (index: number) => debian('libc6 2.36-9', `openssl ${VERSIONS[index]}`);
const APP: readonly TarMember[] = [{ name: 'app', body: 'x' }];
const BUILD = ['COPY app /app', 'USER 1000', 'HEALTHCHECK NONE', 'CMD ["app"]'];

export async function startWorld(): Promise<World> {
  const [registry, server] = [await loopbackRegistry(), await startGitHub()];
  const story = gitStory();
  // The stories are about steps of any rule.
  story.base({ app: 'x', '.github/portside.yml': 'rule-set: all\n' });
  const osv = join(story.root, '..', 'osv');
  mkdirSync(osv);
  writeFileSync(join(osv, '1.json'), JSON.stringify(dsa('openssl', '3.0.12-1')));
  const digests: string[] = [];
  let tip = '';
  const snapshots = new Map<string, ReadonlyMap<string, string>>();
  let images: readonly string[] = [];
  const pushBase = () => {
    const index = digests.length;
    const created = `2026-11-${10 + index}T00:00:00Z`;
    digests.push(push(registry, { files: filesOf(index), tag: 'r1', created }));
  };
  const main: World['main'] = (files) => {
    story.commit(files);
    for (const [path, text] of Object.entries(files))
      if (text === undefined) server.files.delete(path);
      else server.files.set(path, text);
    tip = commitOf(story.root);
    snapshots.set(tip, new Map(server.files));
    return tip;
  };
  const branch = () => [...server.branches.keys()].at(-1) ?? '';
  const head = () => server.branches.get(branch()) ?? '';
  /** The texts that a commit changes, with those before. */
  const changes = (sha: string) => {
    const commit = server.commits.get(sha);
    const before = snapshots.get(commit?.parents[0] ?? '');
    return (server.trees.get(commit?.tree ?? '') ?? []).map((entry) => ({
      path: entry.path,
      before: before?.get(entry.path) ?? '',
      after: server.blobs.get(entry.sha) ?? '',
    }));
  };
  const tokens = (text: string) => [
    ...digests.flatMap((digest, i) => (text.includes(digest) ? [`digest ${i + 1}`] : [])),
    ...[/ AS /, /\/tcp/].flatMap((one) => (one.test(text) ? [one.source.replace(/\W/g, '')] : [])),
  ];
  return {
    server,
    registry,
    main,
    text: (path) => server.files.get(path) ?? '',
    withBase() {
      pushBase();
      pushBase();
      const from = `${registry.host}/acme/base:r1@${digests[0]}`;
      main({ Dockerfile: `FROM ${from}\n${BUILD.join('\n')}\n` });
      images = [publishImage(registry, { layers: [filesOf(0), APP], lines: BUILD })];
    },
    newerBase: pushBase,
    registryAnswers(status, pattern = /./) {
      registry.answer = (request, response) => {
        if (status === undefined || !pattern.test(request.url ?? '')) return false;
        if (status === 'nothing') request.socket.destroy();
        else response.writeHead(status, { 'retry-after': '0' }).end();
        return true;
      };
    },
    async night(words = ['--all-safe'], { sha = tip, variables, advisories = osv } = {}) {
      if (sha !== tip) story.git('checkout', '-q', sha);
      const now = new Map(server.files);
      const restore = (files: ReadonlyMap<string, string>) => {
        server.files.clear();
        for (const [path, text] of files) server.files.set(path, text);
      };
      restore(snapshots.get(sha) ?? now);
      try {
        const all = [story.root, ...words, '--pull-request', '--advisories', advisories];
        for (const image of images) all.push('--image', image);
        return await fix(all, { url: server.url, sha, variables });
      } finally {
        restore(now);
        if (sha !== tip) story.git('checkout', '-q', tip);
      }
    },
    async stepAbout(rule) {
      const { plan } = await story.run([], true);
      const isAbout = ({ change }: PlanStep) => change?.kind === 'rule-fix' && change.rule === rule;
      return plan?.steps.find(isAbout)?.id ?? '';
    },
    branch,
    head,
    pushes(how) {
      const ours = head();
      const commit = server.commits.get(ours);
      if (!commit) throw new Error('there is no commit');
      const theirs = sha256(`${ours} ${how}`).slice(7, 47);
      const tree = 'f'.repeat(40);
      server.commits.set(
        theirs,
        how === 'amended' ? { ...commit, tree } : { message: 'Better', tree, parents: [ours] },
      );
      server.trees.set(tree, server.trees.get(commit.tree) ?? []);
      server.branches.set(branch(), theirs);
      return theirs;
    },
    closes(login = 'alice', __typename = 'User') {
      const pull = server.pulls[0];
      if (pull)
        Object.assign(pull, { state: 'closed', sha: head(), closedBy: { login, __typename } });
    },
    pulls: () =>
      server.pulls
        .toReversed()
        .map(({ number, state = 'open', isMerged, head: name, sha }) => {
          const at = state === 'open' ? server.branches.get(name.replace('shop:', '')) : sha;
          const changed = changes(at ?? '').flatMap(({ before, after }) => {
            const old = new Set(tokens(before));
            return tokens(after).filter((one) => !old.has(one));
          });
          return [number, isMerged ? 'merged' : state, ...changed].join(' ');
        })
        .join(', '),
    conflicts: () =>
      changes(head()).some(({ path, before, after }) => {
        const now = server.files.get(path);
        return now !== before && now !== after;
      }),
    async remove() {
      story.remove();
      await Promise.all([registry.close(), server.close()]);
    },
  };
}

/** Runs the command. An error is its code. */
async function fix(
  words: readonly string[],
  { url, sha, variables }: NightOptions & { readonly url: string },
): Promise<Night> {
  const messages: string[] = [];
  const stderr = { write: (text: string) => messages.push(text), isTTY: false };
  const path = process.env.PATH ?? '';
  const host = terminalHost({ quiet: false, path, stderr: stderr as never });
  const environment = readEnvironment({
    ...{ PATH: path, ...VARIABLES, GITHUB_API_URL: url, GITHUB_TOKEN: 't0ken' },
    ...{ GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: sha },
    ...variables,
  });
  try {
    const status = await run(readOptions('fix', words, environment, NOW), host);
    return { status, messages: messages.join('') };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { status: code ?? 'crash', messages: `${messages.join('')}${message}` };
  }
}
