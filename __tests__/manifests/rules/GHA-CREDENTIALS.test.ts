import { testRule, workflow } from '../rule-cases.js';

testRule('GHA-CREDENTIALS', [
  [
    workflow(
      '- uses: actions/checkout@v6\n- uses: docker/build-push-action@v6\n  with: { context: . }',
    ),
    ['actions/checkout@v6'],
  ],
  [
    workflow(
      '- uses: actions/checkout@v6\n  with: { persist-credentials: false }\n- run: docker buildx build .',
    ),
    [],
  ],
  [workflow('- uses: actions/checkout@v6\n- run: npm test'), []],
]);
