import { expect, test } from '@jest/globals';
import { lintManifests } from '../../../src/manifests/lint.js';
import { concernsImages } from '../../../src/manifests/workflow/workflow.js';
import { NOW } from '../../now.js';
import { manifestOf } from '../lint-text.js';
import { testRule, withDollars, workflow } from '../rule-cases.js';

const push = (tags: string, inputs = 'push: true') =>
  withDollars(`- uses: docker/build-push-action@v6\n  with:\n    ${inputs}\n    tags: ${tags}`);
const meta = (tags: string) =>
  `- uses: docker/metadata-action@v5\n  id: meta\n  with: { images: ghcr.io/acme/app, tags: "${tags}" }\n${push('§{{ steps.meta.outputs.tags }}')}`;
const SHA = push('ghcr.io/acme/app:§{{ github.sha }}');
const and = (step: string) => workflow(`${SHA}\n${step}`);

testRule('GHA-RETENTION', [
  [workflow(SHA), ['tags']],
  [workflow(SHA, '[push, release]'), ['tags']],
  [workflow(SHA, '{ schedule: [{ cron: "0 0 * * *" }] }'), ['tags']],
  [workflow(meta('type=sha')), ['tags']],
  [workflow(meta("type=raw,value={{date 'YYYYMMDD'}}")), ['tags']],
  [
    workflow(
      push('§{{ env.NAME }}:§{{ github.run_number }}').replace(
        'with:',
        'env: { NAME: ghcr.io/acme/app }\n  with:',
      ),
    ),
    ['tags'],
  ],
  [workflow(push('ghcr.io/acme/app:§{{ github.sha }}', 'outputs: type=image,push=true')), ['tags']],
  // One finding for the repository.
  [workflow(`${SHA}\n${SHA}`), ['tags']],
  [and('- uses: docker/login-action@v3'), ['tags']],
  // Releases are kept, and a name that stays the same is one image.
  [workflow(SHA, '{ release: { types: [published] } }'), []],
  [workflow(SHA, '{ push: { tags: ["v*"] } }'), []],
  [workflow(`${SHA}\n  if: startsWith(github.ref, 'refs/tags/')`), []],
  [workflow(`${SHA}\n  if: needs.version.outputs.created`), []],
  [workflow(`${SHA}\n  if: github.ref == 'refs/heads/main'`), ['tags']],
  [workflow(meta('type=semver,pattern={{version}}')), []],
  [workflow(push('ghcr.io/acme/app:latest')), []],
  // Not pushed, or to another registry.
  [workflow(push('ghcr.io/acme/app:§{{ github.sha }}', 'push: false')), []],
  [workflow(push('ghcr.io/acme/app:§{{ github.sha }}', 'load: true')), []],
  [workflow(push('quay.io/acme/app:§{{ github.sha }}')), []],
  // Old ones are deleted.
  ...[
    '- uses: actions/delete-package-versions@v5',
    '- uses: snok/container-retention-policy@v3.0.0',
    '- uses: dataaxiom/ghcr-cleanup-action@v1',
    '- uses: vlaurin/action-ghcr-prune@v0.6.0',
    '- uses: quartx-analytics/ghcr-cleaner@v1',
    '- run: gh api --method DELETE "/orgs/acme/packages/container/app/versions/1"',
    '- run: crane delete ghcr.io/acme/app:old',
  ].map((step) => [and(step), []] as const),
  [`${workflow(SHA)}  clean:\n    uses: acme/ci/.github/workflows/clean-images.yml@v1\n`, []],
]);

test('a workflow of its own deletes the old versions, or another pushes first', () => {
  const manifest = (text: string, path: string) => ({ ...manifestOf(text), path });
  const cleanup = workflow('- uses: snok/container-retention-policy@v3.0.0');
  expect(concernsImages(cleanup)).toBe(true);
  expect(concernsImages(workflow('- uses: actions/delete-package-versions@v5'))).toBe(true);
  const found = (...texts: string[]) =>
    lintManifests(
      texts.map((text, index) => manifest(text, `.github/workflows/${index}.yml`)),
      { now: NOW },
    )
      .filter(({ rule }) => rule === 'GHA-RETENTION')
      .map(({ message }) => message);
  expect(found(workflow(SHA), cleanup)).toEqual([]);
  expect(found(workflow(SHA), workflow(SHA))).toEqual([
    'Job build pushes one more tag in each run, and no workflow deletes old ones',
  ]);
});
