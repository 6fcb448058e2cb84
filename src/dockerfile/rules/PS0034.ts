import { repositoryOf, splitReference } from '../../core/reference.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0034',
  name: 'pin-syntax-image',
  severity: 'low',
  severityReason:
    'Docker publishes the image; medium for any other publisher, who decides what the build does',
  practice: 'registry-security',
  title: 'Image of the `# syntax` directive is not pinned',
  why: 'This image parses the Dockerfile and runs the build: anyone who can change it can change every image that is built.',
  remediation: 'Use a stable version of `docker/dockerfile`, or pin the image by digest',
  references: ['https://docs.docker.com/build/buildkit/frontend/'],
  suppressedBy: 'file-comment',
  wrong: '# syntax=docker/dockerfile:latest\nFROM debian:12',
  right: '# syntax=docker/dockerfile:1\nFROM debian:12',
  check({ directives }, report) {
    const syntax = directives.find(({ name }) => name === 'syntax');
    if (!syntax) return;
    // BuildKit uses the first word.
    const [reference = ''] = syntax.value.split(/\s/, 1);
    const { tag, digest } = splitReference(reference);
    if (digest !== undefined) return;
    const official = /^docker\.io\/docker\/dockerfile(?:-upstream)?$/.test(repositoryOf(reference));
    if (official && tag !== undefined && /^\d/.test(tag)) return;
    report({
      at: syntax.valueRange,
      severity: official ? undefined : 'medium',
      message: official
        ? `Syntax image "${reference}" is not pinned to a stable version`
        : `Syntax image "${reference}" is not pinned by digest`,
    });
  },
});
