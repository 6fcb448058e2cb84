import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Host } from '../../core/host.js';
import { discover } from '../../discover/discover.js';
import { lintDockerfile } from '../../dockerfile/lint.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import InvalidDefaultArgInFrom from '../../dockerfile/rules/InvalidDefaultArgInFrom.js';
import { PortsideError } from '../../lib/errors.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { readRegularFile } from '../../lib/regular-file.js';
import type { Options } from '../../options/options.js';
import { POLICY_FILES } from '../../policy/effective-policy.js';
import { sanitize } from '../../reports/escape.js';
import { gitIn } from '../../repository/git.js';
import { trackedFiles } from '../../repository/tracked.js';
import { singleArgument } from './arguments.js';

const POLICY_PATH = POLICY_FILES[0] ?? '.github/portside.yml';
/** A larger file is not built. */
const MAX_BYTES = 1 << 20;
/** The Action. A release has the account that hosts it instead of OWNER. */
const ACTION: string = 'OWNER/portside@v1';
const WORKFLOW_PATH = '.github/workflows/portside.yml';

/**
 * `portside init [PATH]`: writes a policy and a workflow for the repository, asks nothing, and keeps files that exist.
 * Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const root = singleArgument(options, 'init', '.');
  const found = await discover(root, undefined, await trackedFiles(root, host));
  const dockerfile = mainDockerfile(root, found.dockerfiles, options.now);
  const branch = await defaultBranch(root, host);
  const policy = found.policy ?? POLICY_PATH;
  const created = {
    policy: found.policy === undefined && (await create(root, POLICY_PATH, POLICY)),
    workflow: await create(root, WORKFLOW_PATH, workflow(branch, dockerfile)),
  };
  const lines = [
    `${created.policy ? 'created' : 'kept   '} ${policy}`,
    `${created.workflow ? 'created' : 'kept   '} ${WORKFLOW_PATH}`,
    '',
    ...(created.workflow ? [buildSentence(dockerfile)] : []),
    ...(created.policy || created.workflow
      ? ['Commit what was created and open a pull request.']
      : ['Nothing was written: both files exist.']),
    ...(ACTION.startsWith('OWNER/') ? ownerSentence(created) : []),
    ...(created.workflow && ACTION.startsWith('OWNER/')
      ? ['Until the first release, write the commit of your fork instead of v1.']
      : []),
    `To see the result now, run: portside check ${root}`,
  ];
  process.stdout.write(lines.map((line) => `${sanitize(line)}\n`).join(''));
  return 0;
}

/** Names each created file with the placeholder; empty if none was created. */
function ownerSentence(created: {
  readonly policy: boolean;
  readonly workflow: boolean;
}): string[] {
  const files = [
    ...(created.workflow ? [WORKFLOW_PATH] : []),
    ...(created.policy ? [POLICY_PATH] : []),
  ];
  if (files.length === 0) return [];
  return [
    `Before that, replace OWNER in ${files.join(' and ')} by the account that hosts Portside.`,
  ];
}

function buildSentence(dockerfile: string | undefined): string {
  return dockerfile === undefined
    ? 'The workflow builds no image. To scan one, build it in a step and name it in the input "image".'
    : `The workflow builds ${dockerfile} and checks the image.`;
}

/** The Dockerfile at the root, else the only one; undefined if the image to build is not clear. */
function mainDockerfile(root: string, paths: readonly string[], now: Date): string | undefined {
  const path = paths.includes('Dockerfile')
    ? 'Dockerfile'
    : paths.length === 1
      ? paths[0]
      : undefined;
  // The path becomes part of a command of the workflow.
  return path !== undefined && /^[\w./-]+$/.test(path) && buildsAlone(root, path, now)
    ? path
    : undefined;
}

/** Whether `docker build` needs no argument: the names of all base images are valid without one. */
function buildsAlone(root: string, path: string, now: Date): boolean {
  if (escapesViaSymlink(root, path)) return false;
  try {
    const text = readRegularFile(join(root, path), MAX_BYTES).toString('utf8');
    const dockerfile = parseDockerfile(path, text);
    const findings = lintDockerfile(dockerfile, { now }, { rules: [InvalidDefaultArgInFrom] });
    return dockerfile.stages.length > 0 && findings.length === 0;
  } catch {
    return false;
  }
}

/** The branch that `origin` has checked out, else the current one, else main. */
async function defaultBranch(root: string, host: Host): Promise<string> {
  const git = await gitIn(root, host);
  for (const ref of ['refs/remotes/origin/HEAD', 'HEAD']) {
    const answer = await git?.(['symbolic-ref', '--short', ref]).catch(() => undefined);
    const name = (answer?.toString('utf8') ?? '').trim().replace(/^origin\//, '');
    if (/^[\w./-]{1,100}$/.test(name)) return name;
  }
  return 'main';
}

/** Creates a file unless it exists. Returns whether it was created. Throws PortsideError if it cannot be written. */
async function create(root: string, path: string, text: string): Promise<boolean> {
  if (['.github', posix.dirname(path), path].some((part) => escapesViaSymlink(root, part)))
    throw new PortsideError(
      'PSE1010',
      `Cannot write ${path}: a symbolic link leads out of ${root}`,
    );
  try {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new PortsideError('PSE1010', `Cannot write ${path}`, 'Check the permissions', error);
  }
  return true;
}

const POLICY = `# The policy of Portside. All keys: https://github.com/OWNER/portside/blob/main/docs/policy.md
# A pull request fails for what it adds: findings at high or above that can be fixed, secrets and malware.
extends: recommended

# Rules that are right and that few act on, such as versions that are not pinned, are left out. To see them:
# rule-set: all

# The registries that base images may come from:
# registries: [docker.io/library, ghcr.io/acme]

# Findings that you accept, each with its reason and its last day:
# exceptions:
#   - { rule: CVE-2024-1234, package: openssl, reason: not reachable, until: 2099-12-31 }
`;

function workflow(branch: string, dockerfile: string | undefined): string {
  const folder = dockerfile === undefined ? '.' : posix.dirname(dockerfile);
  const file = dockerfile === undefined || dockerfile === 'Dockerfile' ? '' : ` -f ${dockerfile}`;
  const build =
    dockerfile === undefined ? [] : [`      - run: docker build -t app:ci${file} ${folder}`];
  const image = dockerfile === undefined ? [] : ['        with:', '          image: app:ci'];
  return [
    'name: portside',
    'on:',
    '  pull_request:',
    `  push: { branches: [${JSON.stringify(branch)}] }`,
    'permissions: {}',
    '# A new commit of a pull request ends the run of the one before. Every push stores its result.',
    'concurrency:',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions
    '  group: portside-${{ github.ref }}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: GitHub's expressions
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    'jobs:',
    '  portside:',
    '    runs-on: ubuntu-24.04',
    '    timeout-minutes: 30',
    '    permissions:',
    '      actions: read # which run wrote the baseline',
    '      contents: read',
    '      pull-requests: write # comment and review',
    '      security-events: write # code scanning',
    '    steps:',
    '      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
    '        with: { persist-credentials: false }',
    ...build,
    `      - uses: ${ACTION}`,
    ...image,
    '',
  ].join('\n');
}
