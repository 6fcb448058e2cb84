import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Host } from '../../core/host.js';
import { type Discovery, discover } from '../../discover/discover.js';
import { PortsideError } from '../../lib/errors.js';
import { escapesViaSymlink } from '../../lib/paths.js';
import { listFirst } from '../../lib/text.js';
import type { Options } from '../../options/options.js';
import { PACKAGE_FOLDER, RELEASE_COMMIT, VERSION } from '../../options/version.js';
import { POLICY_FILES } from '../../policy/effective-policy.js';
import { sanitize } from '../../reports/escape.js';
import { gitIn } from '../../repository/git.js';
import { trackedFiles } from '../../repository/tracked.js';
import { type ImageBuilds, imageBuilds } from '../init/image-builds.js';
import { knownTools } from '../init/known-tools.js';
import { singleArgument } from './arguments.js';

const POLICY_PATH = POLICY_FILES[0] ?? '.github/portside.yml';
/** The Action. A release has the account that hosts it instead of OWNER. */
const ACTION: string = 'OWNER/portside';
const WORKFLOW_PATH = '.github/workflows/portside.yml';

/**
 * `portside init [PATH]`: writes a policy and a workflow for the repository, asks nothing, and keeps files that exist.
 * Writes nothing where there is nothing to check. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const root = singleArgument(options, 'init', '.');
  const found = await discover(root, undefined, await trackedFiles(root, host));
  const lines = isNothingToCheck(found)
    ? [
        'Nothing to check: the repository has no Dockerfile, manifest or workflow about images.',
        'Nothing was written.',
      ]
    : await writeFiles(root, found, { host, now: options.now });
  process.stdout.write(lines.map((line) => `${sanitize(line)}\n`).join(''));
  return 0;
}

function isNothingToCheck(found: Discovery): boolean {
  const { dockerfiles, manifests, otherWorkflows, bakeFiles = [] } = found;
  return dockerfiles.length + bakeFiles.length + manifests.length === otherWorkflows.length;
}

/** Returns what it did, and what to do next. */
async function writeFiles(
  root: string,
  found: Discovery,
  { host, now }: { readonly host: Host; readonly now: Date },
): Promise<string[]> {
  const builds = imageBuilds(root, found, now);
  const branch = await defaultBranch(root, host);
  const commit = await ownCommit(host);
  const created = {
    policy: found.policy === undefined && (await create(root, POLICY_PATH, POLICY)),
    workflow: await create(root, WORKFLOW_PATH, workflow(branch, builds, commit)),
  };
  const isUnnamed = ACTION.startsWith('OWNER/');
  const tools = created.workflow ? knownTools(root, found) : [];
  return [
    `${created.policy ? 'created' : 'kept   '} ${found.policy ?? POLICY_PATH}`,
    `${created.workflow ? 'created' : 'kept   '} ${WORKFLOW_PATH}`,
    '',
    ...(created.workflow ? buildSentences(builds) : []),
    ...tools,
    ...(created.policy || created.workflow
      ? ['Commit what was created and open a pull request.']
      : ['Nothing was written: both files exist.']),
    ...(isUnnamed ? ownerSentence(created) : []),
    ...(created.workflow && commit === undefined
      ? [
          `In ${WORKFLOW_PATH}, write the commit of the release, or of your fork, instead of the zeros.`,
        ]
      : []),
    `To see the result now, run: portside check ${root}`,
  ];
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

/** Dockerfiles that a sentence names. */
const MAX_NAMED = 5;

function buildSentences({ sources, images, left }: ImageBuilds): string[] {
  const what = images.length === 1 ? 'the image' : `${images.length} images`;
  const others = listFirst(left, MAX_NAMED, (path) => path);
  return [
    images.length === 0
      ? 'The workflow builds no image. To scan one, build it in a step and name it in the input "image".'
      : `The workflow builds ${sources.join(', ')} and checks ${what}.`,
    ...(others === ''
      ? []
      : [`It does not build ${others}: add a step for each image that you want scanned.`]),
  ];
}

/** The commit of this release, or of the checkout that runs; undefined for a copy without Git. */
async function ownCommit(host: Host): Promise<string | undefined> {
  if (RELEASE_COMMIT !== undefined) return RELEASE_COMMIT;
  // A copy in a folder of another repository does not have the commit of that one.
  if (PACKAGE_FOLDER === undefined || !existsSync(join(PACKAGE_FOLDER, '.git'))) return undefined;
  const git = await gitIn(PACKAGE_FOLDER, host);
  const commit = (await git?.(['rev-parse', 'HEAD']))?.toString('utf8').trim() ?? '';
  return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}

/** No commit: GitHub refuses it, where a tag would run whatever it is moved to. */
const UNKNOWN_COMMIT = '0'.repeat(40);

/** The usual names of the default branch, as the remote and the clone have them. */
const USUAL = ['main', 'master'].flatMap((name) => [
  `refs/remotes/origin/${name}`,
  `refs/heads/${name}`,
]);

/** The branch that `origin` has checked out, else the one with a usual name, else the current one, else main. */
async function defaultBranch(root: string, host: Host): Promise<string> {
  const git = await gitIn(root, host);
  const ask = async (...words: string[]) => {
    const answer = await git?.(words).catch(() => undefined);
    const name = (answer?.toString('utf8') ?? '').trim().replace(/^(?:origin|heads)\//, '');
    return /^[\w./-]{1,100}$/.test(name) ? name : undefined;
  };
  const ofRemote = await ask('symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  if (ofRemote !== undefined) return ofRemote;
  for (const ref of USUAL)
    if ((await ask('rev-parse', '--verify', '--quiet', ref)) !== undefined)
      return ref.slice(ref.lastIndexOf('/') + 1);
  return (await ask('symbolic-ref', '--short', 'HEAD')) ?? 'main';
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

function workflow(
  branch: string,
  { commands, images }: ImageBuilds,
  commit: string = UNKNOWN_COMMIT,
): string {
  const build = commands.map((command) => `      - run: ${command}`);
  const [only] = images;
  const image =
    images.length === 1
      ? ['        with:', `          image: ${only}`]
      : ['        with:', '          image: |', ...images.map((one) => `            ${one}`)];
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
    `      - uses: ${ACTION}@${commit} # v${VERSION}`,
    ...(images.length === 0 ? [] : image),
    '',
  ].join('\n');
}
