import { testRule, workflow } from '../rule-cases.js';

testRule('GHA-CACHE', [
  [
    workflow(
      '- uses: docker/build-push-action@v6\n  with: { push: true, cache-from: type=gha }',
      'release',
    ),
    ['type=gha'],
  ],
  [workflow('- uses: actions/cache@v5', 'pull_request_target'), ['actions/cache@v5']],
  [workflow('- uses: actions/cache@v5', '{ push: { tags: ["v*"] } }'), ['actions/cache@v5']],
  [workflow('- uses: actions/cache@v5', 'push'), []],
  [workflow('- uses: docker/build-push-action@v6\n  with: { push: true }', 'release'), []],
]);
