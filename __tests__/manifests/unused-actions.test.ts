import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { inspectManifests } from '../../src/manifests/manifests.js';
import { NOW } from '../now.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portside-actions-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const TITLE = `$\{{ github.event.pull_request.title }}`;
const ACTION = `runs:\n  using: composite\n  steps:\n    - { shell: sh, run: "echo ${TITLE}" }\n`;
const USE = 'on: pull_request_target\njobs: { a: { steps: [{ uses: ./act }] } }\n';

async function inspect(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const paths = Object.keys(files);
  const manifests = paths
    .filter((path) => path.startsWith('.github/'))
    .map((path) => ({ path, kind: 'workflow' as const }));
  const { findings, coverage } = await inspectManifests(root, manifests, {
    now: NOW,
    scripts: paths,
  });
  return {
    findings: findings.map(({ rule, location }) => `${location?.path} ${rule}`),
    checked: coverage?.map(({ target, state }) => `${target} ${state}`),
  };
}

it('an action that no workflow uses is checked', async () => {
  const { findings, checked } = await inspect({ 'act/action.yml': ACTION });
  expect(findings).toContain('act/action.yml GHA-INJECT');
  expect(checked).toEqual(['act/action.yml checked']);
});

it('one that a workflow uses is checked once', async () => {
  const { findings } = await inspect({
    'act/action.yaml': ACTION,
    '.github/workflows/a.yml': USE,
  });
  expect(findings.filter((one) => one === 'act/action.yaml GHA-INJECT')).toHaveLength(1);
});
