import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { HEAD, MERGE, pullRequest } from '../github/events.js';
import {
  CREATE_CHECK_RUN,
  CREATE_COMMENT,
  GET_BLOB,
  GET_PULL,
  GET_REF,
  GET_TREE,
  LIST_COMMENTS,
  LIST_FILES,
  LIST_REVIEW_COMMENTS,
  type LoopbackGitHub,
  SARIF_STATUS,
  startGitHub,
  UPLOAD_SARIF,
} from '../github/loopback-github.js';
import { runStep, type StepResult, type Story } from './action-step.js';

/** Whole steps on examples/webapp. The end-to-end tests run such steps with the bundle. */

let folder: string;
let github: LoopbackGitHub;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-action-'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The base branch has the same policy files, unless the test sets others. */
const step = (story: Story = {}, asked = github) => {
  for (const path of ['.github/portside.yml', 'vex.json']) {
    const file = join(story.workspace ?? 'examples/webapp', path);
    if (!asked.files.has(path) && existsSync(file))
      asked.files.set(path, readFileSync(file, 'utf8'));
  }
  return runStep(folder, asked.url, story);
};
const operations = (asked = github) => asked.requests.map((r) => r.operation);
const firstLine = (text: string | undefined) => text?.split('\n')[0];
const VERDICT = /^### ❌ Portside: \d+ (?:new )?critical and \d+ (?:new )?high findings?\b/;

describe('a pull request with findings', () => {
  let seen: StepResult;
  let asked: LoopbackGitHub;
  beforeAll(async () => {
    asked = await startGitHub();
    // The permissions in the README do not include checks: write.
    asked.fail(CREATE_CHECK_RUN, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    seen = await step({}, asked);
  });
  afterAll(async () => {
    await asked.close();
    expect(asked.violations).toEqual([]);
  });

  it('fails the step after writing all reports and outputs', () => {
    expect(seen.status).toBe(1);
    expect(seen.outputs.get('verdict')).toBe('fail');
    expect(seen.log.trimEnd().split('\n').at(-1)).toMatch(
      /^::error::Portside: 1 new malware finding \(.*; \d+ new findings at high or above \(/,
    );
    const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    expect([validate(seen.report), validate.errors]).toEqual([true, null]);
  });

  it('has outputs that match the report', () => {
    const open = seen.report?.findings.filter((f) => f.status !== 'excepted') ?? [];
    expect(open.length).toBeGreaterThan(10);
    const counts = JSON.parse(seen.outputs.get('counts') ?? '');
    expect(counts).toMatchObject({ findings: { total: open.length }, new: { total: open.length } });
    expect(counts.new.high).toBe(open.filter(({ severity }) => severity === 'high').length);
    expect(counts).toMatchObject({ fixed: 0, 'added-suppressions': 0 });
    expect(counts.targets).toBe(seen.report?.targets.length);
  });

  it('has the verdict in the first line of one comment and of the summary', () => {
    expect(asked.comments).toHaveLength(1);
    expect(firstLine(asked.comments[0]?.body)).toMatch(VERDICT);
    expect(firstLine(seen.summary)).toBe(firstLine(asked.comments[0]?.body));
    expect(asked.comments[0]?.body).toContain('lodash 4.17.15: ');
  });

  it('uploads SARIF with each package at the Dockerfile line that installs it', () => {
    expect(asked.uploads).toHaveLength(1);
    expect(asked.uploads[0]).toMatchObject({ ref: 'refs/pull/7/merge', sha: MERGE });
    expect(asked.uploads[0]?.log).toEqual(seen.sarif);
    const dockerfile = readFileSync('examples/webapp/Dockerfile', 'utf8').split('\n');
    const results = seen.sarif?.runs.flatMap((run) => run.results ?? []) ?? [];
    const lodash = results.find((r) => /^lodash /.test(r.message.text ?? ''));
    const place = lodash?.locations?.[0]?.physicalLocation;
    expect(place?.artifactLocation?.uri).toBe('Dockerfile');
    expect(dockerfile[(place?.region?.startLine ?? 0) - 1]).toMatch(/^COPY --from=Build/);
    const files = results.map(
      (r) => r.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '',
    );
    for (const name of new Set(files)) expect(existsSync(join('examples/webapp', name))).toBe(true);
  });

  it('annotates lines, the most urgent first, at most ten per level', () => {
    const commands = seen.log.split('\n').filter((l) => /^::(error|warning|notice) title=/.test(l));
    expect(commands[0]).toMatch(/^::error title=(?:critical|high)%3A \S+,file=\S+,line=\d+/);
    for (const level of ['error', 'warning', 'notice']) {
      expect(commands.filter((l) => l.startsWith(`::${level} `)).length).toBeLessThanOrEqual(10);
    }
  });

  it('takes fourteen requests when no finding is on a changed line', () => {
    expect(operations(asked).sort()).toEqual(
      [
        // For the base branch, and for the pull request, since the policy names advisories and there is no Git.
        GET_TREE,
        GET_TREE,
        LIST_COMMENTS,
        GET_PULL,
        CREATE_COMMENT,
        // Another run may have commented too, or uploaded for a newer commit.
        LIST_COMMENTS,
        GET_REF,
        // And after the writes, so that a newer run wins.
        GET_PULL,
        GET_REF,
        CREATE_CHECK_RUN,
        LIST_FILES,
        LIST_REVIEW_COMMENTS,
        UPLOAD_SARIF,
        SARIF_STATUS,
      ].sort(),
    );
  });

  it('links to lines of the head of the pull request', () => {
    expect(asked.comments[0]?.body).toContain(
      `https://github.com/shop/app/blob/${HEAD}/Dockerfile#L`,
    );
  });
});

describe('the second push', () => {
  it('with the same result does not edit the comment', async () => {
    await step();
    const before = structuredClone(github.comments);
    await step({ variables: { GITHUB_RUN_ID: '78' } });
    expect(github.comments).toEqual(before);
  });

  it('that fixes something edits the comment', async () => {
    await step();
    const workspace = join(folder, 'fixed');
    cpSync('examples/webapp', workspace, { recursive: true });
    const file = join(workspace, 'Dockerfile');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^MAINTAINER .*$/m, 'LABEL a="b"'));
    await step({ workspace });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).not.toContain('DL4000');
    expect(github.comments[0]?.body).toContain('lodash');
  });
});

describe('a pull request from a fork', () => {
  it('only reads the base branch from GitHub; summary, annotations and verdict are the same', async () => {
    const seen = await step({ event: pullRequest({ repository: 'fork/app' }) });
    expect(operations()).toEqual([GET_TREE, GET_TREE]);
    expect(firstLine(seen.summary)).toMatch(VERDICT);
    expect(seen.log).toContain(
      'The token is read-only because this pull request comes from a fork',
    );
    expect(seen.log).toMatch(/^::error title=critical/m);
    expect(seen.status).toBe(1);
    expect(seen.outputs.get('verdict')).toBe('fail');
  });
});

describe('a pull request that weakens its own policy', () => {
  it('is evaluated with the policy of the base branch, and the comment shows the effect of the new one', async () => {
    const workspace = join(folder, 'weakened');
    cpSync('examples/webapp', workspace, { recursive: true });
    const policy = readFileSync('examples/webapp/.github/portside.yml', 'utf8');
    github.files.set('.github/portside.yml', policy);
    writeFileSync(join(workspace, '.github/portside.yml'), `extends: audit\nimage: image.tar\n`);
    const seen = await step({ workspace, event: pullRequest({ repository: 'fork/app' }) });
    expect(seen.outputs.get('verdict')).toBe('fail');
    expect(seen.summary).toContain(
      '⚠️ This pull request changes .github/portside.yml. The versions of main applied to this run',
    );
    expect(seen.summary).toContain('The verdict would change from fail to pass.');
    // The last request finds out whether the pull request adds the advisories that the policy names.
    expect(operations()).toEqual([GET_TREE, GET_BLOB, GET_TREE]);
  });

  it('is incomplete when the base branch cannot be read from GitHub', async () => {
    github.fail(GET_TREE, { status: 403, message: 'Resource not accessible by integration' });
    const workspace = join(folder, 'unread');
    mkdirSync(join(workspace, '.github'), { recursive: true });
    writeFileSync(join(workspace, '.github/portside.yml'), 'extends: audit\n');
    const seen = await step({ workspace });
    expect(seen.outputs.get('verdict')).toBe('incomplete');
    expect(seen.report?.incomplete[0]).toMatchObject({ check: 'policy' });
  });
});

describe('a file that an input names', () => {
  const vex = (...ids: string[]) =>
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.com/vex/1',
      author: 'x',
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: ids.map((name) => ({
        vulnerability: { name },
        products: [{ '@id': 'pkg:npm/minimist@0.0.8' }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
      })),
    });
  const SUPPRESSED = 'CVE-2021-44906';
  const checkWith = async (name: string, tracked: boolean) => {
    const workspace = join(folder, name);
    cpSync('examples/webapp', workspace, { recursive: true });
    writeFileSync(join(workspace, 'own.json'), vex(SUPPRESSED));
    for (const path of ['.github/portside.yml', 'vex.json'])
      github.headFiles.set(path, readFileSync(join(workspace, path), 'utf8'));
    if (tracked) github.headFiles.set('own.json', vex(SUPPRESSED));
    const seen = await step({ workspace, inputs: { vex: 'own.json' } });
    const isOpen = seen.report?.findings.some(
      (f) => f.rule === SUPPRESSED && f.status !== 'excepted',
    );
    return { seen, isOpen };
  };

  it('is read from the base branch, so that a pull request cannot suppress its own findings', async () => {
    github.files.set('own.json', vex());
    const { seen, isOpen } = await checkWith('vex-altered', true);
    expect(isOpen).toBe(true);
    expect(github.comments[0]?.body).toContain(
      'This pull request changes own.json. The versions of main applied to this run',
    );
    expect(seen.outputs.get('verdict')).toBe('fail');
  });

  it('is ignored with a note when only the pull request has it', async () => {
    const { seen, isOpen } = await checkWith('vex-new', true);
    expect(isOpen).toBe(true);
    expect(seen.report?.notes.map((n) => n.message)).toContain(
      'The VEX document own.json was left out: only the pull request has it, not main.',
    );
  });

  it('is used as it is when it is not in Git, since an earlier step made it', async () => {
    expect((await checkWith('vex-made', false)).isOpen).toBe(false);
  });
});

describe('a token without permissions', () => {
  it('gives one warning each that names the permission, and has no other effect', async () => {
    const rejection = { status: 403, message: 'Resource not accessible by integration' };
    github.fail(CREATE_COMMENT, rejection);
    github.fail(UPLOAD_SARIF, rejection);
    const seen = await step();
    expect(seen.log).toMatch(/^::warning::.*pull-requests: write/m);
    expect(seen.log).toMatch(/^::warning::.*security-events: write/m);
    expect(firstLine(seen.summary)).toMatch(VERDICT);
    expect(seen.outputs.get('verdict')).toBe('fail');
    expect(seen.report?.verdict.outcome).toBe('fail');
  });

  it('in a repository without code scanning, the summary says so, and the comment is created', async () => {
    github.fail(UPLOAD_SARIF, {
      status: 403,
      message: 'Code Security must be enabled for this repository',
    });
    const seen = await step();
    expect(seen.log).not.toMatch(/^::warning::/m);
    expect(seen.summary).toContain('a private repository needs GitHub Code Security');
    expect(github.comments).toHaveLength(1);
  });
});

describe('a repository without findings', () => {
  it('passes without a comment', async () => {
    const workspace = join(folder, 'clean');
    mkdirSync(workspace, { recursive: true });
    writeFileSync(
      join(workspace, 'Dockerfile'),
      `FROM scratch\nCOPY server /server\nUSER 1000:1000\nHEALTHCHECK CMD ["/server", "--health"]\nENTRYPOINT ["/server"]\n`,
    );
    const seen = await step({ workspace });
    expect({
      status: seen.status,
      verdict: seen.outputs.get('verdict'),
      findings: seen.report?.findings,
    }).toEqual({
      status: 0,
      verdict: 'pass',
      findings: [],
    });
    expect(github.comments).toEqual([]);
    expect(firstLine(seen.summary)).toMatch(/^### ✅ Portside: /);
  });
});

describe('a step that cannot check everything', () => {
  it('names an invalid input and makes no request', async () => {
    const seen = await step({ inputs: { 'fail-on': 'awful' } });
    expect(seen.status).toBe(1);
    expect(seen.log).toMatch(/^::error::.*fail-on.*"awful"/m);
    expect(github.requests).toEqual([]);
  });

  it('is incomplete when the image is invalid, and reports its other findings', async () => {
    const workspace = join(folder, 'broken');
    cpSync('examples/webapp', workspace, { recursive: true });
    writeFileSync(join(workspace, 'image.tar'), 'no image');
    const seen = await step({ workspace, inputs: { 'fail-on': 'critical' } });
    expect(seen.status).toBe(1);
    expect(seen.report?.incomplete.map((i) => i.target)).toContain('image.tar');
    expect(seen.report?.findings.some((f) => f.check === 'lint')).toBe(true);
    expect(github.comments[0]?.body).toContain('**Not checked (');
  });
});

describe('untrusted text', () => {
  it('in a Dockerfile adds no workflow command to the log and no mention to the comment', async () => {
    const workspace = join(folder, 'hostile');
    mkdirSync(workspace, { recursive: true });
    writeFileSync(
      join(workspace, 'Dockerfile'),
      'FROM evil/@octocat:latest AS A\nMAINTAINER ::set-output name=verdict::pass @octocat #1\nRUN echo \\\n::add-mask::fail\nADD [x](https://evil.example) <img> /\n',
    );
    const seen = await step({ workspace });
    const commands = seen.log.split('\n').filter((l) => /^\s*::/.test(l) || l.includes('##['));
    for (const command of commands) {
      expect(command).toMatch(
        /^::(debug::|group::(Check|Save caches)$|endgroup::$|(error|warning|notice)( title=|::))/,
      );
    }
    expect(seen.outputs.get('verdict')).toBe('fail');
    const prose = github.comments[0]?.body.replace(/`[^`]*`/g, '') ?? '';
    expect(prose).not.toMatch(/@octocat|<img|\]\(https:\/\/evil/);
  });
});
