import type { RuleDescription } from '../core/rule.js';

/** The rule of all base image recommendations. Its severity never fails a check. */
export const BASE_IMAGE: RuleDescription = {
  id: 'BASE-IMAGE',
  name: 'better-base-image',
  severity: 'info',
  severityReason: 'Advice: the vulnerabilities and ends of life that it avoids are reported',
  practice: 'image-security',
  clearedBy: 'tagged-base-image',
  title: 'Base image has a better version',
  why: 'Most vulnerabilities of an image come from its base image. A newer tag of the same release line fixes them, a smaller image never had them, and a release that has reached its end of life gets no more updates.',
  remediation:
    'Change FROM to the recommended image, then build and run the tests. Alpine images have musl instead of glibc. Distroless and hardened images have no shell: use them in the final stage only.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
    'https://endoflife.date/',
    'https://github.com/GoogleContainerTools/distroless',
    'https://docs.docker.com/dhi/',
  ],
  wrong: 'FROM node:20.11.0',
  right: 'FROM node:24.19.0-slim',
};

export const baseImageRules: readonly RuleDescription[] = [BASE_IMAGE];
