import { testRule, withDollars, workflow } from '../rule-cases.js';

/** A workflow whose job sets T to a secret, over the value that the workflow sets. */
function set(steps: string): string {
  return withDollars(
    workflow(steps)
      .replace('jobs:', 'env: { T: x, U: "§{{ github.sha }}" }\njobs:')
      .replace('  build:', '  build:\n    env: { T: "§{{ secrets.S }}" }'),
  );
}

testRule('GHA-BUILDARG', [
  [
    withDollars(
      workflow('- uses: docker/build-push-action@v6\n  with: { build-args: "T=§{{ secrets.T }}" }'),
    ),
    ['build-args'],
  ],
  [withDollars(workflow('- run: docker build --build-arg T=§{{ secrets.T }} .')), ['run']],
  [
    withDollars(
      workflow(
        '- uses: docker/build-push-action@v6\n  with: { build-args: "T=§{{ github.token }}" }',
      ),
    ),
    ['build-args'],
  ],
  [
    withDollars(
      workflow('- run: docker build --build-arg V=§{{ github.sha }} -t §{{ secrets.NAME }} .'),
    ),
    [],
  ],
  [
    withDollars(
      workflow('- uses: docker/build-push-action@v6\n  with: { secrets: "t=§{{ secrets.T }}" }'),
    ),
    [],
  ],
  // Over a variable of the workflow, the job or the step.
  [
    set('- uses: docker/build-push-action@v6\n  with: { build-args: "T=§{{ env.T }}" }'),
    ['build-args'],
  ],
  ...['T=$T', '"T=§{T}"', 'T="$T"', 'T'].map(
    (argument) => [set(`- run: docker build --build-arg ${argument} .`), ['run']] as const,
  ),
  [set('- run: docker build --build-arg T=$U --build-arg V=1 --secret id=T,env=T .'), []],
  [set('- uses: docker/build-push-action@v6\n  with: { build-args: "T=§{{ env.U }}" }'), []],
  [set('- env: { T: "§{{ github.sha }}" }\n  run: docker build --build-arg T=$T .'), []],
  // Labels, overrides of Bake, and the secrets as a whole.
  ...[
    "docker buildx bake --set '*.args.TOK=§{{ secrets.TOK }}'",
    'docker buildx bake --set "*.args.TOK=$T"',
    'docker build --label T=§{{ secrets.T }} .',
    'docker build --build-arg T=a$B§{{ secrets.T }} .',
    "docker build --build-arg 'T=§{{ toJSON(secrets) }}' .",
    `docker build --build-arg T=§{{ ${'('.repeat(60)}secrets.T${')'.repeat(60)} }} .`,
  ].map((script) => [set(`- run: ${JSON.stringify(script)}`), ['run']] as const),
  ...[
    "docker buildx bake --set '*.secrets=id=T,env=T'",
    'helm upgrade --set app.args.token=§{{ secrets.TOK }} && docker build .',
  ].map((script) => [set(`- run: ${JSON.stringify(script)}`), []] as const),
  [set('- uses: docker/bake-action@v6\n  with: { set: "*.args.T=§{{ secrets.TOK }}" }'), ['set']],
  [set('- uses: docker/bake-action@v6\n  with: { set: "*.tags=§{{ secrets.TOK }}" }'), []],
  [
    set('- uses: docker/build-push-action@v6\n  with: { labels: "T=§{{ secrets.TOK }}" }'),
    ['labels'],
  ],
]);
