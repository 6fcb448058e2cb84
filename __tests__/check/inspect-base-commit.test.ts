import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { check } from '../../src/check/check.js';
import { terminalHost } from '../../src/cli/terminal.js';
import { readOptions } from '../../src/options/read-options.js';
import type { PullRequestTrees } from '../../src/repository/tree.js';
import { type GitStory, gitStory, rulesWith } from '../baseline/git-story.js';

/** Pull requests of a repository without a stored report: the base commit is checked in the same run. */

const host = terminalHost({ quiet: true, path: process.env.PATH ?? '', stderr: process.stderr });
let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const TOKEN = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2zA4'.slice(0, 36)}`;
const OLD = {
  Dockerfile: 'FROM debian:13\nRUN sudo true\nCOPY config.ini /\n',
  'config.ini': `token=${TOKEN}\n`,
  'compose.yaml': 'services:\n  web:\n    image: a\n    privileged: true\n',
};

describe('the first pull request of a repository', () => {
  it('is not red for what was there before', async () => {
    story.base({ ...OLD, '.github/portside.yml': 'rule-set: all\n' });
    story.commit({ 'README.md': '# shop\n' });
    const report = await story.run();
    expect(rulesWith(report, 'new')).toEqual([]);
    expect(rulesWith(report, 'existing')).toEqual(
      expect.arrayContaining(['DEP-PRIV', 'DL3004', 'github-token']),
    );
    expect(report.baseline).toEqual({ with: ['main'], missing: [] });
    expect(report.verdict.outcome).toBe('pass');
    expect(report.notes[0]?.message).toMatch(
      /^\d+ existing findings in main do not fail, only new ones do\. To change that, set fail-on: \{ new: false \} in \.github\/portside\.yml\.$/,
    );
  });

  it('is red for what it adds, and lists what it fixes', async () => {
    story.base(OLD);
    story.commit({
      Dockerfile: `${OLD.Dockerfile.replace('RUN sudo true', 'RUN true')}ENV DB_PASSWORD=tiger99x\n`,
      'compose.yaml': `${OLD['compose.yaml']}    network_mode: host\n`,
    });
    const report = await story.run();
    expect(rulesWith(report, 'new')).toEqual(expect.arrayContaining(['PS0014', 'DEP-HOSTNET']));
    expect(rulesWith(report, 'new')).not.toContain('DEP-PRIV');
    expect(rulesWith(report, 'fixed')).toEqual(['DL3004']);
    expect(report.verdict.outcome).toBe('fail');
  });

  it('is red for an old file that it starts to copy into an image', async () => {
    story.base({ ...OLD, '.dockerignore': 'config.ini\n' });
    story.commit({ '.dockerignore': undefined });
    expect(rulesWith(await story.run(), 'new')).toContain('github-token');
  });

  it('takes findings about an image for existing when its tag changes', async () => {
    const files = (node: string, postgres: string, action: string) => ({
      Dockerfile: `FROM node:${node} AS build\nRUN make\nFROM node:${node}-slim\nCOPY --from=build /a /a\nCOPY --from=curlimages/curl:8.${node}.0 /usr/bin/curl /c\nCMD ["a"]\n`,
      'compose.yaml': `services:\n  db:\n    image: postgres:${postgres}\n`,
      '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/a@v${action}\n      - run: docker build .\n`,
    });
    story.base(files('16', '11', '1'));
    story.commit(files('18', '12', '2'));
    const edited = await story.run();
    // Advice on the next image is another advice.
    expect(rulesWith(edited, 'new').filter((rule) => rule !== 'BASE-IMAGE')).toEqual([]);
    expect(rulesWith(edited, 'existing')).toEqual(
      expect.arrayContaining([
        'PS0013',
        'PS0017',
        'PS0021',
        'PS0029',
        'DEP-DIGEST',
        'DEP-EOL',
        'GHA-PIN',
      ]),
    );
  });

  it('takes the end of life of an older release for new', async () => {
    const files = (python: string, nginx: string) => ({
      Dockerfile: `ARG V=${python}\nFROM python:\${V}\nCMD ["a"]\n`,
      'compose.yaml': `services:\n  web:\n    image: nginx:${nginx}\n`,
    });
    const ended = (report: Awaited<ReturnType<typeof story.run>>, status: 'new' | 'existing') =>
      rulesWith(report, status).filter((rule) => rule.includes('EOL') || rule === 'PS0029');
    story.base(files('3.7', '1.24'));
    story.commit(files('2.7', '1.20'));
    const older = await story.run();
    expect(ended(older, 'new').sort()).toEqual(['DEP-EOL', 'PS0029']);
    expect(ended(older, 'existing')).toEqual([]);
    story.commit(files('3.8', '1.26'));
    const newer = await story.run();
    expect(ended(newer, 'existing').sort()).toEqual(['DEP-EOL', 'PS0029']);
    expect(ended(newer, 'new')).toEqual([]);
  });

  it('names the new one of two findings about one image', async () => {
    const dockerfile = 'FROM node:24-slim\nCMD ["a"]\n';
    story.base({ Dockerfile: dockerfile });
    story.commit({
      Dockerfile: `FROM node:22 AS build\nRUN make\n${dockerfile}COPY --from=build /a /a\n`,
    });
    const { findings } = await story.run();
    const pins = findings.filter(({ rule }) => rule === 'PS0021');
    expect(pins.map(({ status, location }) => [status, location?.startLine])).toEqual([
      ['new', 1],
      ['existing', 3],
    ]);
  });

  it('knows which comments were there before', async () => {
    const comment = (rule: string) => `# portside ignore=${rule}\n`;
    const dockerfile = `FROM debian:13\n${comment('DL3004')}RUN sudo true\n`;
    story.base({ Dockerfile: dockerfile });
    story.commit({ Dockerfile: `${dockerfile}${comment('DL3020')}ADD a /a\n` });
    const { suppressed = [] } = await story.run();
    expect(suppressed.map(({ rule, status }) => [rule, status])).toEqual(
      expect.arrayContaining([
        ['DL3004', 'existing'],
        ['DL3020', 'new'],
      ]),
    );
  });

  it('is compared with --base-ref on the command line, and a push with the commit before it', async () => {
    story.base(OLD);
    story.commit({ Dockerfile: `${OLD.Dockerfile}ADD x /x\n` });
    expect(rulesWith(await story.run(['--base-ref', 'main'], true), 'new')).toEqual(['DL3020']);
    const [base, head] = await Promise.all(['main', 'HEAD'].map((name) => story.tree(name)));
    story.commit({ '.github/portside.yml': 'extends: audit\nrule-set: all\n' });
    const push = { baseCommit: base, head, isPush: true } as PullRequestTrees;
    const report = await story.check(push);
    expect(rulesWith(report, 'new')).toEqual(['DL3020']);
    // The policy is that of the checkout.
    expect([report.verdict.outcome, report.policyChange]).toEqual(['pass', undefined]);
  });

  it.each(['--baseline-ref', '--base-ref'])(
    'has what is not committed, compared with %s',
    async (option) => {
      story.base(OLD);
      writeFileSync(join(story.root, 'Dockerfile'), `${OLD.Dockerfile}ADD x /x\n`);
      writeFileSync(join(story.root, 'new.Dockerfile'), 'FROM debian:13\nRUN sudo true\n');
      const report = await story.run([option, 'HEAD'], true);
      expect(rulesWith(report, 'new')).toEqual(
        expect.arrayContaining(['DL3004', 'DL3020']) as never,
      );
      expect(rulesWith(report, 'existing')).toContain('DL3004');
    },
  );

  it('compared with a revision is not incomplete for files that it does not touch', async () => {
    const chart = {
      'Dockerfile.j2': 'FROM {{ base }}\n',
      'new.Dockerfile.j2': 'FROM {{ base }}\n',
    };
    story.base({ ...OLD, 'Dockerfile.j2': chart['Dockerfile.j2'] });
    expect((await story.run(['--baseline-ref', 'main'], true)).verdict.outcome).toBe('pass');
    expect((await story.run([], true)).verdict.outcome).not.toBe('pass');
    story.commit(chart);
    const { verdict, incomplete } = await story.run(['--baseline-ref', 'main'], true);
    expect([verdict.outcome, incomplete.map(({ target }) => target)]).toEqual([
      'incomplete',
      ['new.Dockerfile.j2'],
    ]);
  });

  it('is incomplete for an overlay that it breaks in a file that the overlay names', async () => {
    const files = (name: string) => ({
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { hostPID: true, containers: [{ name: web, image: "a:1" }] }\n',
      'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
      'prod/patch.yaml': `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec: { hostIPC: true }\n`,
    });
    story.base(files('web'));
    story.commit(files('webb'));
    const report = await story.run();
    expect([report.verdict.outcome, report.incomplete.map(({ target }) => target)]).toEqual([
      'incomplete',
      ['prod/kustomization.yaml'],
    ]);
    expect(rulesWith(report, 'fixed')).toEqual([]);
  });

  it('passes with an overlay that was not rendered before, too', async () => {
    const files = {
      'prod/kustomization.yaml':
        'resources: [https://example.com/base]\npatches: [{ path: patch.yaml }]\n',
      'prod/patch.yaml': 'kind: Pod\nmetadata: { name: web }\n',
    };
    story.base({ ...OLD, ...files });
    story.commit({ 'README.md': '# shop\n' });
    const { verdict, coverage } = await story.run();
    expect(verdict.outcome).toBe('pass');
    expect(coverage.find(({ target }) => target === 'prod/kustomization.yaml')).toMatchObject({
      state: 'partial',
      informational: true,
    });
  });

  it('is incomplete for a Compose file whose Dockerfile it deletes', async () => {
    const compose = 'services:\n  web:\n    build: { context: ., dockerfile: web.Dockerfile }\n';
    story.base({ 'compose.yaml': compose, 'web.Dockerfile': 'FROM debian:13\nUSER 1\n' });
    story.commit({ 'web.Dockerfile': undefined });
    expect((await story.run()).verdict.outcome).toBe('incomplete');
  });

  it('is not red for what the revision has fixed since, and lists nothing of it as fixed', async () => {
    story.base(OLD);
    story.commit({ 'README.md': '# shop\n' });
    story.git('checkout', '-q', 'main');
    const fixed = OLD['compose.yaml'].replace('    privileged: true\n', '    ipc: host\n');
    story.commit({ 'compose.yaml': fixed });
    story.git('checkout', '-q', '-');
    const report = await story.run(['--baseline-ref', 'main'], true);
    expect([rulesWith(report, 'new'), rulesWith(report, 'fixed')]).toEqual([[], []]);
    expect(report.baseline).toEqual({ with: ['main'], missing: [] });
  });

  it('is compared with a revision that has no commit in common with it', async () => {
    story.base(OLD);
    story.git('checkout', '-q', '--orphan', 'other');
    story.commit({ 'README.md': '# shop\n' });
    const report = await story.run(['--baseline-ref', 'main'], true);
    expect(rulesWith(report, 'existing')).toContain('DEP-PRIV');
  });

  it('does not list as fixed what a comment suppresses', async () => {
    const medium = '    oom_score_adj: -1000\n';
    const compose = OLD['compose.yaml'].replace('    privileged: true\n', medium);
    story.base({ ...OLD, 'compose.yaml': compose });
    const comment = medium.replace('\n', ' # portside ignore=DEP-OOM reason=mounts\n');
    story.commit({ 'compose.yaml': compose.replace(medium, comment) });
    const report = await story.run();
    expect(rulesWith(report, 'fixed')).toEqual([]);
    expect(report.suppressed?.map(({ rule }) => rule)).toEqual(['DEP-OOM']);
  });

  it('takes findings of rendered files for existing when their folder is renamed', async () => {
    story.base({
      'k8s/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'k8s/base/web.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostPID: true\n  containers: [{ name: web, image: "a:1" }]\n',
      'k8s/prod/kustomization.yaml': 'resources: [../base]\n',
    });
    story.git('mv', 'k8s', 'deploy');
    story.commit({});
    const report = await story.run();
    expect([rulesWith(report, 'new'), rulesWith(report, 'fixed')]).toEqual([[], []]);
    expect(rulesWith(report, 'existing')).toContain('DEP-HOSTPID');
  });

  it('passes with a file that cannot be read, unless it touches that file', async () => {
    const broken = 'services:\n  web:\n    image: @tag\n';
    story.base({ ...OLD, 'compose.yaml': broken, Dockerfile: 'FROM debian:13\nUSER 1\n' });
    story.commit({ 'README.md': '# shop\n' });
    const { verdict, coverage } = await story.run();
    expect(verdict.outcome).toBe('pass');
    expect(coverage.find(({ target }) => target === 'compose.yaml')).toMatchObject({
      state: 'not-covered',
      informational: true,
    });
    story.commit({ 'compose.yaml': `${broken}    privileged: true\n` });
    expect((await story.run()).verdict.outcome).toBe('incomplete');
  });

  it('has two existing findings for one base image in two stages', async () => {
    const Dockerfile = 'FROM python:3.8 AS build\nRUN true\nFROM python:3.8\nUSER 1\n';
    story.base({ Dockerfile });
    story.commit({ 'README.md': '# shop\n' });
    const report = await story.run();
    const advice = (status: string) => rulesWith(report, status).filter((r) => r === 'BASE-IMAGE');
    expect([advice('existing').length, advice('new').length]).toEqual([2, 0]);
  });

  it.each([
    ['the policy', { '.github/portside.yml': 'fail-on: { severity: none }\n' }],
    ['.hadolint.yaml', { '.hadolint.yaml': 'ignored: [PS0023, DL4006]\n' }],
    ['.gitignore', { '.gitignore': 'Dockerfile\n' }],
  ])('compared with --baseline-ref cannot weaken what decides: %s', async (_, files) => {
    story.base(OLD);
    story.commit({
      Dockerfile: `${OLD.Dockerfile}RUN curl -sSL https://get.example/i.sh | bash\n`,
      ...files,
    });
    if ('.gitignore' in files) story.git('rm', '-q', '--cached', 'Dockerfile');
    const report = await story.run(['--baseline-ref', 'main'], true);
    expect(rulesWith(report, 'new')).toContain('PS0023');
    expect(report.verdict.outcome).toBe('fail');
  });

  it('compared with --baseline-ref reads what decides where it left the revision', async () => {
    story.base({ ...OLD, '.hadolint.yaml': 'ignored: [PS0023, DL4006]\n' });
    story.commit({
      Dockerfile: `${OLD.Dockerfile}RUN curl -sSL https://get.example/i.sh | bash\n`,
    });
    story.git('checkout', '-q', 'main');
    story.commit({ '.hadolint.yaml': undefined });
    story.git('checkout', '-q', 'change');
    const report = await story.run(['--baseline-ref', 'main'], true);
    expect(rulesWith(report, 'new')).not.toContain('PS0023');
  });

  it('cannot weaken a named policy of the repository; one outside is of the user', async () => {
    story.base({ ...OLD, 'app/Dockerfile': OLD.Dockerfile, 'ci/policy.yml': 'extends: strict\n' });
    story.commit({
      'app/Dockerfile': `${OLD.Dockerfile}RUN curl -sSL https://get.example/i.sh | bash\n`,
      'ci/policy.yml': 'extends: audit\n',
    });
    const outside = join(dirname(story.root), 'own.yml');
    writeFileSync(outside, 'extends: audit\n');
    const outcome = async (root: string, policy: string) => {
      const words = ['--offline', '--baseline-ref', 'main', '--policy', policy];
      const options = readOptions(
        'check',
        words,
        { path: '', noColor: true },
        new Date('2026-11-24'),
      );
      return (await check(root, options, host)).report.verdict.outcome;
    };
    const named = join(story.root, 'ci/policy.yml');
    expect(await outcome(story.root, named)).toBe('fail');
    expect(await outcome(join(story.root, 'app'), named)).toBe('fail');
    expect(await outcome(story.root, outside)).toBe('pass');
  });

  it('is incomplete if it cannot be compared with the revision of --baseline-ref', async () => {
    story.base(OLD);
    const blob = story.git('rev-parse', 'main:Dockerfile');
    story.commit({ Dockerfile: `${OLD.Dockerfile}RUN ls\n` });
    rmSync(join(story.root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    await expect(story.run(['--baseline-ref', 'main'], true)).rejects.toMatchObject({
      code: 'PSE2503',
      kind: 'incomplete',
    });
  });

  it('reads the policy of --base-ref, and compares with --baseline-ref', async () => {
    story.base({ ...OLD, '.github/portside.yml': 'fail-on: { severity: none }\nrule-set: all\n' });
    story.commit({ Dockerfile: `${OLD.Dockerfile}ADD x /x\n`, '.github/portside.yml': undefined });
    story.commit({ Dockerfile: `${OLD.Dockerfile}ADD x /x\nADD y /y\n` });
    const words = ['--base-ref', 'main', '--baseline-ref', 'HEAD~1'];
    const report = await story.run(words, true);
    expect(rulesWith(report, 'new')).toEqual(['DL3020']);
    expect(report.policyChange?.[0]).toContain('portside.yml');
  });

  it('that is a push may suppress by comments, since they are on the branch', async () => {
    story.base({ ...OLD, '.github/portside.yml': 'ignore-comments: deny-new\nrule-set: all\n' });
    const comment = '# portside ignore=DL3020\nADD x /x\n';
    story.commit({ Dockerfile: `${OLD.Dockerfile}${comment}` });
    const [base, head] = await Promise.all(['main', 'HEAD'].map((name) => story.tree(name)));
    const trees = { baseCommit: base, head } as PullRequestTrees;
    expect(rulesWith(await story.check(trees), 'new')).toEqual(['DL3020']);
    const report = await story.check({ ...trees, isPush: true });
    expect([rulesWith(report, 'new'), report.addedSuppressions]).toEqual([[], undefined]);
  });

  it('leaves no copy of the base commit in the repository', async () => {
    story.base(OLD);
    const before = readdirSync(story.root);
    await story.run();
    expect(readdirSync(story.root)).toEqual(before);
    expect(story.root.startsWith(tmpdir())).toBe(true);
  });
});

it('a commit that is compared with itself is said, since nothing can be new', async () => {
  const HARM = 'FROM debian:13\nRUN curl -fsSL https://example.com/a.sh | sh\n';
  story.base({ Dockerfile: HARM });
  const messages = async () => (await story.run()).notes.map(({ message }) => message);
  expect(await messages()).toContain('The files are those of main, so nothing in them is new.');
  story.commit({ 'README.md': 'a\n' });
  expect((await messages()).join('\n')).not.toContain('so nothing in them is new');
});

it('a change that removes the last Dockerfile is checked, and an empty repository is not', async () => {
  story.base({ Dockerfile: 'FROM debian:13\nRUN sudo true\n', 'README.md': 'a\n' });
  story.commit({ Dockerfile: undefined });
  const report = await story.check(undefined, ['--baseline-ref', 'main']);
  expect(rulesWith(report, 'fixed')).toContain('DL3004');
  expect(report.verdict.outcome).toBe('pass');
  story.git('branch', '-f', 'main', 'HEAD');
  const empty = await story.check(undefined, ['--baseline-ref', 'main']);
  expect(empty.verdict.outcome).toBe('incomplete');
});
