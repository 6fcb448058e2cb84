import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { type LoopbackGitHub, startGitHub } from '../github/loopback-github.js';
import { actionBundle, runStep, type StepResult, type Story } from './action-step.js';

/** What the Action checks, by the inputs. */

jest.setTimeout(60_000);

let folder: string;
let bundle: string;
let github: LoopbackGitHub;
let workspaces = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-inputs-'));
  bundle = actionBundle(join(folder, 'bundle'));
}, 300_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  await github.close();
  expect(github.violations).toEqual([]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A workspace with these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = join(folder, `repository-${++workspaces}`);
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const step = (workspace: string, inputs: Story['inputs'] = {}): Promise<StepResult> =>
  runStep(bundle, folder, github.url, {
    workspace,
    inputs: { 'code-scanning': 'false', ...inputs },
  });
const names = (seen: StepResult) => seen.report?.targets.map(({ name }) => name);

describe('the input dockerfile', () => {
  const files = {
    'services/a/Dockerfile': 'FROM scratch\nCOPY a /a\nUSER 1000\nENTRYPOINT ["/a"]\n',
    'services/b/Dockerfile': 'FROM scratch\nCOPY a /a\nUSER 1000\nENTRYPOINT ["/a"]\n',
    'services/old/Dockerfile': 'FROM debian\nRUN sudo ls\n',
    Dockerfile: 'FROM debian\nRUN sudo ls\n',
  };

  it('takes globs, and ! excludes', async () => {
    const seen = await step(repository(files), {
      dockerfile: 'services/*/Dockerfile\n!services/old/**',
    });
    expect(names(seen)).toEqual(['services/a/Dockerfile', 'services/b/Dockerfile']);
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([0, 'pass']);
  });

  it('with a glob that matches nothing, the result is incomplete, as with a missing file', async () => {
    const seen = await step(repository(files), { dockerfile: 'service/*/Dockerfile' });
    expect([seen.status, seen.outputs.get('verdict')]).toEqual([1, 'incomplete']);
    expect(names(seen)).toEqual([]);
    expect(seen.log).toContain('service/*/Dockerfile');
  });
});
