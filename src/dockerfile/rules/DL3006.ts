import { splitReference } from '../../core/reference.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3006',
  clearedBy: 'tagged-base-image',
  name: 'tag-base-image',
  severity: 'medium',
  severityReason:
    'Whoever publishes the image decides at any time what is built on, but it is an image that was chosen',
  supersedes: ['DL3007', 'PS0020', 'PS0021'],
  practice: 'image-security',
  title: 'Base image has no tag',
  why: 'Without a tag the build uses the tag `latest`, which changes over time, so two builds of the same commit can differ.',
  remediation: 'Pin a version, preferably with a digest: `NAME:VERSION@sha256:…`',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian',
  right: 'FROM debian:12',
  check({ stages }, report) {
    for (const { parent, from } of stages) {
      const { image } = from;
      if (parent || image.raw === '' || /^["']?\$/.test(image.raw)) continue;
      if (image.value === 'scratch' || isTagged(image.value)) continue;
      report({ at: image.range, message: `Base image "${image.value}" has no tag` });
    }
  },
});

/** A variable may have the tag in its default value: `debian${TAG:-:12}`. */
function isTagged(reference: string): boolean {
  const { path, tag, digest } = splitReference(reference);
  return tag !== undefined || digest !== undefined || path.includes(':');
}
