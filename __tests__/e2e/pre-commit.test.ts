import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLI } from './dist.js';
import { requirePrograms } from './peers.js';

describe('the hook for pre-commit', () => {
  let folder: string;
  const git = (repository: string, ...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: join(folder, repository),
    });
  /** Commits all files of a new repository. */
  const commit = (repository: string) => {
    git('.', 'init', '-q', repository);
    git(repository, 'add', '-A');
    git(repository, 'commit', '-q', '-m', 'files');
  };

  beforeAll(() => {
    requirePrograms('pre-commit', 'git');
    folder = mkdtempSync(join(tmpdir(), 'portside-pre-commit-'));
    cpSync(dirname(CLI), join(folder, 'portside/dist/cli'), { recursive: true });
    writeFileSync(join(folder, 'portside/package.json'), '{"type":"module"}');
    cpSync('.pre-commit-hooks.yaml', join(folder, 'portside/.pre-commit-hooks.yaml'));
    commit('portside');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: readonly string[]) => {
    const repository = join(folder, 'portside');
    return spawnSync('pre-commit', ['try-repo', repository, 'portside-lint', ...args], {
      cwd: join(folder, 'app'),
      encoding: 'utf8',
      env: { ...process.env, PRE_COMMIT_HOME: join(folder, 'cache') },
    });
  };

  it('lints Dockerfiles and Compose files, and skips other files', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app', 'deployment.yaml'), 'a: 1\n');
    writeFileSync(
      join(folder, 'app', 'Dockerfile'),
      'FROM debian:13\nRUN sudo true\nUSER nobody\n',
    );
    writeFileSync(
      join(folder, 'app', 'compose.yaml'),
      'services: { web: { image: nginx:1.27, privileged: true } }\n',
    );
    commit('app');
    const { status, stdout } = run('--all-files');
    expect(status).toBe(1);
    expect(stdout).toContain('DEP-PRIV');
    expect(stdout).not.toContain('deployment.yaml');
  });

  it('passes when the files have no finding that fails the policy', () => {
    writeFileSync(join(folder, 'app', 'Dockerfile'), 'FROM debian:13\nUSER nobody\n');
    const { status, stdout } = run('--files', 'Dockerfile');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Passed')]);
  });
});
