import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { parseWorkflow, WORKFLOW_CHECKS } from '../workflows/workflow-checks.js';
import { type Block, blocksOf, pages } from './blocks.js';

/** The workflows in the pages: valid for GitHub's parser, and without the defects that our own workflows do not have. */

const work = mkdtempSync(join(tmpdir(), 'portside-page-workflows-'));
afterAll(() => rmSync(work, { recursive: true }));

interface Workflow extends Block {
  readonly value: { readonly jobs: Readonly<Record<string, Job>> };
}

interface Job {
  readonly uses?: string;
  readonly with?: object;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: object;
  }[];
}

const workflows = pages()
  .flatMap(blocksOf)
  .filter(({ language, text }) => language === 'yaml' && /^on:/m.test(text) && /^jobs:/m.test(text))
  .map((block): Workflow => ({ ...block, value: parse(block.text) }));
const jobs = workflows.flatMap(({ name, value }) =>
  Object.values(value.jobs).map((job) => ({ name, job })),
);

it('GitHub’s parser accepts the workflows in the pages', () => {
  expect(workflows.length).toBeGreaterThan(10);
  const files = workflows.map(({ text }, number) => {
    const file = join(work, `${number}.yml`);
    writeFileSync(file, text);
    return file;
  });
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['scripts/check-workflows.mjs', ...files],
    { encoding: 'utf8' },
  );
  const problems = workflows.reduce(
    (text, { name }, number) => text.replaceAll(`${files[number]}:`, `${name}, line `),
    stdout + stderr,
  );
  expect(problems).toBe('');
});

/** Classes of defects that the pages have on purpose, and why. */
const ALLOWED = new Map([
  ['unpinned-uses', 'Portside itself is named by its major version'],
  [
    'excessive-permissions',
    'calls of a reusable workflow have one job, which needs the permissions',
  ],
  ['concurrency-limits', 'left out, to show only what is needed'],
  ['anonymous-definition', 'left out, to show only what is needed'],
  ['secrets-outside-env', 'an environment cannot be named for a call of a reusable workflow'],
  ['self-hosted-runner', 'the example of GitHub Enterprise Server'],
  ['insecure-url-scheme', 'the address of a proxy'],
  ['dangerous-triggers', 'workflow_run posts the reports of forks, and checks out nothing of them'],
]);

describe.each(workflows.map((workflow) => [workflow.name, workflow] as const))(
  '%s',
  (_, workflow) => {
    // What a reader copies as a whole has permissions by job.
    const isAllowed = (id: string) =>
      ALLOWED.has(id) && !(id === 'excessive-permissions' && workflow.page === 'docs/ci/github.md');
    const checks = Object.entries(WORKFLOW_CHECKS).filter(([id]) => !isAllowed(id));
    it.each(checks)('has no %s', (_id, check) => {
      expect(check.find(parseWorkflow(workflow.text))).toEqual([]);
    });
  },
);

it('calls of our reusable workflows have existing inputs, and the required ones', () => {
  const calls = jobs.flatMap(({ name, job }) => {
    const file = /^[\w-]+\/portside\/(\.github\/workflows\/[\w-]+\.yml)@/.exec(job.uses ?? '')?.[1];
    return file === undefined ? [] : [{ name, file, given: Object.keys(job.with ?? {}) }];
  });
  expect(calls.length).toBeGreaterThan(2);
  for (const { name, file, given } of calls) {
    const inputs: Record<string, { required?: boolean }> = parse(readFileSync(file, 'utf8')).on
      .workflow_call.inputs;
    const required = Object.keys(inputs).filter((input) => inputs[input]?.required === true);
    expect({ name, unknown: given.filter((input) => !(input in inputs)) }).toEqual({
      name,
      unknown: [],
    });
    expect({ name, given }).toEqual({ name, given: expect.arrayContaining(required) });
  }
});

it('outputs of the Action that a page uses exist', () => {
  const { outputs } = parse(readFileSync('action.yml', 'utf8'));
  const used = workflows.flatMap(({ text }) =>
    [...text.matchAll(/steps\.portside\.outputs\.([\w-]+)/g)].map(([, name = '']) => name),
  );
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((name) => !(name in outputs))).toEqual([]);
});
