import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { runShipped, type StepResult, type Story } from '../action/action-step.js';
import { BASE, HEAD, MERGE, pullRequest } from '../github/events.js';
import { type Entry, type LoopbackCache, startCache } from '../github/loopback-cache.js';
import {
  GET_TREE,
  LIST_CACHES,
  LIST_PULLS,
  type LoopbackGitHub,
  startGitHub,
} from '../github/loopback-github.js';
import { ACTION } from './dist.js';

/** The Action's bundle on pull requests, with a loopback GitHub, a loopback Actions cache and a real image. */

const POLICY = '.github/portside.yml';
let work: string;
let github: LoopbackGitHub;
let cache: LoopbackCache;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'portside-pull-request-'));
}, 300_000);
beforeEach(async () => {
  [github, cache] = await Promise.all([startGitHub(), startCache()]);
  // The policy and the VEX document are read from the base branch.
  for (const path of [POLICY, 'vex.json'])
    github.files.set(path, readFileSync(join('examples/webapp', path), 'utf8'));
});
afterEach(async () => {
  await Promise.all([github.close(), cache.close()]);
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const run = (story: Story = {}) =>
  runShipped(ACTION, work, github.url, {
    ...story,
    variables: { ...cache.variables, ...story.variables },
  });
const PUSH = {
  variables: { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_SHA: BASE },
  event: { before: '0'.repeat(40) },
};
/** What the first push to main saved: it is the same for each, and is done once. */
let saved: readonly Entry[] | undefined;
const pushToMain = async () => {
  const seen = await run({ ...PUSH, workspace: checkout(same) });
  saved = [...cache.entries];
  return seen;
};
const onMain = async () => {
  if (saved) cache.add(saved);
  else await pushToMain();
};
const operations = () =>
  github.requests.map((r) => r.operation.replace('/repos/{owner}/{repo}', ''));
const body = () => github.comments[0]?.body ?? '';
const headline = (text: string) => text.split('\n')[0];

const BASE_FILES = /^GET \/(git\/(trees|blobs)|actions\/caches)/;

let copies = 0;

/** A copy of the example with an edited Dockerfile, always in the same folder, as on GitHub's runners. */
function checkout(change: (dockerfile: string) => string): string {
  const folder = join(work, 'app/app');
  rmSync(folder, { recursive: true, force: true });
  cpSync('examples/webapp', folder, { recursive: true });
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return folder;
}
const same = (text: string) => text;
const better = (text: string) => text.replace('FROM debian:latest', 'FROM debian:13-slim');
const worse = (text: string) => `${text.trimEnd()}\nRUN curl -k https://a.example\n`;
const rules = (seen: StepResult, status: string) =>
  (seen.report?.findings ?? []).filter((f) => f.status === status).map((f) => f.rule);

describe('the first pull request of a repository', () => {
  const FILES = ['Dockerfile', 'compose.yaml', '.dockerignore', POLICY, 'vex.json'];
  const asOnMain = () => {
    for (const path of FILES)
      github.files.set(path, readFileSync(join('examples/webapp', path), 'utf8'));
  };

  it('is compared with the base commit, and only malware counts as new', async () => {
    asOnMain();
    const seen = await run();
    expect(body()).toContain('compared with `main`');
    expect(body()).toContain('There is no stored report of the base commit (no run on main has');
    // The missing signature is that of the image, which no line of the Dockerfile explains.
    expect(rules(seen, 'new')).toEqual(['MAL-0000-1', 'PST001']);
    expect(rules(seen, 'existing')).toEqual(expect.arrayContaining(['DEP-PRIV', 'CVE-2020-8203']));
  });

  it('has a new finding for what it adds, also from a fork', async () => {
    asOnMain();
    for (const path of FILES)
      github.headFiles.set(path, readFileSync(join('examples/webapp', path), 'utf8'));
    const workspace = checkout(worse);
    github.headFiles.set('Dockerfile', readFileSync(join(workspace, 'Dockerfile'), 'utf8'));
    const seen = await run({ workspace, event: pullRequest({ repository: 'fork/app' }) });
    expect(rules(seen, 'new').sort()).toEqual(['MAL-0000-1', 'PS0024', 'PST001']);
  });

  it('counts every finding as new, and says so, if the base commit cannot be read', async () => {
    github.fail(GET_TREE, { status: 403, message: 'Resource not accessible by integration' });
    const seen = await run();
    expect(body()).toContain('no baseline, so all findings count as new');
    expect(rules(seen, 'existing')).toEqual([]);
    expect(seen.status).toBe(1);
  });
});

describe('a push to the base branch', () => {
  it('stores its report as a baseline, updates the alerts, and does not comment', async () => {
    const seen = await pushToMain();
    expect(seen.status).toBe(1);
    expect(cache.keys).toEqual([expect.stringMatching(new RegExp(`-${BASE}$`))]);
    expect(seen.log).toContain('Saved as the baseline of main');
    expect(github.uploads[0]).toMatchObject({ ref: 'refs/heads/main', sha: BASE });
    expect(github.comments).toEqual([]);
    // Whether a later run was faster, before the upload and after it.
    expect(operations().filter((o) => !o.includes('code-scanning'))).toEqual([
      'GET /git/ref/{ref}',
      'GET /git/ref/{ref}',
    ]);
  });
});

describe('a later push', () => {
  const NEXT = 'e'.repeat(40);
  const push = (change: (dockerfile: string) => string, sha = NEXT) =>
    run({
      variables: { ...PUSH.variables, GITHUB_SHA: sha },
      event: { before: BASE },
      workspace: checkout(change),
    });

  it('is compared with the report of the commit before it', async () => {
    await onMain();
    const seen = await push(worse);
    expect(rules(seen, 'new')).toEqual(['PS0024']);
    expect(seen.report?.baseline).toEqual({ with: ['main at bbbbbbbb'], missing: [] });
    // A second attempt is not compared with what the first one stored.
    expect(rules(await push(worse), 'new')).toEqual(['PS0024']);
    expect((await push(same, 'f'.repeat(40))).status).toBe(0);
  });

  it('is compared with the files of the commit before it, if no report is stored', async () => {
    for (const path of ['Dockerfile', 'compose.yaml']) {
      github.files.set(path, readFileSync(join('examples/webapp', path), 'utf8'));
      github.headFiles.set(path, readFileSync(join(checkout(worse), path), 'utf8'));
    }
    const seen = await push(worse, MERGE);
    expect(rules(seen, 'new')).toContain('PS0024');
    expect(rules(seen, 'existing')).toContain('DL3006');
    expect(seen.report?.baseline).toEqual({ with: ['main at bbbbbbbb'], missing: [] });
  });
});

describe('a pull request with a baseline', () => {
  it('passes without a comment and with six requests when it changes nothing', async () => {
    await onMain();
    const before = github.requests.length;
    const seen = await run({ workspace: checkout(same) });
    expect(rules(seen, 'new')).toEqual([]);
    expect(headline(seen.summary)).toMatch(/^### ✅ Portside: nothing new, \d+ existing/);
    expect(github.comments).toEqual([]);
    const own = operations()
      .slice(before)
      .filter((o) => !BASE_FILES.test(o));
    expect(own.sort()).toEqual(
      [
        'GET /issues/{issue_number}/comments',
        'GET /pulls/{pull_number}/comments',
        'GET /git/ref/{ref}',
        'GET /git/ref/{ref}',
        'POST /code-scanning/sarifs',
        'GET /code-scanning/sarifs/{sarif_id}',
      ].sort(),
    );
    expect(seen.status).toBe(0);
  });

  it('lists the new finding, collapses the fixed one, and fails', async () => {
    await onMain();
    const workspace = checkout((text) => worse(better(text)));
    const seen = await run({ workspace });
    expect(rules(seen, 'new')).toEqual(['PS0024']);
    expect(rules(seen, 'fixed')).toContain('DL3007');
    expect(headline(body())).toMatch(/^### ❌ Portside: 1 new high finding/);
    expect(body()).toContain('Fails the policy: 1 new finding at high or above');
    const open = body().replace(/<details>.*?<\/details>/gs, '');
    const collapsed = body().split('<details>').slice(1);
    expect(open).toContain('PS0024');
    expect(open).toContain('`main at bbbbbbbb`');
    expect(open).not.toContain('DL3007');
    expect(collapsed.find((part) => part.includes('fixed since'))).toContain('DL3007');
    expect(seen.status).toBe(1);
  });

  it('edits its comment on the second push, and minimizes the review comment on the fixed line', async () => {
    await onMain();
    const bad = checkout(worse);
    const lines = readFileSync(join(bad, 'Dockerfile'), 'utf8').split('\n').length;
    github.patches.set(
      'Dockerfile',
      `@@ -${lines - 2},1 +${lines - 2},2 @@\n \n+RUN curl -k https://a.example`,
    );
    await run({ workspace: bad });
    expect(github.reviewComments).toHaveLength(1);
    await run({ workspace: checkout(better) });
    expect(github.comments).toHaveLength(1);
    expect(headline(body())).toMatch(/^### ✅ Portside: nothing new/);
    expect(github.reviewComments.map((c) => c.isMinimized)).toEqual([true]);
  });

  it('gets no new finding for a CVE published after the baseline', async () => {
    await onMain();
    const workspace = checkout(same);
    publishAdvisory(workspace, 'CVE-2026-90001', 'lodash');
    const seen = await run({ workspace });
    expect(rules(seen, 'existing')).toContain('CVE-2026-90001');
    expect(rules(seen, 'new')).toEqual([]);
    expect(seen.status).toBe(0);
  });

  it('from a fork has the same baseline, and requests only files of the base branch', async () => {
    await onMain();
    const before = github.requests.length;
    const seen = await run({
      workspace: checkout(worse),
      event: pullRequest({ repository: 'fork/app' }),
    });
    const asked = operations().slice(before);
    expect(rules(seen, 'new')).toEqual(['PS0024']);
    expect(asked.filter((o) => !BASE_FILES.test(o))).toEqual([]);
    expect(seen.log).toMatch(/^::error title=high%3A PS0024,file=Dockerfile/m);
  });

  it('gets no new finding for moved lines', async () => {
    await onMain();
    const seen = await run({
      workspace: checkout((text) => text.replace('\n', '\n# moved\n# down\n')),
    });
    expect(rules(seen, 'new')).toEqual([]);
  });
});

describe('a cache that a run of the pull request may have written', () => {
  const FORGED = { ref: 'refs/pull/7/merge', key: 'portside-baseline-1-0123456789abcdef-x' };
  const downloads = () => cache.requests.filter((r) => r === 'download').length;
  const reasonForNoBaseline = async () => {
    const seen = await run({ workspace: checkout(worse) });
    expect(rules(seen, 'existing')).toEqual([]);
    // The base commit is checked instead.
    expect(seen.report?.baseline).toEqual({ with: ['main'], missing: [] });
    const note = seen.report?.notes.find(({ message }) => message.startsWith('There is no stored'));
    expect(body()).toContain('There is no stored report of the base commit');
    return note?.message ?? '';
  };

  it('is not downloaded, and the comment says why', async () => {
    await onMain();
    github.caches.push(FORGED);
    expect(await reasonForNoBaseline()).toMatch(
      /runs of this pull request wrote 1 entry .* refs.pull.7.merge/,
    );
    expect(downloads()).toBe(0);
  });

  it('is not used when an entry appeared during the download', async () => {
    await onMain();
    github.cacheListings.push([], [FORGED]);
    expect(await reasonForNoBaseline()).toContain('wrote 1 entry');
    expect(downloads()).toBe(1);
  });

  it('is not used without the permission to list caches, which the comment names', async () => {
    await onMain();
    github.fail(LIST_CACHES, { status: 403, message: 'Resource not accessible by integration' });
    expect(await reasonForNoBaseline()).toContain('Add the line "actions: read"');
    expect(downloads()).toBe(0);
  });

  it('is used when the entries belong to another pull request', async () => {
    await onMain();
    github.caches.push({ ...FORGED, ref: 'refs/pull/8/merge' });
    const seen = await run({ workspace: checkout(worse) });
    expect(rules(seen, 'new')).toEqual(['PS0024']);
  });
});

describe('an exception that has expired', () => {
  it('does not apply, and the comment says so', async () => {
    await onMain();
    const workspace = checkout(worse);
    const policy = join(workspace, POLICY);
    const exception = '{ rule: PS0024, reason: for now, until: 2020-01-31 }';
    const text = readFileSync(policy, 'utf8');
    writeFileSync(
      policy,
      /^exceptions:/m.test(text)
        ? text.replace(/^exceptions:.*$/m, `$&\n  - ${exception}`)
        : `${text}\nexceptions:\n  - ${exception}\n`,
    );
    github.files.set(POLICY, readFileSync(policy, 'utf8'));
    const seen = await run({ workspace });
    expect(rules(seen, 'new')).toContain('PS0024');
    expect(body()).toMatch(/PS0024.*expired on 2020-01-31/);
    expect(seen.status).toBe(1);
  });
});

describe('a merge queue', () => {
  it('compares with the base branch, uploads for its own ref, and does not comment', async () => {
    await onMain();
    const ref = 'refs/heads/gh-readonly-queue/main/pr-7-aaaa';
    const seen = await run({
      workspace: checkout(same),
      variables: { GITHUB_EVENT_NAME: 'merge_group', GITHUB_REF: ref, GITHUB_SHA: MERGE },
      event: { merge_group: { base_sha: BASE, base_ref: 'refs/heads/main' } },
    });
    expect(rules(seen, 'new')).toEqual([]);
    expect(github.uploads.at(-1)).toMatchObject({ ref, sha: MERGE });
    expect(github.comments).toEqual([]);
    expect(cache.keys).toHaveLength(1);
    expect(seen.status).toBe(0);
  });
});

describe('pull_request_target, which has a token with write access', () => {
  const target = (workspace: string) =>
    run({
      workspace,
      variables: {
        GITHUB_EVENT_NAME: 'pull_request_target',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SHA: BASE,
      },
      event: pullRequest({ repository: 'fork/app' }),
    });
  const withHead = (commit: string) => {
    const folder = checkout(same);
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, '.git/HEAD'), `${commit}\n`);
    return folder;
  };

  it('rejects a checkout of the head commit and reads none of its files', async () => {
    const seen = await target(withHead(HEAD));
    expect(seen.status).toBe(1);
    expect(seen.log).toMatch(/^::error::Cannot check commit aaaaaaaa on pull_request_target/m);
    expect(seen.report).toBeUndefined();
    expect(github.requests).toEqual([]);
  });

  it('rejects files that are not a checkout of a known commit', async () => {
    expect((await target(checkout(same))).log).toContain('files of an unknown commit');
  });

  it('checks the files of the base branch', async () => {
    expect((await target(withHead(BASE))).report?.findings.length).toBeGreaterThan(10);
  });
});

describe('the publishing workflow for pull requests from forks', () => {
  const RUN = {
    workflow_run: {
      id: 4711,
      head_sha: HEAD,
      head_branch: 'change',
      head_repository: { owner: { login: 'fork' }, full_name: 'fork/app' },
      pull_requests: [],
    },
  };
  const publish = (file: string, event: unknown = RUN) => {
    const workspace = join(work, `publisher-${++copies}`);
    mkdirSync(workspace);
    return run({
      workspace,
      inputs: { report: file },
      variables: {
        GITHUB_EVENT_NAME: 'workflow_run',
        GITHUB_REF: 'refs/heads/main',
        GITHUB_SHA: BASE,
      },
      event,
    });
  };
  const open = () => github.pulls.push({ number: 7, head: 'fork:change', sha: HEAD });
  let stored: string;
  let found: Report;

  beforeAll(async () => {
    const [server, caches] = await Promise.all([startGitHub(), startCache()]);
    const seen = await runShipped(ACTION, work, server.url, {
      event: pullRequest({ repository: 'fork/app' }),
    });
    stored = join(work, 'stored.json');
    cpSync(seen.outputs.get('report') ?? '', stored);
    found = JSON.parse(readFileSync(stored, 'utf8'));
    await Promise.all([server.close(), caches.close()]);
  });

  it('posts the stored report to the pull request with that head commit', async () => {
    open();
    const seen = await publish(stored);
    expect(github.comments).toHaveLength(1);
    const added = found.findings.filter(({ status }) => status === 'new').length;
    expect(added).toBeGreaterThan(20);
    expect(headline(body())).toMatch(
      new RegExp(`^### ❔ Portside: not verified\\. .*: fail, ${added} new findings`),
    );
    expect(body()).toContain('/actions/runs/4711');
    expect(github.uploads[0]).toMatchObject({ ref: 'refs/pull/7/head', sha: HEAD });
    expect(operations()[0]).toBe('GET /pulls');
    expect(github.requests).toHaveLength(8);
    // The checking run has failed already; this run only publishes.
    expect(seen.status).toBe(0);
  });

  it('posts nothing when the pull request has a newer commit, or the commit belongs to another repository', async () => {
    github.pulls.push({ number: 7, head: 'fork:change', sha: 'd'.repeat(40) });
    github.pulls.push({ number: 8, head: 'other:change', sha: HEAD });
    const seen = await publish(stored);
    expect(github.requests.map((r) => r.operation)).toEqual([LIST_PULLS]);
    expect(seen.log).toContain('nothing is published');
  });

  it.each<[string, (file: string) => void]>([
    ['is not JSON', (file) => writeFileSync(file, 'PK\u0003\u0004')],
    [
      'does not match the schema',
      (file) => writeFileSync(file, JSON.stringify({ ...found, extra: 1 })),
    ],
    ['is a symbolic link', (file) => symlinkSync('/etc/passwd', file)],
    ['is a folder', (file) => mkdirSync(file)],
    ['is a pipe without a writer', (file) => execFileSync('mkfifo', [file])],
  ])('rejects a report that %s, before any request to GitHub', async (_, write) => {
    open();
    const file = join(work, `hostile-${++copies}.json`);
    write(file);
    const seen = await publish(file);
    expect(seen.status).toBe(1);
    expect(seen.log).toMatch(/^::error::Cannot read report/m);
    expect(github.requests).toEqual([]);
  });

  it('escapes the text of the report: no mention, link, command or suggestion', async () => {
    open();
    const evil =
      '@acme/admins #1 [x](https://evil.example) <img src=x> ```suggestion\nevil\n``` ::set-output name=a::b\r\n::error::x';
    const findings = found.findings.slice(0, 1).map((f) => ({
      ...f,
      rule: evil.slice(0, 60),
      message: evil,
      location: {
        path: '../../etc/passwd',
        startLine: 1,
        startColumn: 1,
        endLine: 1,
        endColumn: 2,
      },
      fix: {
        description: evil,
        edits: [{ startLine: 1, startColumn: 1, endLine: 1, endColumn: 2, text: 'evil' }],
      },
    }));
    const file = join(work, `evil-${++copies}.json`);
    writeFileSync(file, JSON.stringify({ ...found, findings }));
    const seen = await publish(file);
    expect(body()).not.toMatch(/@acme|(?<!&)#1|\]\(https:\/\/evil|<img|```/);
    expect(seen.log).not.toMatch(/^::(set-output|error)/m);
    expect(github.reviewComments).toEqual([]);
  });
});

/** Adds an OSV record that affects every version of an npm package. */
function publishAdvisory(workspace: string, id: string, name: string): void {
  const record = {
    id,
    modified: '2026-11-24T00:00:00Z',
    published: '2026-11-24T00:00:00Z',
    summary: 'Published after the base branch was checked',
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }],
      },
    ],
  };
  writeFileSync(join(workspace, 'advisories/npm', `${id}.json`), JSON.stringify(record));
}
