import type { RuleDescription } from '../core/rule.js';

/** What a better base image is told as: news, never a reason to fail. */
export const BASE_IMAGE: RuleDescription = {
  id: 'BASE-IMAGE',
  name: 'better-base-image',
  severity: 'info',
  practice: 'image-security',
  title: 'There is a better base image to build on',
  why: 'Most vulnerabilities of an image come with its base: a later patch of the same line fixes them, a smaller image never had them, and a line whose support has ended gets no more updates at all.',
  remediation:
    'Take the proposed image, build and run the tests. An Alpine image has musl instead of glibc; a distroless or hardened one has no shell, so that it is only for the final stage.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image',
    'https://endoflife.date/',
    'https://github.com/GoogleContainerTools/distroless',
    'https://docs.docker.com/dhi/',
  ],
  wrong: 'FROM node:20.11.0',
  right: 'FROM node:24.19.0-slim',
};

/** Every rule of this family. */
export const baseImageRules: readonly RuleDescription[] = [BASE_IMAGE];
