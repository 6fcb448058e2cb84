import { defineRule } from '../rule.js';

/** What FROM names is the linter's DL3006 and DL3007. Source: CIS Docker Benchmark 5.28. */
export default defineRule({
  id: 'IMG-LATEST',
  name: 'image-with-a-version',
  severity: 'medium',
  practice: 'registry-security',
  title: 'The image is called latest',
  why: 'Nobody can tell which build runs, and going back to the one before is not possible by its name.',
  remediation:
    'Give the image a tag of its own for each build, a version or the commit: docker build --tag app:$GITHUB_SHA.',
  aliases: ['DKL-DI-0006'],
  check({ image }, report) {
    const called =
      image.source === 'registry' || image.source === 'docker' ? [image.name] : image.tags;
    if (called.length > 0 && called.every(isLatest))
      report({
        message: `The image is called ${called[0]}${tagOf(called[0] ?? '') ? '' : ', which means latest'}.`,
        details: { names: called.slice(0, 10) },
      });
  },
});

function isLatest(name: string): boolean {
  return !name.includes('@') && (tagOf(name) ?? 'latest') === 'latest';
}

/** The part after the last colon that is no port. An image's id has no tag, and is exact. */
function tagOf(name: string): string | undefined {
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(name)) return 'id';
  return /:([\w.-]+)$/.exec(name)?.[1];
}
