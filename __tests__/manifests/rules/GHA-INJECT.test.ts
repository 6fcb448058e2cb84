import { testRule, withDollars, workflow as workflowOn } from '../rule-cases.js';

const workflow = (steps: string) => workflowOn(steps, '[issues, issue_comment, pull_request]');

testRule('GHA-INJECT', [
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
]);
