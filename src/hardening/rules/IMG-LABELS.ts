import { defineRule } from '../rule.js';

const PREFIX = 'org.opencontainers.image.';
const WANTED = ['source', 'revision', 'created', 'licenses', 'base.digest'];

/** Source: OCI image-spec, annotations.md. */
export default defineRule({
  id: 'IMG-LABELS',
  name: 'image-labels',
  severity: 'info',
  practice: 'registry-security',
  title: 'The image does not say where it comes from',
  why: 'Whoever finds the image running, or in a registry, cannot tell from which source it was built, or when.',
  remediation: 'Set the OCI labels when building; docker/metadata-action writes them.',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  wrong: 'FROM debian:13-slim',
  right:
    'FROM debian:13-slim\nARG REVISION\nLABEL org.opencontainers.image.source="https://github.com/acme/app" \\\n      org.opencontainers.image.revision="$REVISION"',
  check({ image }, report) {
    const { labels } = image.config;
    const missing = WANTED.filter((name) => !labels.get(PREFIX + name)?.trim());
    if (missing.length === 0 || image.source === 'dir') return;
    report({
      message: `The image has no label ${PREFIX}${missing.length === 1 ? missing[0] : `{${missing.join(',')}}`}.`,
      details: { missing: missing.map((name) => PREFIX + name) },
    });
  },
});
