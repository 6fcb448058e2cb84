import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { testRule, withDollars, workflow as workflowOn } from '../rule-cases.js';

const workflow = (steps: string) =>
  workflowOn(steps, '[issues, issue_comment, pull_request, push, workflow_run]');

/** A workflow with a step that runs a script with T, and one that puts its output `t` into a script. */
function withOutput(script: string): string {
  return withDollars(
    workflow(
      `- id: x\n  env: { T: "§{{ github.head_ref }}" }\n  run: '${script}'\n- run: docker build §{{ steps.x.outputs.t }}`,
    ),
  );
}

testRule('GHA-INJECT', [
  // No event that starts it has the value.
  [withDollars(workflowOn('- run: echo "§{{ github.event.issue.title }}"', '[push]')), []],
  [withDollars(workflowOn('- run: echo "§{{ github.head_ref }}"', '[push, schedule]')), []],
  [
    withDollars(workflowOn('- run: echo "§{{ github.event.head_commit.message }}"', '[push]')),
    ['run'],
  ],
  [
    withDollars(workflowOn('- run: echo "§{{ github.event.issue.title }}"', '[workflow_call]')),
    ['run'],
  ],
  [withDollars(workflow('- run: echo "§{{ github.event.issue.title }}"')), ['run']],
  [withDollars(workflow("- run: echo §{{ format('{0}', github.head_ref) }}")), ['run']],
  [withDollars(workflow("- run: echo §{{ github['head_ref'] || 'main' }}")), ['run']],
  [withDollars(workflow('- run: echo §{{ toJSON(github.event) }}')), ['run']],
  [
    withDollars(
      workflow(
        '- uses: actions/github-script@v8\n  with: { script: "f(`§{{ github.event.comment.body }}`)" }',
      ),
    ),
    ['script'],
  ],
  [withDollars(workflow('- run: echo §{{ github.sha }} §{{ github.event.number }}')), []],
  [withDollars(workflow("- run: echo §{{ contains(github.event.issue.title, 'x') }}")), []],
  [withDollars(workflow("- run: echo §{{ github.head_ref == 'main' && 'a' || 'b' }}")), []],
  [
    withDollars(
      workflow('- run: echo "$TITLE"\n  env: { TITLE: "§{{ github.event.issue.title }}" }'),
    ),
    [],
  ],
  // A name of a repository has no character that a shell reads; only who may write sends a client_payload.
  [withDollars(workflow('- run: echo §{{ github.event.pull_request.head.repo.full_name }}')), []],
  [
    withDollars(
      workflowOn('- run: echo §{{ github.event.client_payload.tag }}', '{ repository_dispatch: }'),
    ),
    [],
  ],
  [
    withDollars(
      workflow(
        '- run: docker build -t a:§{{ env.TAG }} .\n  env: { TAG: "§{{ github.head_ref }}" }',
      ),
    ),
    ['run'],
  ],
  [
    withDollars(
      workflow('- run: docker build -t a:§{{ env.TAG }} .\n  env: { TAG: "§{{ github.sha }}" }'),
    ),
    [],
  ],
  // As many expressions as GitHub takes are read.
  [withDollars(workflow(`- run: echo ${'§{{1}}'.repeat(2000)} §{{ github.head_ref }}`)), ['run']],
  // Variables that name each other.
  [
    withDollars(
      workflow(
        '- run: docker build -t a:§{{ env.A }} .\n  env: { A: "§{{ env.B }}", B: "§{{ env.A }}§{{ github.head_ref }}" }',
      ),
    ),
    ['run'],
  ],
  // An expression that is too deep, too long, or not known is searched. Texts in quotes can have braces.
  ...[
    `${'('.repeat(60)}github.head_ref${')'.repeat(60)}`,
    `format('${'{0}'.repeat(10_000)}', github.head_ref)`,
    `case(true, github['head_ref'], 'x')`,
    `${'('.repeat(60)}(github.event.issue).title${')'.repeat(60)}`,
    `format('}}{0}', github.head_ref)`,
    // The whole of which a part can be chosen.
    ...['pull_request', 'issue', 'comment', 'commits', 'head_commit', 'workflow_run'].map(
      (name) => `toJSON(github.event.${name})`,
    ),
    '(github.event.pull_request).title',
    'fromJSON(toJSON(github.event.pull_request)).title',
    "join(github.event.*.title, ' ')",
    "github.event['pull_request'][inputs.name]",
  ].map(
    (value) => [withDollars(workflow(`- run: docker build §{{ ${value} }}`)), ['run']] as const,
  ),
  ...[
    `${'('.repeat(60)}github.sha${')'.repeat(60)}`,
    `${'('.repeat(60)}'github.head_ref'${')'.repeat(60)}`,
    'toJSON(github.event.pull_request.number)',
    "join(github.event.pull_request.labels.*.name, ' ')",
    '(github.event.pull_request).number',
    'fromJSON(toJSON(github.event.pull_request)).number',
    "'}}' }} github.head_ref §{{ 1",
  ].map((value) => [withDollars(workflow(`- run: docker build §{{ ${value} }}`)), []] as const),
  // Over the matrix, the output of a step or another job, and the shell.
  [
    withDollars(
      workflow('- run: docker build §{{ matrix.t }}').replace(
        '  build:',
        '  build:\n    strategy: { matrix: { t: ["§{{ github.head_ref }}"] } }',
      ),
    ),
    ['run'],
  ],
  ...['t=$T', 't=§{T}-x', '::set-output name=t::$T'].map(
    (output) => [withOutput(`echo "${output}" >> $GITHUB_OUTPUT`), ['run']] as const,
  ),
  [withOutput('echo "t=$(echo $T | tr -dc a-z)" >> $GITHUB_OUTPUT'), []],
  [withOutput('echo "u=$T" >> $GITHUB_OUTPUT'), []],
  [
    withDollars(
      `${workflow('- run: docker build §{{ needs.a.outputs.t }}')}  a:\n    outputs: { t: "§{{ github.head_ref }}" }\n`,
    ),
    ['run'],
  ],
  [
    withDollars(workflow('- shell: bash -c "§{{ github.head_ref }}" {0}\n  run: docker build .')),
    ['shell'],
  ],
]);

it.each([
  ['issues', 'event.issue.title', 'high'],
  ['[pull_request, issue_comment]', 'event.comment.body', 'high'],
  ['pull_request_target', 'head_ref', 'high'],
  ['pull_request', 'head_ref', 'medium'],
  ['push', 'event.head_commit.message', 'medium'],
  ['workflow_call', 'event.issue.title', 'high'],
  ['push', 'event.issue.title', undefined],
  ['[schedule, workflow_dispatch]', 'event.pull_request.body', undefined],
  ['push', 'event', 'high'],
])('on %s, github.%s is %s', (on, value, severity) => {
  const text = withDollars(workflowOn(`- run: echo §{{ toJSON(github.${value}) }}`, on));
  expect(findingsOf('GHA-INJECT', text)[0]?.severity).toBe(severity);
});
