import { testRule, withDollars, workflow } from '../rule-cases.js';

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
        'workflow_run',
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
]);
