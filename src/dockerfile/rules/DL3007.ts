import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DL3007',
  name: 'no-latest-tag',
  severity: 'medium',
  practice: 'image-security',
  title: 'Base image has the tag latest',
  why: 'What `latest` means changes with every release, so that a rebuild may break or bring what nobody reviewed.',
  remediation: 'Name a version, best with a digest.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:latest',
  right: 'FROM debian:12',
  check({ stages }, report) {
    for (const { parent, from } of stages) {
      const { image } = from;
      if (parent || !/:latest$/.test(image.value)) continue;
      report({ at: image.range, message: `Base image ${image.value} changes with every release.` });
    }
  },
});
