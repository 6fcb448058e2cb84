import { defineManifestRule } from '../rule.js';
import { unboundedPush } from '../workflow/retention.js';

/** One finding of a repository, at the first push: one workflow can delete the old versions of all images. */
export default defineManifestRule({
  id: 'GHA-RETENTION',
  name: 'delete-old-images',
  severity: 'info',
  severityReason: 'Size: old images stay in the registry',
  ruleSet: 'all',
  practice: 'registry-security',
  title: 'Old images are never deleted',
  why: 'Each run leaves one more image in the registry. Old ones have known vulnerabilities, and can still be pulled.',
  remediation:
    'Delete old versions in a scheduled workflow, for example with actions/delete-package-versions',
  references: ['https://github.com/actions/delete-package-versions'],
  wrong: `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ghcr.io/acme/app:\${{ github.sha }}`,
  right: `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          tags: ghcr.io/acme/app:\${{ github.sha }}\n      - uses: actions/delete-package-versions@v5\n        with:\n          package-name: app\n          package-type: container\n          min-versions-to-keep: 20`,
  check(manifest, report) {
    const push = unboundedPush(manifest.allManifests);
    if (push?.path === manifest.path)
      report({
        at: push.at.key,
        message: `Job ${push.job.id} pushes one more tag in each run, and no workflow deletes old ones`,
      });
  },
});
