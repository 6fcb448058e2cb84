import { testRule, withDollars, workflow } from '../rule-cases.js';

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
]);
