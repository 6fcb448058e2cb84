import { type RuleCase, testRule, workflow } from '../rule-cases.js';

testRule('GHA-PIN', [
  [workflow('- uses: docker/login-action@v3'), ['docker/login-action@v3']],
  [workflow('- uses: actions/checkout@main'), ['actions/checkout@main']],
  [workflow('- uses: docker://alpine:3'), ['docker://alpine:3']],
  [workflow(`- uses: docker/login-action@${'a'.repeat(40)} # v3`), []],
  [workflow('- uses: ./.github/actions/build'), []],
  [
    'on: push\njobs:\n  a: { container: acme/build, steps: [{ run: docker build . }] }\n',
    ['acme/build'],
  ],
  [
    'on: push\njobs:\n  a:\n    services: { b: { image: "acme/db:latest" }, c: { image: "acme/db:1" } }\n    steps: [{ run: docker build . }]\n',
    ['"acme/db:latest"'],
  ],
  ...['v2.1.0', 'main'].map((ref): RuleCase => {
    const generator = `slsa-framework/slsa-github-generator/.github/workflows/generator_container_slsa3.yml@${ref}`;
    return [`on: push\njobs:\n  a: { uses: ${generator} }\n`, ref === 'main' ? [generator] : []];
  }),
  [workflow(`- uses: docker://alpine@sha256:${'a'.repeat(64)}`), []],
]);
