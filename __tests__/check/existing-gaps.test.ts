import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type GitStory, gitStory } from '../baseline/git-story.js';

let story: GitStory;
beforeEach(() => {
  story = gitStory();
});
afterEach(() => story.remove());

/** A patch of Kustomize that no kustomization names: Kubernetes refuses an object without containers. */
const PATCH =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 2 }\n';

test('an object that cannot run is told, and counts where the change touches it', async () => {
  story.base({ Dockerfile: 'FROM scratch\n', 'patch.yaml': PATCH });
  const rows = (coverage: Awaited<ReturnType<GitStory['run']>>['coverage']) =>
    coverage.filter(({ reason = '' }) => reason.includes('no containers to check'));
  const onMain = await story.run([], true);
  expect(rows(onMain.coverage)).toEqual([
    {
      check: 'manifest',
      target: 'patch.yaml',
      state: 'partial',
      reason: 'Line 3: Deployment "web" has no containers to check',
      informational: true,
    },
  ]);
  expect(onMain.verdict.outcome).toBe('pass');
  story.commit({ 'readme.md': 'x' });
  expect((await story.run()).verdict.outcome).toBe('pass');
  story.commit({ 'patch.yaml': PATCH.replace('2', '3') });
  const touched = await story.run();
  expect(rows(touched.coverage)).toMatchObject([{ target: 'patch.yaml' }]);
  expect(rows(touched.coverage)[0]).not.toHaveProperty('counts');
  expect(touched.verdict.outcome).toBe('incomplete');
});
