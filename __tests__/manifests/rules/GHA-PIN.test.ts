import { testRule, workflow } from '../rule-cases.js';

testRule('GHA-PIN', [
  [workflow('- uses: docker/login-action@v3'), ['docker/login-action@v3']],
  [workflow('- uses: actions/checkout@main'), ['actions/checkout@main']],
  [workflow('- uses: docker://alpine:3'), ['docker://alpine:3']],
  [workflow(`- uses: docker/login-action@${'a'.repeat(40)} # v3`), []],
  [workflow('- uses: ./.github/actions/build'), []],
  [workflow(`- uses: docker://alpine@sha256:${'a'.repeat(64)}`), []],
]);
