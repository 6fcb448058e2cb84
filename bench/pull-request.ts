import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { large } from '../__tests__/reports/sample.js';
import { connectToGitHub } from '../src/github/client.js';
import { readContext } from '../src/github/event.js';
import { publish } from '../src/github/publish/publish.js';

/**
 * The cost of publishing 5,000 findings on a pull request: renders and posts everything to a loopback GitHub, in a new
 * process.
 *   npx ncc run bench/pull-request.ts
 * Limits: 2 s of processor time, 12 requests, 150 MB.
 */
const FINDINGS = 5_000;
const LIMITS = { seconds: 2, requests: 12, megabytes: 150 };

const api = process.env.BENCH_API;
if (api === undefined) await measure();
else await work(api);

async function work(url: string): Promise<void> {
  const report = large(FINDINGS);
  const sha = 'a'.repeat(40);
  const github = readContext(
    {
      GITHUB_REPOSITORY: 'shop/app',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_API_URL: url,
      GITHUB_SHA: sha,
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_RUN_ID: '77',
    },
    {
      number: 7,
      pull_request: {
        number: 7,
        head: { sha, repo: { full_name: 'shop/app' } },
        base: { sha, ref: 'main' },
      },
    },
  );
  if (!github) throw new Error('no context');
  // The time to load octokit is measured by bench/cold-start.ts.
  const log = { info() {}, warning: (message: string) => process.stderr.write(`${message}\n`) };
  await connectToGitHub({ api: url, token: 't', log }).graphql('query { viewer { login } }', {});
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const { requests } = await publish(
    report,
    { rules: new Map(), started: new Date(), ended: new Date(), baseline: 'main' },
    {
      github,
      token: 't0ken',
      log,
    },
  );
  const spent = process.cpuUsage(cpu);
  process.stdout.write(
    `${JSON.stringify({
      requests,
      wall: performance.now() - started,
      own: (spent.user + spent.system) / 1_000,
      megabytes: process.resourceUsage().maxRSS / 1_024,
    })}\n`,
  );
}

async function measure(): Promise<void> {
  const patch = `@@ -1,0 +1,5 @@\n${'+line\n'.repeat(5)}`;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const path = request.url ?? '';
      const value = path.includes('/files')
        ? [{ filename: 'Dockerfile', patch }]
        : request.method === 'GET' && /comments/.test(path)
          ? []
          : { id: path.includes('sarifs') ? 'x' : 1, processing_status: 'complete' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const runs: Awaited<ReturnType<typeof child>>[] = [];
  for (let i = 0; i < 5; i++) runs.push(await child(`http://127.0.0.1:${port}`));
  server.close();
  const best = (key: 'own' | 'wall' | 'megabytes' | 'requests') =>
    Math.min(...runs.map((r) => r[key]));
  console.log(
    `${FINDINGS} findings: ${best('own').toFixed(0)} ms of processor time, ${best('wall').toFixed(0)} ms in all, ${best('requests')} requests, ${best('megabytes').toFixed(0)} MB`,
  );
  const over =
    best('own') > LIMITS.seconds * 1_000 ||
    best('requests') > LIMITS.requests ||
    best('megabytes') > LIMITS.megabytes;
  if (over) process.exitCode = 1;
}

async function child(url: string) {
  const node = spawn(process.execPath, [process.argv[1] ?? ''], {
    env: { ...process.env, BENCH_API: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  node.stdout.setEncoding('utf8').on('data', (more) => {
    text += more;
  });
  await new Promise((done) => node.once('close', done));
  return JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as {
    own: number;
    wall: number;
    megabytes: number;
    requests: number;
  };
}
