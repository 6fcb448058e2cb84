import { defineHardeningRule } from '../rule.js';

const PREFIX = 'org.opencontainers.image.';
const EXPECTED = ['source', 'revision', 'created', 'licenses', 'base.digest'];

/** Source: OCI image-spec, annotations.md. */
export default defineHardeningRule({
  id: 'IMG-LABELS',
  name: 'image-labels',
  severity: 'info',
  severityReason: 'Only metadata',
  ruleSet: 'all',
  practice: 'registry-security',
  title: 'OCI labels are missing',
  why: 'Without labels nobody can tell from which source, or when, an image in a registry or in a container was built.',
  remediation: 'Set the OCI labels during the build, for example with docker/metadata-action',
  references: ['https://github.com/opencontainers/image-spec/blob/main/annotations.md'],
  wrong: 'FROM debian:13-slim',
  right:
    'FROM debian:13-slim\nARG REVISION\nLABEL org.opencontainers.image.source="https://github.com/acme/app" \\\n      org.opencontainers.image.revision="$REVISION"',
  check({ image }, report) {
    const { labels } = image.config;
    const missing = EXPECTED.filter((name) => !labels.get(PREFIX + name)?.trim());
    if (missing.length === 0 || image.source === 'dir') return;
    report({
      message: `Image has no label ${PREFIX}${missing.length === 1 ? missing[0] : `{${missing.join(',')}}`}`,
      details: { missing: missing.map((name) => PREFIX + name) },
    });
  },
});
