import { splitReference } from '../../core/reference.js';
import { defineHardeningRule } from '../rule.js';

/** DL3006 and DL3007 check the image of FROM. Source: CIS Docker Benchmark 5.28. */
export default defineHardeningRule({
  id: 'IMG-LATEST',
  name: 'no-latest-image-tag',
  severity: 'low',
  severityReason: 'Style: the image that was built is the one that was checked',
  ruleSet: 'all',
  practice: 'registry-security',
  title: 'Image is tagged latest',
  why: 'Nobody can tell which build runs, and a rollback by tag is not possible.',
  remediation:
    'Give each build its own tag, such as a version or the commit: docker build --tag app:$GITHUB_SHA',
  aliases: ['DKL-DI-0006'],
  check({ image }, report) {
    const names =
      image.source === 'registry' || image.source === 'docker' ? [image.name] : image.tags;
    const [name] = names;
    const isLayout = image.source.startsWith('oci');
    const tag = (text: string) => tagOf(text) ?? (isLayout ? bareTag(text) : undefined);
    if (name !== undefined && names.every((one) => isLatest(one, tag(one))))
      report({
        message: tag(name)
          ? `Image is tagged ${name}`
          : `Image ${name} has no tag, so it is latest`,
        details: { names: names.slice(0, 10) },
      });
  },
});

function isLatest(name: string, tag = 'latest'): boolean {
  return splitReference(name).digest === undefined && tag === 'latest';
}

/** The tag of a reference. The id of an image counts as a tag: it is exact. */
function tagOf(name: string): string | undefined {
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(name)) return 'id';
  return splitReference(name).tag;
}

/**
 * The tag of an image in a layout, whose name may be the tag alone: `v1`.
 * Source: OCI image-spec, annotations.md, org.opencontainers.image.ref.name.
 */
function bareTag(name: string): string | undefined {
  return /^[\w.-]+$/.test(name) ? name : undefined;
}
