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
  // The options of scripts, and the overrides of Bake.
  ...[
    'docker buildx build --push --cache-from type=gha .',
    'docker buildx bake --set *.cache-from=type=gha',
  ].map((script) => [workflow(`- run: ${script}`, 'release'), [script]] as const),
  [workflow('- run: docker buildx build --cache-to type=gha .', 'release'), []],
  [
    workflow('- uses: docker/bake-action@v6\n  with: { set: "*.cache-from=type=gha" }', 'release'),
    ['"*.cache-from=type=gha"'],
  ],
]);
