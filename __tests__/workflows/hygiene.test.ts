import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { parse } from 'yaml';
import { dependabotDefects, parseWorkflow, WORKFLOW_CHECKS } from './workflow-checks.js';

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => ({
  name,
  ...parseWorkflow(readFileSync(`${FOLDER}/${name}`, 'utf8')),
  file: name,
}));

/** What we keep, by class and workflow, and why. */
const KEPT: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // Its purpose: it publishes the reports of runs that cannot write. It runs nothing of the pull request.
  'dangerous-triggers': { 'publish.yml': ['workflow_run'] },
  // Its job fix has the permissions of the caller, of which only those that want a pull request grant contents: write.
  'excessive-permissions': { 'rescan.yml': ['workflow', 'fix'] },
  // The secrets are those that the caller passes: an environment of its repository cannot be named here.
  'secrets-outside-env': { 'fleet.yml': ['build'], 'portside.yml': ['check'] },
  // Each run publishes the report of another run: cancelling one would lose a report.
  'concurrency-limits': { 'publish.yml': ['publish'] },
};

describe.each(Object.entries(WORKFLOW_CHECKS))('%s', (id, check) => {
  it('is found in a workflow that has it', () => {
    expect(check.find(parseWorkflow(check.bad)).length).toBeGreaterThan(0);
  });

  it('is in no workflow of this repository', () => {
    const found = workflows.map((workflow) => [workflow.file, check.find(workflow)] as const);
    const defects = Object.fromEntries(found.filter(([, places]) => places.length > 0));
    expect(defects).toEqual(KEPT[id] ?? {});
  });
});

describe('dependabot.yml', () => {
  const text = readFileSync('.github/dependabot.yml', 'utf8');

  it('waits a week before it proposes a version, and runs no code of packages', () => {
    expect(dependabotDefects(text)).toEqual([]);
  });

  it('has every folder with npm packages', () => {
    const lists = execFileSync('git', ['ls-files', '--', ':(glob)**/package-lock.json'], {
      encoding: 'utf8',
    });
    const folders = lists
      .trim()
      .split('\n')
      .map((file) => `/${dirname(file)}`.replace(/\/\.$/, '/'));
    const updates: { 'package-ecosystem': string; directory: string }[] = parse(text).updates;
    const npm = updates.filter((update) => update['package-ecosystem'] === 'npm');
    // The packages of the example are old on purpose.
    expect(npm.map(({ directory }) => directory).sort()).toEqual(
      folders.filter((folder) => !folder.startsWith('/examples/')).sort(),
    );
  });

  test.each(['cooldown: { default-days: 3 }', 'insecure-external-code-execution: allow'])(
    '%s is a defect',
    (line) => {
      const text = `updates:\n  - package-ecosystem: npm\n    ${line}\n`;
      expect(dependabotDefects(text)).toEqual(['npm']);
    },
  );
});

describe('pins', () => {
  /** Workflows, documentation, examples, and the workflow that `portside init` writes. */
  const files = execFileSync(
    'git',
    ['ls-files', '--', '.github', '*.md', 'docs', 'examples', 'site', 'src/cli', ':!docs/rules'],
    { encoding: 'utf8' },
  ).split('\n');
  const uses = files.filter(Boolean).flatMap((file) => {
    const found = readFileSync(file, 'utf8').matchAll(
      /\buses:\s*["']?(?<action>[\w.-]+\/[\w.-]+)[\w./-]*@(?<pin>[^\s"',}]+["']?(?: # v[\d.]+)?)/g,
    );
    return [...found].map(({ groups = {} }) => ({
      file,
      action: String(groups.action),
      pin: String(groups.pin),
    }));
  });
  // A page names our own releases, or leaves out the commit.
  const others = uses.filter(({ action, pin }) => action !== 'OWNER/portside' && pin !== '…');

  it('all files name another action by a commit and its version', () => {
    expect(others.length).toBeGreaterThan(30);
    expect(others.filter(({ pin }) => !/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin))).toEqual([]);
  });

  it('all files name the same commit of an action', () => {
    const pins = new Map<string, Map<string, string[]>>();
    for (const { action, pin, file } of others) {
      const ofAction = pins.get(action) ?? new Map<string, string[]>();
      pins.set(action, ofAction.set(pin, [...(ofAction.get(pin) ?? []), file]));
    }
    expect([...pins].filter(([, ofAction]) => ofAction.size > 1)).toEqual([]);
  });
});
