import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fingerprint } from '../../../src/core/fingerprint.js';
import type { Report } from '../../../src/core/report.js';
import { type GitHubContext, readContext } from '../../../src/github/event.js';
import {
  type Published,
  type PublishOptions,
  publish,
} from '../../../src/github/publish/publish.js';
import { readInputs } from '../../../src/options/inputs.js';
import { context, lint, report, vulnerability } from '../../reports/sample.js';
import { muteOutput } from '../capture-output.js';
import { pullRequest, VARIABLES } from '../events.js';
import { type LoopbackGitHub, startGitHub } from '../loopback-github.js';

// Several publish at once.
muteOutput();

let server: LoopbackGitHub;
const warnings: string[] = [];
const log = { info() {}, warning: (message: string) => warnings.push(message) };

beforeEach(async () => {
  server = await startGitHub();
  warnings.length = 0;
});
afterEach(async () => {
  await server.close();
  expect([server.violations, warnings]).toEqual([[], []]);
});

/** The job of a matrix that checks an image. */
interface Leg {
  readonly index: number;
  readonly total?: number;
  readonly run?: number;
  readonly image?: string;
  readonly report?: Report;
  readonly options?: Partial<PublishOptions>;
}

const imageNamed = (name: string) => ({ kind: 'image', name, platform: 'linux/amd64' }) as const;
const cve = (image: string, id: string, severity: 'critical' | 'high' | 'low' = 'high') =>
  vulnerability(id, 'openssl', {
    severity,
    subject: { image },
    fingerprint: fingerprint(image, id),
  });
const failed = (image: string, ...findings: Report['findings']) =>
  report({
    targets: [imageNamed(image)],
    findings,
    incomplete: [],
    coverage: [{ check: 'vulnerability', target: image, state: 'checked' }],
    notes: [],
    baseline: { with: ['main'], missing: [] },
    verdict: { outcome: 'fail', reasons: ['a finding'] },
  });
const passed = (image: string, ...findings: Report['findings']): Report => ({
  ...failed(image, ...findings),
  verdict: { outcome: 'pass', reasons: [] },
});

function contextOf(run: number): GitHubContext {
  const variables = {
    ...VARIABLES,
    GITHUB_API_URL: server.url,
    GITHUB_RUN_ID: String(run),
    GITHUB_ACTION: '__portside',
  };
  const github = readContext(variables, pullRequest());
  if (!github) throw new Error('no workflow run');
  return github;
}

async function publishLeg(leg: Leg): Promise<Published['comment']> {
  const { index, total = 3, run = 77, image = `image-${index}`, options } = leg;
  // As the runner passes the default of the input strategy.
  const INPUT_STRATEGY = JSON.stringify({
    'fail-fast': false,
    'job-index': index,
    'job-total': total,
  });
  const { matrix } = readInputs({ INPUT_STRATEGY }, new Date(0));
  const published: Published | undefined = await publish(
    leg.report ?? failed(image, cve(image, `CVE-2026-000${index}`)),
    context({ baseline: 'main', policy: '.github/portside.yml' }),
    {
      github: contextOf(run),
      token: 't0ken',
      log,
      matrix,
      review: false,
      codeScanning: false,
      annotations: false,
      ...options,
    },
  );
  return published?.comment ?? 'off';
}

const body = () => server.comments[0]?.body ?? '';
const firstLine = () => body().split('\n')[0];
const rows = () =>
  body()
    .split('\n')
    .filter((line) => /^\| .*(?:failed|passed|incomplete|not reported)/.test(line));

describe('a matrix of three images', () => {
  it('has one comment, with a row for each image and the findings of all', async () => {
    expect(await publishLeg({ index: 0, image: 'api:1' })).toBe('created');
    expect(firstLine()).toMatch(/^### ❌ Portside: 1 new high finding; 2 of 3 jobs not reported/);
    expect(rows()).toEqual([
      '| `api:1` | ❌ failed | 1 high |',
      '| 2 more jobs | ⏳ not reported | |',
    ]);
    expect(await publishLeg({ index: 1, image: 'web:1' })).toBe('updated');
    const report = passed('worker:1', cve('worker:1', 'CVE-2026-0009', 'low'));
    expect(await publishLeg({ index: 2, report })).toBe('updated');
    expect(server.comments).toHaveLength(1);
    expect(firstLine()).toMatch(/^### ❌ Portside: 2 new high and 1 new low findings?/);
    expect(firstLine()).not.toMatch(/not reported/);
    expect(rows()).toEqual([
      '| `api:1` | ❌ failed | 1 high |',
      '| `web:1` | ❌ failed | 1 high |',
      '| `worker:1` | ✅ passed | 1 low |',
    ]);
    for (const id of ['CVE-2026-0000', 'CVE-2026-0001', 'CVE-2026-0009'])
      expect(body()).toContain(id);
    expect(body()).toContain('.github/portside.yml');
  });

  it('has one comment if all legs publish at once', async () => {
    await Promise.all([0, 1, 2].map((index) => publishLeg({ index })));
    expect(server.comments).toHaveLength(1);
    expect(rows()).toHaveLength(3);
  });

  it('is not called passed while a leg has not reported', async () => {
    await publishLeg({ index: 0, image: 'api:1' });
    await publishLeg({ index: 0, image: 'api:1', run: 78, report: passed('api:1') });
    expect(firstLine()).toBe('### ⏳ Portside: nothing new; 2 of 3 jobs not reported');
    expect(body()).not.toContain('✅ Portside');
    await publishLeg({ index: 1, image: 'web:1', run: 78, report: passed('web:1') });
    await publishLeg({ index: 2, run: 78, report: passed('worker:1') });
    expect(firstLine()).toBe('### ✅ Portside: nothing new');
  });

  it('counts the legs that had nothing to report before another one failed', async () => {
    expect(await publishLeg({ index: 0, report: passed('i0') })).toBe('created');
    expect(await publishLeg({ index: 1, report: passed('i1') })).toBe('updated');
    expect(firstLine()).toBe('### ⏳ Portside: nothing new; 1 of 3 jobs not reported');
    await publishLeg({ index: 2, image: 'api:1' });
    expect(firstLine()).toMatch(/^### ❌ Portside: 1 new high finding/);
    expect(firstLine()).not.toContain('not reported');
    expect(rows()).toHaveLength(3);
  });

  it('has no comment if no leg fails, with comment: on-failure', async () => {
    for (const index of [0, 1, 2]) {
      const leg = {
        index,
        report: passed(`i${index}`),
        options: { comment: 'on-failure' } as const,
      };
      expect(await publishLeg(leg)).toBe('nothing-to-report');
    }
    expect(server.comments).toEqual([]);
  });

  it('keeps the other parts when only a failed leg runs again', async () => {
    for (const index of [0, 1, 2]) await publishLeg({ index });
    await publishLeg({ index: 1, report: passed('image-1') });
    expect(rows()).toEqual([
      '| `image-0` | ❌ failed | 1 high |',
      '| `image-2` | ❌ failed | 1 high |',
      '| `image-1` | ✅ passed | 0 |',
    ]);
  });

  it('drops the leg that the next push does not have, and ignores a leg of the run before', async () => {
    for (const index of [0, 1, 2]) await publishLeg({ index });
    for (const index of [0, 1]) await publishLeg({ index, total: 2, run: 78 });
    expect(rows()).toHaveLength(2);
    const before = body();
    expect(await publishLeg({ index: 2 })).toBe('outdated');
    expect(body()).toBe(before);
  });
});

describe('the joined comment', () => {
  it('counts a finding once that several legs have', async () => {
    const shared = [lint({ fingerprint: 'f'.repeat(32) })];
    for (const index of [0, 1, 2])
      await publishLeg({ index, report: failed(`i${index}`, ...shared) });
    expect(firstLine()).toMatch(/^### ❌ Portside: 1 new medium finding/);
  });

  it('tells archives with the same name in different folders apart', async () => {
    for (const [index, folder] of ['a', 'b'].entries()) {
      const image = `/tmp/${folder}/image.tar`;
      await publishLeg({ index, total: 2, image, options: { images: [image] } });
    }
    expect(rows()).toEqual([
      '| `/tmp/a/image.tar` | ❌ failed | 1 high |',
      '| `/tmp/b/image.tar` | ❌ failed | 1 high |',
    ]);
  });

  it('tells legs with the same image apart by their position', async () => {
    for (const index of [0, 1]) await publishLeg({ index, total: 2, image: 'app:1' });
    expect(rows().map((row) => row.split(' | ')[0])).toEqual([
      '| `app:1 (job 1)`',
      '| `app:1 (job 2)`',
    ]);
  });

  it('is rebuilt when a person cut its state', async () => {
    for (const index of [0, 1, 2]) await publishLeg({ index });
    const [comment] = server.comments;
    if (!comment) throw new Error('no comment');
    comment.body = comment.body.replace(/state=\S{40}/, 'state=');
    delete comment.edits;
    await publishLeg({ index: 1 });
    expect(rows()).toEqual([
      '| `image-1` | ❌ failed | 1 high |',
      '| 2 more jobs | ⏳ not reported | |',
    ]);
  });

  it('escapes the names and texts that a person wrote into its state', async () => {
    const attack = '`<img src=x>|@all';
    const report = failed('web:1', lint({ message: attack }));
    await publishLeg({ index: 0, image: 'api:1' });
    // The same texts as in a state that a person wrote.
    const targets = [imageNamed(attack)];
    await publishLeg({ index: 1, report: { ...report, targets } });
    const visible = body().split('<!-- portside state=')[0] ?? '';
    expect(visible).toContain(
      '| <code>&#96;&#60;img src=x&#62;&#124;&#64;&#8203;all</code> | ❌ failed |',
    );
    expect(visible).not.toMatch(/<img|@all/);
  });
});
