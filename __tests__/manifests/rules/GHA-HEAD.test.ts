import { describe, expect, it } from '@jest/globals';
import { lintManifest, lintManifests } from '../../../src/manifests/lint.js';
import { readManifest } from '../../../src/manifests/read-manifest.js';
import { NOW } from '../../now.js';
import { testRule, withDollars, workflow } from '../rule-cases.js';

const RUN = '{ workflow_run: { workflows: [a] } }';
const OWN = 'github.event.pull_request.head.repo.full_name == github.repository';
const TRUSTED = [
  ['pull_request_target', 'github.event.pull_request.head.repo.full_name == github.repository'],
  ['pull_request_target', '§{{ !github.event.pull_request.head.repo.fork }}'],
  ['pull_request_target', 'github.event.pull_request.head.repo.fork == false && !cancelled()'],
  ['pull_request_target', "'Acme' == github.event.pull_request.head.repo.owner.login"],
  ['pull_request_target', "github.event.pull_request.user.login == 'renovate[bot]'"],
  ['pull_request_target', 'always() && (github.event.pull_request.merged)'],
  ['{ push: , pull_request_target: }', "github.event_name != 'pull_request_target'"],
  ['{ push: , pull_request_target: }', "github.event_name == 'push'"],
  [
    RUN,
    "github.event.workflow_run.conclusion == 'success' && github.event.workflow_run.event == 'push'",
  ],
  [RUN, "github.event.workflow_run.event != 'pull_request'"],
  [RUN, 'github.event.workflow_run.head_repository.full_name == github.repository'],
  [
    RUN,
    "github.event.workflow_run.event == 'push' || github.event.workflow_run.event == 'schedule'",
  ],
] as const;
const UNTRUSTED = [
  // An owner of a fork is its actor; any fork can have a branch of this name; one way of two is enough.
  ['pull_request_target', 'github.event.pull_request.head.repo.owner.login == github.actor'],
  ['pull_request_target', 'github.event.pull_request.head.repo.fork'],
  ['pull_request_target', 'github.event.pull_request.head.repo.full_name != github.repository'],
  ['{ pull_request_target: { types: [labeled] } }', "github.event.label.name == 'safe to test'"],
  ['pull_request_target', 'github.event.pull_request.merged || true'],
  [RUN, "github.event.workflow_run.head_branch == 'main'"],
  [RUN, "github.event.workflow_run.event == 'pull_request'"],
  [
    RUN,
    "github.event.workflow_run.event == 'push' || github.event.workflow_run.conclusion == 'success'",
  ],
  [RUN, "!(github.event.workflow_run.event == 'push')"],
] as const;

function guarded(on: string, condition: string): string {
  const steps = '- uses: actions/checkout@v6\n  with: { ref: refs/pull/1/merge }';
  return withDollars(
    workflow(steps, on).replace('  build:', `  build:\n    if: ${quoted(condition)}`),
  );
}

/** As YAML: a plain text must not start with an exclamation mark. */
function quoted(condition: string): string {
  return JSON.stringify(condition);
}

function checkout(ref: string, on: string, inputs = ''): string {
  return workflow(
    `- uses: actions/checkout@${ref}\n  with: { ref: refs/pull/1/merge${inputs} }`,
    on,
  );
}

/** A script with R, the repository of the pull request. */
function withVariable(script: string): string {
  const repository = '§{{ github.event.pull_request.head.repo.full_name }}';
  return withDollars(
    workflow(`- run: ${script}\n  env: { R: "${repository}" }`, 'pull_request_target'),
  );
}

function artifact(inputs: string, script: string): string {
  const steps = `- uses: actions/download-artifact@v5\n  with: { run-id: "§{{ github.event.workflow_run.id }}"${inputs} }\n- run: ${script}`;
  return withDollars(workflow(steps, RUN));
}

testRule('GHA-HEAD', [
  [
    withDollars(
      workflow(
        '- uses: actions/checkout@v6\n  with: { ref: "§{{ github.event.pull_request.head.sha }}" }',
        'pull_request_target',
      ),
    ),
    [withDollars('"§{{ github.event.pull_request.head.sha }}"')],
  ],
  [
    withDollars(
      workflow(
        '- uses: actions/checkout@v6\n  with: { ref: "§{{ github.event.workflow_run.head_branch }}" }',
        RUN,
      ),
    ),
    [withDollars('"§{{ github.event.workflow_run.head_branch }}"')],
  ],
  [
    workflow('- run: gh pr checkout 1 && docker build .', 'issue_comment'),
    ['gh pr checkout 1 && docker build .'],
  ],
  [workflow('- uses: actions/checkout@v6', 'pull_request_target'), []],
  [
    withDollars(
      workflow(
        '- uses: actions/checkout@v6\n  with: { ref: "§{{ github.head_ref }}" }',
        'pull_request',
      ),
    ),
    [],
  ],
  // The condition of the job lets only code of the repository, or of a named account, through.
  ...TRUSTED.map(([event, condition]) => [guarded(event, condition), []] as const),
  ...UNTRUSTED.map(
    ([event, condition]) => [guarded(event, condition), [`refs/pull/1/merge`]] as const,
  ),
  // The condition of the step.
  [
    workflow(
      "- if: github.event_name == 'push'\n  run: gh pr checkout 1 && docker build .",
      '[push, issue_comment]',
    ),
    [],
  ],
  // The value is empty on the privileged event.
  [
    withDollars(
      workflow(
        '- uses: actions/checkout@v6\n  with: { ref: "§{{ github.head_ref }}" }',
        '{ pull_request: , workflow_run: { workflows: [a] } }',
      ),
    ),
    [],
  ],
  // actions/checkout refuses the code of forks since v7, unless told otherwise; it does not on issue_comment.
  [checkout('v7', 'pull_request_target'), []],
  // A comment says any version behind any commit.
  [checkout(`${'a'.repeat(40)} # v7.0.1`, 'pull_request_target'), ['refs/pull/1/merge']],
  [checkout('v7', 'pull_request_target', ', allow-unsafe-pr-checkout: false'), []],
  [
    checkout('v7', 'pull_request_target', ', allow-unsafe-pr-checkout: true'),
    ['refs/pull/1/merge'],
  ],
  [checkout('v7', 'issue_comment'), ['refs/pull/1/merge']],
  [checkout(`${'a'.repeat(40)} # v4.2.7`, 'pull_request_target'), ['refs/pull/1/merge']],
  [checkout('a'.repeat(40), 'pull_request_target'), ['refs/pull/1/merge']],
  // The context of a build, a clone over a variable, and the output of another job.
  [
    withDollars(
      workflow(
        '- uses: docker/build-push-action@v6\n  with:\n    context: https://x/§{{ github.event.pull_request.head.repo.full_name }}.git',
        'pull_request_target',
      ),
    ),
    [withDollars('https://x/§{{ github.event.pull_request.head.repo.full_name }}.git')],
  ],
  ...['git clone https://x/$R r; docker build r', 'docker build https://x/$R.git'].map(
    (script) => [withVariable(script), [script]] as const,
  ),
  ...['git checkout -b pr-$R', 'docker build -t $R . '].map(
    (script) => [withVariable(script), []] as const,
  ),
  [
    withDollars(
      `${workflow('- uses: actions/checkout@v6\n  with: { ref: "§{{ needs.a.outputs.t }}" }', 'pull_request_target')}  a:\n    outputs: { t: "§{{ github.head_ref }}" }\n`,
    ),
    [withDollars('"§{{ needs.a.outputs.t }}"')],
  ],
  // An artifact of the run of a pull request, over the files that are built, or in a folder of its own.
  ...['', ', path: .', ', path: "§{{ github.workspace }}"'].map(
    (path) => [artifact(path, 'docker build .'), ['actions/download-artifact@v5']] as const,
  ),
  [artifact(', path: out', 'docker build .'), []],
  [artifact('', 'docker load < image.tar'), []],
]);

describe('GHA-HEAD in a reusable workflow', () => {
  const path = '.github/workflows/build.yml';
  const called = withDollars(
    workflow(
      '- uses: actions/checkout@v6\n  with: { ref: "§{{ inputs.ref }}" }\n- run: docker build .',
      '{ workflow_call: { inputs: { ref: { type: string } } } }',
    ),
  );
  const caller = (on: string, ref: string, condition = 'true') =>
    withDollars(
      `on: ${on}\njobs:\n  call:\n    if: ${condition}\n    uses: ./${path}\n    with: { ref: "§{{ ${ref} }}" }\n`,
    );
  const head = 'github.event.pull_request.head.sha';

  it.each([
    ['marks the code that a privileged caller names', caller('pull_request_target', head), 1],
    ['marks nothing for another caller', caller('pull_request', head), 0],
    ['marks nothing for other code', caller('pull_request_target', 'github.sha'), 0],
    ['marks nothing behind a condition', caller('pull_request_target', head, OWN), 0],
  ])('%s', (_, text, count) => {
    const manifests = [
      readManifest(called, path, 'workflow'),
      readManifest(text, '.github/workflows/caller.yml', 'workflow'),
    ];
    const found = lintManifests(manifests, { now: NOW }).filter(({ rule }) => rule === 'GHA-HEAD');
    expect(found.map((finding) => finding.location?.path)).toEqual(Array(count).fill(path));
  });
});

describe('GHA-HEAD where a member of the project starts the workflow', () => {
  const asks = 'acme/get-team-membership@v1';
  const member = "steps.m.outputs.isMember == 'true'";
  const one = (condition: string, uses = asks) =>
    `on: issue_comment\njobs:\n  a:\n    runs-on: x\n    steps:\n      - { id: m, uses: ${uses} }\n      - if: ${condition}\n        run: gh pr checkout 1 && docker build .\n`;
  const two = (output: string, condition: string) =>
    `on: issue_comment\njobs:\n  a:\n    runs-on: x\n    outputs: { ok: "§{{ ${output} }}" }\n    steps: [{ id: m, uses: ${asks} }]\n  b:\n    needs: a\n    if: ${condition}\n    runs-on: x\n    steps: [{ run: gh pr checkout 1 && docker build . }]\n`;
  const association = 'github.event.comment.author_association';

  it.each([
    ['a step', one(member), 'medium'],
    ['a step that asks for something else', one(member, 'acme/parse-comment@v1'), 'high'],
    ['what GitHub says', one(`${association} == 'OWNER'`), 'medium'],
    ['a list', one(`contains(fromJSON('["OWNER", "MEMBER"]'), ${association})`), 'medium'],
    ['a list with anyone', one(`contains(fromJSON('["OWNER", "NONE"]'), ${association})`), 'high'],
    [
      'a list that is no JSON',
      one(`"contains(fromJSON('[OWNER'), ${association}) || true"`),
      'high',
    ],
    ['a job that is needed', two(`true && ${member}`, "needs.a.outputs.ok == 'true'"), 'medium'],
    [
      'another output of a job',
      two('github.event.comment.body', "needs.a.outputs.ok == 'true'"),
      'high',
    ],
  ])('is less severe: by %s', (_, text, severity) => {
    const manifest = readManifest(withDollars(text), '.github/workflows/a.yml', 'workflow');
    const found = lintManifests([manifest], { now: NOW }).filter(({ rule }) => rule === 'GHA-HEAD');
    expect(found.map((finding) => finding.severity)).toEqual([severity]);
  });
});

it('a workflow that has nothing to do with images is checked for a takeover, and for nothing else', () => {
  const text = `on: pull_request_target
jobs:
  a:
    runs-on: self-hosted
    steps:
      - uses: actions/checkout@main
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: echo "\${{ github.event.pull_request.title }}"
`;
  const manifest = readManifest(text, '.github/workflows/labels.yml', 'workflow');
  const rules = lintManifest(manifest, { now: NOW }).map(({ rule }) => rule);
  expect(new Set(rules)).toEqual(new Set(['GHA-HEAD', 'GHA-INJECT']));
});
