import { testRule, withDollars, workflow } from '../rule-cases.js';

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
]);
