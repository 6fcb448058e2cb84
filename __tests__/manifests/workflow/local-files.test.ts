import { describe, expect, it } from '@jest/globals';
import { lintManifests } from '../../../src/manifests/lint.js';
import { manifestKind } from '../../../src/manifests/manifest-kind.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { concernsImages } from '../../../src/manifests/workflow/workflow.js';
import { NOW } from '../../now.js';
import { withDollars, workflow } from '../rule-cases.js';

const PATH = '.github/workflows/ci.yml';
const ACTION = '.github/actions/b/action.yml';
const NESTED = '.github/actions/c/action.yml';

type Files = Readonly<Record<string, string>>;

function composite(steps: string, head = ''): string {
  const lines = steps.split('\n').map((line) => `    ${line}`);
  return `${head}runs:\n  using: composite\n  steps:\n${lines.join('\n')}\n`;
}

/** What the rules find in the workflows of a repository, as `RULE file:line message`, and what is not followed. */
function lint(files: Files) {
  const texts = new Map(Object.entries(files).map(([path, text]) => [path, withDollars(text)]));
  const readFile = (path: string) => texts.get(path);
  const manifests = [...texts].flatMap(([path, text]) =>
    manifestKind(path, text) === 'workflow' ? readManifest(text, path, 'workflow', readFile) : [],
  );
  const limits = new Set<string>();
  return {
    limits,
    found: lintManifests(manifests, {
      now: NOW,
      onLimit: (path, reason) => limits.add(`${path} ${reason}`),
    }).map(
      ({ rule, location, message }) =>
        `${rule} ${location?.path}:${location?.startLine} ${message}`,
    ),
    notes: manifests.flatMap(({ notes }) => notes),
    missing: manifests.flatMap(({ missing }) => missing.map(({ what }) => what)),
    unreadable: manifests.flatMap(({ unreadable }) => unreadable.map(({ path }) => path)),
  };
}

const uses = (inputs: string, after = '') =>
  workflow(
    `- uses: ./.github/actions/b\n  id: b\n  with: { ${inputs} }${after}`,
    'pull_request_target',
  );
const TITLE = '"§{{ github.event.pull_request.title }}"';

describe('steps of an action of the repository', () => {
  it.each<{ what: string; steps: string; head?: string; caller?: string; found: string }>([
    {
      what: 'an action that is not pinned',
      steps: '- uses: acme/docker@main',
      found: `GHA-PIN ${ACTION}:4 acme/docker@main can change: main is not a commit (used by ci.yml)`,
    },
    {
      what: 'an input that anyone chooses, in a script',
      steps: '- run: docker build . && echo §{{ inputs.T }}',
      caller: uses(`t: ${TITLE}`),
      found: `GHA-INJECT ${ACTION}:4 Anyone can put commands into the script of job build of ci.yml by github.event.pull_request.title`,
    },
    {
      what: 'a variable of the step that uses it',
      steps: '- run: docker build . && echo §{{ env.T }}',
      caller: uses('a: 1', `\n  env: { T: ${TITLE} }`),
      found: `GHA-INJECT ${ACTION}:4 Anyone can put commands into the script of job build of ci.yml by github.event.pull_request.title`,
    },
    {
      what: 'its output, in a script of the job',
      steps: '- id: w\n  run: docker build . && echo "v=§{{ inputs.t }}" >> $GITHUB_OUTPUT',
      head: 'outputs: { o: { value: "§{{ steps.w.outputs.v }}" } }\n',
      caller: uses(`t: ${TITLE}`, '\n- run: echo §{{ steps.b.outputs.o }}'),
      found: `GHA-INJECT ${PATH}:10 Anyone can put commands into the script of job build by github.event.pull_request.title`,
    },
    {
      what: 'the code of a pull request',
      steps:
        '- uses: actions/checkout@v6\n  with: { ref: "§{{ inputs.t }}" }\n- run: docker build .',
      caller: uses('t: "§{{ github.event.pull_request.head.sha }}"'),
      found: `GHA-HEAD ${ACTION}:5 Job build of ci.yml runs on pull_request_target with the code of the pull request`,
    },
    {
      what: 'a secret as an argument',
      steps: '- run: docker build --build-arg T=$T .\n  env: { T: "§{{ inputs.t }}" }',
      caller: uses('t: "§{{ secrets.DEPLOY }}"'),
      found: `GHA-BUILDARG ${ACTION}:4 Job build of ci.yml gives secrets.deploy to the build as an argument`,
    },
    {
      what: 'the token as the default of an input',
      steps: '- run: docker build --build-arg T=§{{ inputs.t }} .',
      head: 'inputs: { t: { default: "§{{ github.token }}" } }\n',
      found: `GHA-BUILDARG ${ACTION}:5 Job build of ci.yml gives github.token to the build as an argument`,
    },
    {
      what: 'the token in the folder that is built',
      steps: '- uses: actions/checkout@v5\n- run: docker build .',
      found: `GHA-CREDENTIALS ${ACTION}:4 The token of job build of ci.yml is in .git/config when the image is built`,
    },
  ])('are checked: $what', ({ steps, head = '', caller = uses('a: 1'), found }) => {
    expect(lint({ [PATH]: caller, [ACTION]: composite(steps, head) }).found).toContain(found);
  });

  it.each<{ what: string; runs: string; found: string }>([
    {
      what: 'its image',
      runs: 'using: docker\n  image: docker://acme/x:1',
      found: `GHA-PIN ${ACTION}:3 docker://acme/x:1 can change: it has no version (used by ci.yml)`,
    },
    {
      what: 'a script in its arguments',
      runs: "using: docker\n  image: Dockerfile\n  args: ['sh', '-c', 'echo §{{ inputs.t }}']",
      found: `GHA-INJECT ${ACTION}:4 Anyone can put commands into the script of job build of ci.yml by github.event.pull_request.title`,
    },
  ])('are checked for an action that runs in a container: $what', ({ runs, found }) => {
    const files = { [PATH]: uses(`t: ${TITLE}`), [ACTION]: `runs:\n  ${runs}\n` };
    expect(lint(files).found).toContain(found);
  });

  it('name inputs in any case', () => {
    const head = '"§{{ github.event.pull_request.head.sha }}"';
    const { found } = lint({
      [PATH]: uses('a: 1'),
      [ACTION]: composite(
        `- uses: actions/checkout@v6\n  with: { Ref: ${head}, persist-credentials: false }\n- uses: docker/build-push-action@v6\n  with: { Build-Args: "T=§{{ secrets.X }}" }`,
      ),
    });
    const rules = found.map((one) => one.split(' ', 1)[0]);
    expect(rules).toContain('GHA-HEAD');
    expect(rules).toContain('GHA-BUILDARG');
  });

  it('are not reported where the step that uses the action is guarded', () => {
    const condition = "github.event.pull_request.head.repo.full_name == 'acme/app'";
    const steps =
      '- uses: actions/checkout@v6\n  with: { ref: refs/pull/1/merge }\n- run: docker build .';
    const { found } = lint({
      [PATH]: uses('a: 1', `\n  if: ${condition}`),
      [ACTION]: composite(steps),
    });
    expect(found.filter((one) => one.startsWith('GHA-HEAD'))).toEqual([]);
  });

  it('do not see the inputs and the steps of the workflow', () => {
    const { found } = lint({
      [PATH]: uses('a: 1', `\n- id: w\n  run: echo "v="${TITLE} >> $GITHUB_OUTPUT`),
      [ACTION]: composite('- run: docker build . && echo §{{ steps.w.outputs.v }} §{{ inputs.t }}'),
    });
    expect(found.filter((one) => one.includes(`GHA-INJECT ${ACTION}`))).toEqual([]);
  });

  it('are followed over actions that use actions, one finding for all that use them', () => {
    const { found } = lint({
      [PATH]: uses('t: "§{{ secrets.A }}"'),
      '.github/workflows/other.yml': uses('t: "§{{ secrets.A }}"'),
      [ACTION]: composite('- uses: ./.github/actions/c\n  with: { k: "§{{ inputs.t }}" }'),
      [NESTED]: composite(
        '- uses: docker/build-push-action@v6\n  with: { build-args: "A=§{{ inputs.k }}" }',
      ),
    });
    expect(found.filter((one) => one.includes('GHA-BUILDARG'))).toEqual([
      `GHA-BUILDARG ${NESTED}:5 Job build of ci.yml gives secrets.a to the build as an argument`,
    ]);
  });

  it('are suppressed by a comment in the action', () => {
    const steps = '- run: docker build .\n- uses: a/b@main # portside ignore=GHA-PIN reason=ours';
    const { found } = lint({ [PATH]: uses('a: 1'), [ACTION]: composite(steps) });
    expect(found).toEqual([]);
  });
});

describe('what is not followed is said', () => {
  const build = '- run: docker build .';
  it('for an action that is missing', () => {
    expect(lint({ [PATH]: workflow(`- uses: ./x\n${build}`) }).missing).toEqual([
      'the action ./x (line 7)',
    ]);
  });

  it('for an action that is not valid YAML', () => {
    const { unreadable } = lint({ [PATH]: workflow(`- uses: ./\n${build}`), 'action.yml': 'a: {' });
    expect(unreadable).toEqual(['action.yml']);
  });

  it('but not for an action of a repository that the job checks out', () => {
    const checkout = (inputs: string) =>
      `- uses: actions/checkout@v6\n  with: { path: x${inputs} }`;
    const files = {
      [PATH]: workflow(`${checkout('')}\n- uses: ./x/.github/actions/b\n${build}`),
      '.github/workflows/far.yml': workflow(
        `${checkout(', repository: acme/far')}\n- uses: ./x/a\n${build}`,
      ),
      [ACTION]: composite('- uses: acme/docker@main'),
    };
    const { found, missing } = lint(files);
    expect(missing).toEqual([]);
    expect(found.filter((one) => one.includes('acme'))).toEqual([
      `GHA-PIN ${ACTION}:4 acme/docker@main can change: main is not a commit (used by ci.yml)`,
    ]);
  });

  it('for actions in a circle', () => {
    const { notes } = lint({
      [PATH]: uses('a: 1'),
      [ACTION]: composite(`${build}\n- uses: ./.github/actions/c`),
      [NESTED]: composite('- uses: ./.github/actions/b'),
    });
    expect(notes).toEqual([`${ACTION} uses itself, which is not followed`]);
  });

  it('for actions that use each other too deep', () => {
    const chain = Array.from({ length: 12 }, (_, index) => [
      `.github/actions/a${index}/action.yml`,
      composite(`- uses: ./.github/actions/a${index + 1}`),
    ]);
    const { notes } = lint({
      ...Object.fromEntries(chain),
      [PATH]: workflow(`- uses: ./.github/actions/a0\n${build}`),
    });
    expect(notes).toEqual([
      '.github/actions/a10/action.yml is used more than 10 actions deep, which is not followed',
    ]);
  });

  it('for a value that is made of many', () => {
    const env = Array.from({ length: 600 }, (_, index) => `A${index}: "§{{ env.A${index + 1} }}"`);
    const { limits } = lint({
      [PATH]: `env: { ${env.join(', ')} }\n${workflow('- run: docker build §{{ env.A0 }}')}`,
    });
    expect([...limits]).toEqual([
      `${PATH} A value is made of more than 500 others, which were not all followed`,
    ]);
  });

  it('for a workflow that is called in many ways', () => {
    const calls = Array.from(
      { length: 60 },
      (_, index) => `  a${index}: { uses: ./.github/workflows/x.yml }`,
    );
    const { limits } = lint({
      [PATH]: `on: pull_request_target\njobs:\n${calls.join('\n')}\n`,
      '.github/workflows/x.yml': workflow('- run: docker build .', 'workflow_call'),
    });
    expect([...limits]).toEqual([
      '.github/workflows/x.yml It is called in more than 50 ways, which were not all checked',
    ]);
  });

  it('for actions that multiply, in bounded time', () => {
    const level = (index: number) =>
      composite(
        Array.from({ length: 100 }, () => `- uses: ./.github/actions/a${index}`).join('\n'),
      );
    const files = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `.github/actions/a${index}/action.yml`,
        level(index + 1),
      ]),
    );
    const caller = workflow(`- uses: ./.github/actions/a0\n${build}`);
    const { notes } = lint({ ...files, [PATH]: caller });
    expect(notes).toContain(
      'It has more than 5,000 steps with those of its actions, and only the first of them were checked. Split it',
    );
  });
});

describe('a workflow that only uses files of the repository', () => {
  const builds = composite('- run: docker build .');
  const call = (path: string) =>
    `on: push\npermissions: {}\njobs:\n  a: { uses: ./.github/workflows/${path} }\n`;

  it.each<[string, Files]>([
    ['an action that builds', { [ACTION]: builds }],
    [
      'an action that uses one that builds',
      { [ACTION]: composite('- uses: ./.github/actions/c'), [NESTED]: builds },
    ],
  ])('is checked if it uses %s', (_, files) => {
    const readFile = (path: string) => files[path];
    expect(concernsImages(uses('a: 1'), readFile)).toBe(true);
  });

  it('is checked if it calls a workflow that builds, and not otherwise', () => {
    const files: Files = {
      '.github/workflows/x.yml': workflow('- run: docker build .', 'workflow_call'),
      '.github/workflows/y.yml': workflow('- run: make', 'workflow_call'),
    };
    const readFile = (path: string) => files[path];
    expect(concernsImages(call('x.yml'), readFile)).toBe(true);
    expect(concernsImages(call('y.yml'), readFile)).toBe(false);
  });

  it.each([
    ['permissions: {}\n', []],
    ['', ['GHA-TOKEN .github/workflows/ci.yml:3 Nothing limits the token of job a']],
  ])('has an unlimited token only if the called workflow has: %j', (permissions, found) => {
    const called = `on: workflow_call\n${permissions}jobs:\n  b: { runs-on: x, steps: [{ run: docker build . }] }\n`;
    const files = {
      [PATH]: 'on: push\njobs:\n  a: { uses: ./.github/workflows/x.yml }\n',
      '.github/workflows/x.yml': called,
    };
    expect(lint(files).found).toEqual(found);
  });
});
