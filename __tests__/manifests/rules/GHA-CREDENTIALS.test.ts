import { expect, test } from '@jest/globals';
import { markedTexts } from '../lint-text.js';
import { testRule, workflow } from '../rule-cases.js';

const BUILD = '- uses: docker/build-push-action@v6\n  with: { context: . }';
const COMMIT = 'a'.repeat(40);
const of = (checkout: string, ...steps: string[]) =>
  workflow([`- uses: actions/checkout@${checkout}`, ...steps].join('\n'));

testRule('GHA-CREDENTIALS', [
  [of('v5', BUILD), ['actions/checkout@v5']],
  [of('v4.2.2', '- run: docker buildx build .'), ['actions/checkout@v4.2.2']],
  [of(`${COMMIT} # v5.0.1`, BUILD), [`actions/checkout@${COMMIT}`]],
  [of(COMMIT, BUILD), [`actions/checkout@${COMMIT}`]],
  [of('v5', '- uses: docker/bake-action@v5'), ['actions/checkout@v5']],
  [of('v5', '- uses: docker/bake-action@v7\n  with: { source: ./app }'), ['actions/checkout@v5']],
  [of('v5\n  with: { persist-credentials: false }', '- run: docker buildx build .'), []],
  [of('v5', '- run: npm test'), []],
  // From v6 on, the token is outside of the folder.
  [of('v6', BUILD), []],
  [of(`${COMMIT} # v7.0.1`, BUILD), []],
  // BuildKit fetches the commit itself: the folder is not built.
  [of('v5', '- uses: docker/build-push-action@v6'), []],
  [
    of('v5', '- uses: docker/build-push-action@v6\n  with: { context: "{{defaultContext}}:app" }'),
    [],
  ],
  [of('v5', '- uses: docker/bake-action@v7'), []],
  // The folder of the context has no .git, unless it is where the commit was checked out.
  [of('v5', '- uses: docker/build-push-action@v6\n  with: { context: ./web/ }'), []],
  [
    of(
      'v5\n  with: { path: web }',
      '- uses: docker/build-push-action@v6\n  with: { context: ./web/ }',
    ),
    ['actions/checkout@v5'],
  ],
  [of('v5\n  with: { path: src/web }', BUILD), ['actions/checkout@v5']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
  [of('v5', '- uses: docker/build-push-action@v6\n  with: { context: "${{ env.FOLDER }}" }'), []],
  // It lists the targets and builds none.
  [of('v5', '- uses: docker/bake-action/subaction/matrix@v5'), []],
]);

test('an ignore file of the build that leaves out .git keeps the token out', () => {
  const text = of(
    'v5',
    '- uses: docker/build-push-action@v6\n  with: { context: ., file: app/Dockerfile }',
  );
  const asked: string[] = [];
  const marks = (leavesOut: boolean) =>
    markedTexts('GHA-CREDENTIALS', text, {
      leavesOutGit: (dockerfile) => {
        asked.push(dockerfile);
        return leavesOut;
      },
    });
  expect(marks(true)).toEqual([]);
  expect(marks(false)).toEqual(['actions/checkout@v5']);
  expect(new Set(asked)).toEqual(new Set(['app/Dockerfile']));
});

test('each ignore file is asked for once, however many steps there are', () => {
  const steps = Array.from({ length: 50 }, () => `- uses: actions/checkout@v5\n${BUILD}`);
  let asked = 0;
  const marks = markedTexts('GHA-CREDENTIALS', workflow(steps.join('\n')), {
    leavesOutGit: () => {
      asked++;
      return false;
    },
  });
  expect(marks).toHaveLength(50);
  expect(asked).toBe(1);
});
