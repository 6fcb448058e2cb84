import { splitReference } from '../image-reference.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'PS0034',
  name: 'pin-syntax-image',
  severity: 'low',
  practice: 'registry-security',
  title: 'The `# syntax` image is not pinned',
  why: 'That image reads the Dockerfile and makes the build: whoever can change it changes every image that is built.',
  remediation: 'Use a stable version of `docker/dockerfile`, or pin the image by digest.',
  references: ['https://docs.docker.com/build/buildkit/frontend/'],
  wrong: '# syntax=docker/dockerfile:latest\nFROM debian:12',
  right: '# syntax=docker/dockerfile:1\nFROM debian:12',
  check({ directives }, report) {
    const syntax = directives.find(({ name }) => name === 'syntax');
    if (!syntax) return;
    // BuildKit takes the first word.
    const [reference = ''] = syntax.value.split(/\s/, 1);
    const { name, registry, tag, digest } = splitReference(reference);
    if (digest !== undefined) return;
    const isHub = registry === undefined || registry === 'docker.io';
    const official = isHub && /^docker\/dockerfile(?:-upstream)?$/.test(name);
    if (official && tag !== undefined && /^\d/.test(tag)) return;
    report({
      at: syntax.valueRange,
      ...(official ? {} : { severity: 'medium' }),
      message: official
        ? `${reference} is not a stable version of the frontend.`
        : `${reference}, which makes the build, is not pinned by digest.`,
    });
  },
});
