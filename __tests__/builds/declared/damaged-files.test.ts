import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isGap } from '../../../src/core/coverage.js';
import { type GitStory, gitStory } from '../../baseline/git-story.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

const DOCKERFILE = 'FROM alpine:3.22\nUSER 1000\n';
const SECRET = `target "a" {\n  args = {\n    DB_PASSWORD = "${['Kx93jf', 'Lq8vZ2pW'].join('')}"\n  }\n}\n`;
const DAMAGED = `${SECRET}target "b" {\n`;
const workflow = (...steps: readonly string[]) =>
  `on: push\npermissions: {}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;

it.each([
  ['a command', 'run: docker buildx bake -f build.hcl'],
  ['an action', `uses: docker/bake-action@${'a'.repeat(40)}\n        with: { files: build.hcl }`],
])('a damaged Bake file that %s of a workflow names is a gap, and searched', async (_, step) => {
  story.base({
    Dockerfile: DOCKERFILE,
    'other/app.build': DOCKERFILE,
    'build.hcl': SECRET,
    '.github/workflows/ci.yml': workflow(step, 'run: docker build -f other/app.build .'),
  });
  story.commit({ 'build.hcl': DAMAGED });
  const { coverage, findings, verdict, targets } = await story.run();
  expect(verdict.outcome).toBe('incomplete');
  expect(coverage.filter(isGap).map(({ target }) => target)).toContain('build.hcl');
  const places = findings.map(({ rule, location }) => [rule, location?.path, location?.startLine]);
  expect(places).toContainEqual(['password-assignment', 'build.hcl', 3]);
  // The other build of the workflow is known as before.
  expect(targets.map(({ name }) => name)).toContain('other/app.build');
});
