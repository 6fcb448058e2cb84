import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Report } from '../../src/core/report.js';
import { stepId } from '../../src/remedy/plan/step-id.js';
import { CLI } from './dist.js';
import { type Peer, requirePrograms, sharedEngine, startRegistry } from './peers.js';
import { type PrivateSigstore, startSigstore } from './private-sigstore.js';
import { makeBases } from './webapp-bases.js';

/**
 * The plan of examples/webapp, done: `fix --all-safe`, the step that a person has to choose, and what the plan leaves to
 * people. The image is then built and signed again, and passes the policy of the example.
 */

let work: string;
/** A copy of the example. */
let repository: string;
let engine: string | undefined;
let registry: Peer | undefined;
let sigstore: PrivateSigstore | undefined;

beforeAll(async () => {
  requirePrograms('docker', 'dockerd', 'docker-registry', 'mmdebstrap', 'skopeo', 'cosign');
  if (!existsSync(CLI)) throw new Error(`${CLI} does not exist. Run npm run build`);
  work = mkdtempSync(join(tmpdir(), 'portside-webapp-fix-'));
  repository = join(work, 'webapp');
  cpSync(resolve('examples/webapp'), repository, { recursive: true });
  [engine, registry, sigstore] = await Promise.all([
    sharedEngine(),
    startRegistry(),
    startSigstore(),
  ]);
  await makeBases(engine);
});

afterAll(async () => {
  await Promise.all([registry?.stop(), sigstore?.stop()]);
  if (work) rmSync(work, { recursive: true, force: true });
});

/** Changes how the container runs, so a person chooses it. The rule of the example about the same line goes with it. */
const CHOSEN = stepId('edit compose.yaml:5 DEP-PRIV');

/** What the plan leaves to people, by what the step does: replacements of a text that a file has once. */
const BY_HAND: Readonly<Record<string, readonly Replacement[]>> = {
  'remove Dockerfile:30 ms 2.1.2': [
    ['server.js', "const ms = require('ms');\n", ''],
    ['server.js', "timeout: '5s'", 'timeout: 5000'],
    ['server.js', 'ms(options.timeout)', 'options.timeout'],
    ['package.json', '    "ms": "2.1.2",\n', ''],
  ],
  'edit Dockerfile:24 DL3064': [
    ['Dockerfile', 'ENV SESSION_SECRET=example-0123456789-not-a-real-secret\n', ''],
  ],
  'edit compose.yaml:11 DEP-SOCK': [
    ['compose.yaml', '    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n', ''],
  ],
  'edit Dockerfile:30 npm-token': [
    ['Dockerfile', '--no-audit --no-fund\n', '--no-audit --no-fund \\\n && rm .npmrc\n'],
    ['Dockerfile', 'RUN rm .npmrc /tmp/deploy.env\n', 'RUN rm /tmp/deploy.env\n'],
  ],
  'edit Dockerfile USER': [['Dockerfile', 'EXPOSE 8080\n', 'USER 1000\nEXPOSE 8080\n']],
  // The address of the script does not answer: nothing is lost.
  'edit Dockerfile:18 PS0023': [
    ['Dockerfile', 'ARG SETUP_URL=http://127.0.0.1:9/setup.sh\n', ''],
    ['Dockerfile', 'RUN curl -fsS "$SETUP_URL" | sh\n', ''],
  ],
  'edit compose.yaml:16 DEP-HOSTNET': [['compose.yaml', '    network_mode: host\n', '']],
  'edit compose.yaml:9 DEP-ENVSECRET': [
    [
      'compose.yaml',
      'SESSION_SECRET: example-0123456789-not-a-real-secret',
      'SESSION_SECRET: $' + '{SESSION_SECRET:?}',
    ],
  ],
};
type Replacement = readonly [path: string, was: string, is: string];

/** Done when the image is built again. */
const SIGNED = stepId('edit in image.tar PST001');

it('passes its policy when the plan is done', async () => {
  const before = await reportOf(1);
  writeFileSync(join(work, 'before.json'), JSON.stringify(before));
  const plan = before.plan?.steps ?? [];
  const safe = plan.filter((step) => step.safe).map(({ id }) => id);
  // minimist 0.0.8 to 0.2.4: the second number of 0.x is that of a major release.
  const upgrades = plan
    .filter((step) => !step.safe && step.change?.kind === 'dependency')
    .map(({ id }) => id);

  expect(await portside('fix', '--all-safe', '--write')).toMatchObject({ status: 0 });
  expect(await portside('fix', '--offline', '--step', CHOSEN, '--write')).toMatchObject({
    status: 0,
  });
  const chosen = upgrades.flatMap((id) => ['--step', id]);
  expect(await portside('fix', ...chosen, '--write')).toMatchObject({ status: 0 });
  for (const replacement of Object.values(BY_HAND).flat()) replace(replacement);
  await run('npm', ['install', '--package-lock-only', '--ignore-scripts'], repository);
  await run(join(repository, 'build.sh'), []);
  await signImage();

  const after = await reportOf(0, '--baseline', join(work, 'before.json'));
  expect(after.verdict.outcome).toBe('pass');
  const gated = new Set(
    before.findings.filter(({ severity }) => /critical|high/.test(severity)).map(idOf),
  );
  expect(after.findings.filter((one) => gated.has(idOf(one)) && one.status !== 'fixed')).toEqual(
    [],
  );
  // Every edit by hand is a step of the plan, and no other step was needed.
  const steps = plan.filter(({ findings }) => findings.some((one) => gated.has(one)));
  const byHand = Object.keys(BY_HAND).map((what) => stepId(what));
  const done = [...safe, CHOSEN, ...upgrades, ...byHand, SIGNED];
  expect(steps.map(({ id }) => id).filter((id) => !done.includes(id))).toEqual([]);
  const ids = plan.map(({ id }) => id);
  expect(done.filter((id) => !ids.includes(id))).toEqual([]);
}, 600_000);

const idOf = ({ fingerprint }: { readonly fingerprint: string }) => fingerprint;

/** Replaces a text that the file has once. Throws if it does not. */
function replace([path, was, is]: Replacement): void {
  const file = join(repository, path);
  const parts = readFileSync(file, 'utf8').split(was);
  if (parts.length !== 2) throw new Error(`${path} has ${was} ${parts.length - 1} times`);
  writeFileSync(file, parts.join(is));
}

/** Signs the image as the release workflow of the example would, and saves it with its signature. */
async function signImage(): Promise<void> {
  if (!sigstore) throw new Error('no Sigstore');
  const archive = join(repository, 'image.tar');
  const reference = `${registry?.host}/shop/webapp:1.4.3`;
  await run('skopeo', [
    ...['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false'],
    ...[`oci-archive:${archive}`, `docker://${reference}`],
  ]);
  const environment: Record<string, string> = {};
  for (const [name, pem] of Object.entries(sigstore.files)) {
    environment[name] = join(work, name);
    writeFileSync(join(work, name), pem);
  }
  const token = sigstore.token({
    issuer: 'https://token.actions.githubusercontent.com',
    subject: 'https://github.com/shop/webapp/.github/workflows/release.yml@refs/tags/v1.4.3',
    repository: 'https://github.com/shop/webapp',
    ref: 'refs/tags/v1.4.3',
  });
  const where = ['--fulcio-url', sigstore.url, '--rekor-url', sigstore.url];
  const http = '--allow-http-registry';
  await run(
    'cosign',
    ['sign', '--yes', http, ...where, '--identity-token', token, reference],
    work,
    environment,
  );
  await run('cosign', ['save', http, '--dir', join(work, 'layout'), reference], work, environment);
  rmSync(archive);
  await run('tar', ['-C', join(work, 'layout'), '-cf', archive, '.']);
  // The policy trusts the same identity; this Sigstore is not that of sigstore.dev.
  writeFileSync(join(repository, 'root.json'), sigstore.trustedRoot);
  replace([
    '.github/portside.yml',
    '- images: image.tar\n',
    '- images: image.tar\n    trusted-root: root.json\n',
  ]);
}

/** The JSON report of a check that ends with this status. */
async function reportOf(expected: number, ...args: readonly string[]): Promise<Report> {
  const { status, stdout, stderr } = await portside(
    'check',
    '--offline',
    '--format',
    'json',
    ...args,
  );
  if (status === expected) return JSON.parse(stdout);
  throw new Error(`portside check ended with ${status}:\n${stderr}`);
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line on the copy of the example. */
function portside(command: string, ...args: readonly string[]): Promise<Ended> {
  return execute(process.execPath, [CLI, command, repository, ...args], work, {});
}

/** Runs a program with the engine of this test. Throws its output if it fails. Asynchronous, because Sigstore runs here. */
async function run(
  program: string,
  args: readonly string[],
  cwd = work,
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { status, stdout, stderr } = await execute(program, args, cwd, {
    ...{ DOCKER_HOST: engine ?? '', BASES: 'keep', TAG: 'webapp-fix:1.4.2' },
    ...environment,
  });
  if (status !== 0)
    throw new Error(`${program} ended with ${status}:\n${`${stdout}${stderr}`.slice(-3000)}`);
}

function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const options = { cwd, env: { ...process.env, ...environment }, maxBuffer: 1 << 28 };
  return new Promise((done) => {
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      done({ status, stdout, stderr: error && status < 0 ? error.message : stderr });
    });
  });
}
