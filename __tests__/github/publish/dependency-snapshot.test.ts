import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../../src/core/report.js';
import { connectToGitHub } from '../../../src/github/client.js';
import { readContext } from '../../../src/github/event.js';
import { submitSnapshot } from '../../../src/github/publish/dependency-snapshot.js';
import { packageNamed, report } from '../../reports/sample.js';
import { HEAD, pullRequest, VARIABLES } from '../events.js';
import { type LoopbackGitHub, SUBMIT_SNAPSHOT, startGitHub } from '../loopback-github.js';

let server: LoopbackGitHub;
const warnings: string[] = [];
const log = { info() {}, warning: (message: string) => warnings.push(message) };

beforeEach(async () => {
  server = await startGitHub();
  warnings.length = 0;
});
afterEach(async () => {
  await server.close();
  expect(server.violations).toEqual([]);
});

async function submit(of: Report, payload: unknown = pullRequest()) {
  const github = readContext({ ...VARIABLES, GITHUB_API_URL: server.url }, payload);
  if (!github) throw new Error('no workflow run');
  const client = connectToGitHub({ api: server.url, token: 't0ken', log });
  const scanned = new Date('2026-11-24T10:00:02Z');
  const outcome = await submitSnapshot(of, {
    client,
    log,
    owner: 'shop',
    repo: 'app',
    github,
    scanned,
  });
  return { outcome, body: server.requests[0]?.body as Record<string, unknown> | undefined };
}

describe('the dependency snapshot', () => {
  it('lists the packages of each image, in its Dockerfile, for the head of the pull request', async () => {
    const { outcome, body } = await submit(report());
    const image = 'registry.example:5000/shop/app:pr-42';
    expect(outcome).toBe('submitted');
    expect(server.requests.map(({ operation }) => operation)).toEqual([SUBMIT_SNAPSHOT]);
    expect(body).toMatchObject({
      version: 0,
      sha: HEAD,
      ref: VARIABLES.GITHUB_REF,
      scanned: '2026-11-24T10:00:02.000Z',
      manifests: {
        [image]: {
          name: image,
          file: { source_location: 'Dockerfile' },
          resolved: {
            'pkg:deb/debian/openssl@1.0': {
              package_url: 'pkg:deb/debian/openssl@1.0',
              scope: 'runtime',
            },
          },
        },
      },
    });
  });

  it('has a manifest for each image, and a correlator for each job of a matrix', async () => {
    const target = { kind: 'image', platform: 'linux/amd64' } as const;
    const two = report({
      targets: [
        { ...target, name: 'a:1' },
        { ...target, name: 'b:1' },
      ],
      packages: [packageNamed('x', { image: 'a:1' }), packageNamed('y', { image: 'b:1' })],
    });
    const first = await submit(two);
    expect(Object.keys(first.body?.manifests as object)).toEqual(['a:1', 'b:1']);
    await submit(report());
    const correlators = server.requests.map(
      ({ body }) => (body as { job: { correlator: string } }).job.correlator,
    );
    expect(new Set(correlators).size).toBe(2);
  });

  it('is not submitted without packages', async () => {
    const { outcome } = await submit(report({ packages: [] }));
    expect(outcome).toBe('no-packages');
    expect(server.requests).toEqual([]);
  });

  it('that GitHub rejects is a warning that names the permission', async () => {
    server.fail(SUBMIT_SNAPSHOT, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    expect((await submit(report())).outcome).toBe('failed');
    expect(warnings).toEqual([
      'The dependency snapshot was not submitted: GitHub answered 403 (Resource not accessible by integration). Add the line "contents: write" below "permissions:" of the job',
    ]);
  });
});
