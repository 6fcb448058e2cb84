import { pulledImages } from '../deployed-references.js';
import { defineManifestRule } from '../rule.js';

/** Source: CIS Docker Benchmark 5.28. */
export default defineManifestRule({
  id: 'DEP-LATEST',
  name: 'no-latest-image',
  severity: 'medium',
  severityReason:
    'Whoever publishes the image decides at any time what runs, but it is an image that was chosen',
  practice: 'registry-security',
  clearedBy: 'version-tag',
  title: 'Image has the tag latest or no tag',
  why: 'The image can change with every pull and differ between hosts, so it is not known which version runs.',
  remediation: 'Use a version tag, preferably with its digest',
  aliases: ['KSV-0013', 'latest-tag'],
  tags: ['cis:5.28'],
  wrong: 'services:\n  app:\n    image: nginx:latest',
  right: 'services:\n  app:\n    image: nginx:1.29.3',
  check(manifest, report) {
    for (const { at, tag, digest, reference, repository } of pulledImages(manifest))
      if (digest === '' && (tag === '' || tag === 'latest'))
        report({
          at: at.range,
          about: repository,
          message:
            tag === ''
              ? `Image ${reference} has no tag, so latest is used`
              : `Image ${reference} uses the mutable tag latest`,
        });
  },
});
