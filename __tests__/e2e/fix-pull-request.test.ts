import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';
import { gitStory } from '../baseline/git-story.js';
import { VARIABLES } from '../github/events.js';
import { startGitHub } from '../github/loopback-github.js';
import { CLI } from './dist.js';

/** The life of a fix pull request with the shipped command: opened, brought up to date, amended by a person, and kept. */

const LINT = 'FROM scratch as base\nCOPY app /app\nUSER 1000\nHEALTHCHECK NONE\nCMD ["/app"]\n';

it('a fix pull request follows its base branch until a person amends its commit', async () => {
  const [story, server] = [gitStory(), await startGitHub()];
  const night = (dockerfile: string) => {
    // The step is about a rule that is not in the recommended set.
    const policy = 'rule-set: all\n';
    story.commit({ app: 'x', Dockerfile: dockerfile, '.github/portside.yml': policy });
    server.files.set('Dockerfile', dockerfile);
    const variables = {
      ...{ ...VARIABLES, GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/main' },
      ...{ GITHUB_API_URL: server.url, GITHUB_SHA: story.git('rev-parse', 'HEAD') },
      ...{ PATH: process.env.PATH, GITHUB_TOKEN: 't0ken' },
    };
    const words = [CLI, 'fix', story.root, '--all-safe', '--pull-request'];
    return new Promise<string>((done) =>
      execFile(process.execPath, words, { env: variables }, (_, __, stderr) => done(stderr)),
    );
  };
  try {
    expect(await night(LINT)).toContain('Pull request 70: opened');
    expect(await night(LINT.replace(' as ', ' As '))).toContain('Pull request 70: updated');
    expect([...server.blobs.values()].at(-1)).toBe(LINT.replace(' as ', ' AS '));
    const [[branch, ours] = ['', '']] = server.branches;
    const commit = server.commits.get(ours);
    const theirs = 'e'.repeat(40);
    if (commit) server.commits.set(theirs, { ...commit, tree: 'f'.repeat(40) });
    server.branches.set(branch, theirs);
    expect(await night(`${LINT}EXPOSE 80/TCP\n`)).toContain('has commits of others');
    expect(server.branches.get(branch)).toBe(theirs);
    expect(server.violations).toEqual([]);
  } finally {
    story.remove();
    await server.close();
  }
}, 120_000);
