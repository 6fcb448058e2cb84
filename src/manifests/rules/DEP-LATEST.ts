import { pulledImages } from '../image-references.js';
import { defineRule } from '../rule.js';

/** Source: CIS Docker Benchmark 5.28. */
export default defineRule({
  id: 'DEP-LATEST',
  name: 'no-latest-image',
  severity: 'medium',
  practice: 'registry-security',
  title: 'An image has the tag latest or none',
  why: 'What runs changes with every pull, and differs between hosts: nobody can say which version has the hole.',
  remediation: 'Name a version, best with its digest.',
  aliases: ['KSV-0013', 'latest-tag'],
  tags: ['cis:5.28'],
  wrong: 'services:\n  app:\n    image: nginx:latest',
  right: 'services:\n  app:\n    image: nginx:1.29.3',
  check(manifest, report) {
    for (const { at, tag, digest, reference } of pulledImages(manifest))
      if (digest === '' && (tag === '' || tag === 'latest'))
        report({
          at: at.range,
          message: `The image ${reference} ${tag === '' ? 'has no tag, which means latest' : 'is whatever latest is today'}.`,
        });
  },
});
