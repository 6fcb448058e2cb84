import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { restoreBaseline, saveBaseline } from '../../../src/github/caches/baseline-cache.js';
import { type GitHubContext, readContext } from '../../../src/github/event.js';
import { json } from '../../../src/reports/formats/json.js';
import { report, context as reportContext } from '../../reports/sample.js';
import { captureOutput, muteOutput } from '../capture-output.js';
import { HEAD, MERGE, pullRequest, VARIABLES } from '../events.js';
import { type LoopbackCache, startCache } from '../loopback-cache.js';

/** Baselines in a loopback Actions cache. */

let folder: string;
let service: LoopbackCache;
muteOutput();
beforeEach(async () => {
  // @actions/cache passes paths to tar without quotes: no space is in this one.
  folder = mkdtempSync('/tmp/portside-baseline-');
  writeFileSync(join(folder, 'report.json'), '{}');
  service = await startCache();
  // Without it, @actions/cache writes to /home/actions. It runs tar in the workspace.
  const runner = { RUNNER_TEMP: folder, GITHUB_WORKSPACE: folder };
  Object.assign(process.env, service.variables, runner);
});
afterEach(async () => {
  for (const name of [...Object.keys(service.variables), 'RUNNER_TEMP', 'GITHUB_WORKSPACE'])
    delete process.env[name];
  await service.close();
  rmSync(folder, { recursive: true });
});

const run = (name: string, over: Partial<GitHubContext> = {}): GitHubContext => ({
  ...(readContext(
    { ...VARIABLES, GITHUB_EVENT_NAME: name, GITHUB_REF: 'refs/heads/main' },
    pullRequest(),
  ) as GitHubContext),
  ...over,
});
const messages: string[] = [];
const save = (context: GitHubContext, commits: readonly string[]) =>
  saveBaseline(join(folder, 'report.json'), commits, {
    context,
    checked: { images: [], dockerfiles: [], platforms: [] },
    file: join(folder, 'baseline.json'),
    log: { info: (message) => void messages.push(message), warning() {} },
  });

it.each([
  ['push', [MERGE]],
  ['schedule', [MERGE]],
  // Without a checkout the result is about the commit of the run.
  ['workflow_dispatch', []],
])('a %s about %j stores the baseline of its commit', async (name, commits) => {
  expect(await save(run(name), commits)).toBe(true);
  expect(service.keys).toEqual([expect.stringMatching(new RegExp(`-${MERGE}$`))]);
});

it.each([['push'], ['schedule'], ['workflow_dispatch']])(
  'a %s of another checkout stores no baseline, and the log says why',
  async (name) => {
    expect(await save(run(name), [HEAD])).toBe(false);
    expect(service.keys).toEqual([]);
    expect(messages.at(-1)).toBe(
      'Not saved as the baseline of main: the result is about commit aaaaaaaa, not main at cccccccc',
    );
  },
);

it('the inputs ref and sha say which branch the checkout is', async () => {
  const analyzed = { ref: 'refs/heads/release', sha: HEAD };
  expect(await save(run('schedule', { analyzed }), [HEAD])).toBe(true);
  expect(service.keys).toEqual([expect.stringMatching(new RegExp(`-${HEAD}$`))]);
  expect(messages.at(-1)).toBe('Saved as the baseline of release');
});

it('a report that cannot be copied is not saved, and the log says why', async () => {
  rmSync(join(folder, 'report.json'));
  expect(await save(run('push'), [MERGE])).toBe(false);
  expect(service.keys).toEqual([]);
  expect(messages.at(-1)).toMatch(/^The baseline of main was not saved: ENOENT/);
});

it('a pull request stores none', async () => {
  expect(await save(run('pull_request'), [MERGE])).toBe(false);
  expect(service.keys).toEqual([]);
});

it('a nightly run of a commit that has a baseline stores none, and logs no warning', async () => {
  expect(await save(run('push'), [MERGE])).toBe(true);
  let again: boolean | undefined;
  const printed = await captureOutput(async () => {
    again = await save(run('schedule'), [MERGE]);
  });
  expect([again, service.keys.length]).toEqual([false, 1]);
  expect(printed.filter((line) => line.startsWith('::warning'))).toEqual([]);
});

describe('a stored report is restored', () => {
  const cache = (context: GitHubContext) => ({
    context,
    checked: { images: [], dockerfiles: [], platforms: [] },
    file: join(folder, 'baseline.json'),
    log: { info() {}, warning() {} },
  });
  beforeEach(async () => {
    writeFileSync(join(folder, 'report.json'), json.render(report(), reportContext()));
    await save(run('push'), [MERGE]);
  });

  const runs = [
    ['pull_request', run('pull_request')],
    ['push', run('push', { event: { kind: 'push', before: MERGE } })],
  ] as const;

  it.each(runs)('on %s for the commit that it is about', async (_, context) => {
    expect(await restoreBaseline(cache(context), MERGE)).toEqual({
      from: join(folder, 'baseline.json'),
      name: 'main at cccccccc',
      commit: MERGE,
    });
  });

  it('or is said to be there when it cannot be unpacked', async () => {
    service.damage();
    expect(await restoreBaseline(cache(run('pull_request')), MERGE)).toEqual({
      missing: 'the one that is saved for cccccccc could not be restored: the log has the reason',
    });
  });

  it.each(runs)('on %s for no other commit of the branch', async (_, context) => {
    expect(await restoreBaseline(cache(context), HEAD)).toEqual({
      missing: 'no run on main has saved one for aaaaaaaa: run this workflow on pushes to main',
    });
    expect(await restoreBaseline(cache(context), undefined)).toEqual({
      missing: 'the base commit is not known',
    });
  });
});
