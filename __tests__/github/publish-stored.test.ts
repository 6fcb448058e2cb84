import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readContext } from '../../src/github/event.js';
import { publishStored } from '../../src/github/publish-stored.js';
import type { Host } from '../../src/host.js';
import { type LoopbackGitHub, startGitHub } from '../loopback-github.js';
import { context, report } from '../reports/sample.js';
import { BASE, HEAD, pullRequest, VARIABLES } from './events.js';

let server: LoopbackGitHub;
let folder: string;
const infos: string[] = [];
const host: Host = {
  debug() {},
  info: (message) => infos.push(message),
  warning() {},
  error() {},
  progress() {},
  step() {},
  find: async () => undefined,
  run: async () => ({ status: 0, stdout: '', stderr: '' }),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portside-stored-'));
});
beforeEach(async () => {
  server = await startGitHub();
  infos.length = 0;
});
afterEach(() => server.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('a report that a fork’s run stored', () => {
  const known = {
    id: 1,
    head_sha: HEAD,
    head_branch: 'change',
    head_repository: { owner: { login: 'stranger' } },
  };

  it.each<[string, unknown]>([
    ['its fork was deleted meanwhile', { ...known, head_repository: null }],
    ['its branch is not said', { ...known, head_branch: null }],
    ['the event says nothing', {}],
  ])('goes nowhere, least of all to the default branch’s alerts, when %s', async (_, run) => {
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify(report({ findings: [] })));
    const variables = {
      ...VARIABLES,
      GITHUB_API_URL: server.url,
      GITHUB_EVENT_NAME: 'workflow_run',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: BASE,
    };
    const published = await publishStored(file, context().rules, {
      context: readContext(variables, { workflow_run: run }),
      token: 't0ken',
      host,
      issue: true,
    });
    expect(published).toBeUndefined();
    expect(server.requests).toEqual([]);
    expect(infos.join()).toContain('nothing is posted');
  });

  it('is refused above 30 MB, which a report merged from own images may have', async () => {
    const file = join(folder, 'large.json');
    writeFileSync(file, JSON.stringify(report({ findings: [] })) + ' '.repeat(30_000_000));
    const publishAs = (name: string, event: object) =>
      publishStored(file, context().rules, {
        context: readContext(
          { ...VARIABLES, GITHUB_API_URL: server.url, GITHUB_EVENT_NAME: name },
          event,
        ),
        token: 't0ken',
        host,
        issue: false,
      });
    await expect(publishAs('workflow_run', { workflow_run: known })).rejects.toThrow(
      /more than 30000000 bytes/,
    );
    expect(server.requests).toEqual([]);
    expect(await publishAs('pull_request', pullRequest())).toBeDefined();
  });
});
