import { testRule, withDollars } from '../rule-cases.js';

const CACHE = 'type=registry,ref=ghcr.io/a/b:cache';

function workflow(on: string, step: string, condition = ''): string {
  return withDollars(
    `on: ${on}\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - ${condition}${step}\n`,
  );
}
const build = (cache: string) =>
  `uses: docker/build-push-action@v6\n        with: { cache-to: "${cache}" }`;
const bake = (override: string) =>
  `uses: docker/bake-action@v6\n        with: { set: "${override}" }`;
const BOTH = '[push, pull_request]';

testRule('GHA-CACHEWRITE', [
  [workflow(BOTH, build(CACHE)), [`"${CACHE}"`]],
  [workflow('{ push: , pull_request_target: }', build('type=s3,bucket=a')), ['"type=s3,bucket=a"']],
  [
    workflow(BOTH, `run: docker buildx build --cache-to ${CACHE} .`),
    [`docker buildx build --cache-to ${CACHE} .`],
  ],
  // Only the branch writes it, or reads it; it is not shared; or it is named after the pull request.
  [workflow('push', build(CACHE)), []],
  [workflow('pull_request', build(CACHE)), []],
  [workflow(BOTH, build('type=gha,mode=max')), []],
  [workflow(BOTH, build(`§{{ github.event_name == 'push' && '${CACHE}' || '' }}`)), []],
  [workflow(BOTH, build(`${CACHE}-§{{ github.ref_name }}`)), []],
  [workflow(BOTH, build(CACHE), "if: github.event_name == 'push'\n        "), []],
  [workflow(BOTH, `run: docker buildx build --cache-from ${CACHE} .`), []],
  // The overrides of Bake; the cache that a script only reads is another one.
  [workflow(BOTH, bake(`*.cache-to=${CACHE}`)), [`"*.cache-to=${CACHE}"`]],
  [workflow(BOTH, bake(`*.cache-from=${CACHE}`)), []],
  [workflow(BOTH, `run: docker buildx build --cache-from ${CACHE} --cache-to type=gha .`), []],
]);
