import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3007',
  clearedBy: 'tagged-base-image',
  name: 'no-latest-tag',
  severity: 'medium',
  severityReason:
    'Whoever publishes the image decides at any time what is built on, but it is an image that was chosen',
  supersedes: ['DL3006', 'PS0020', 'PS0021'],
  practice: 'image-security',
  title: 'Base image uses the tag latest',
  why: 'The tag `latest` changes with every release, so a rebuild can break or include changes that nobody reviewed.',
  remediation: 'Pin a version, preferably with a digest',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:latest',
  right: 'FROM debian:12',
  check({ stages }, report) {
    for (const { parent, from } of stages) {
      const { image } = from;
      if (parent || !/:latest$/.test(image.value)) continue;
      report({
        at: image.range,
        message: `Base image "${image.value}" uses the mutable tag latest`,
      });
    }
  },
});
