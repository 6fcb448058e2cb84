import { pulledImages } from '../image-references.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DEP-REGISTRY',
  name: 'allowed-registries',
  severity: 'high',
  practice: 'registry-security',
  title: 'An image comes from a registry that the policy does not allow',
  why: 'Nobody has agreed to trust who may write there.',
  remediation:
    'Take the image from an allowed registry, or add the registry to `registries` of the policy.',
  aliases: ['KSV-0125'],
  check(manifest, report) {
    const { registries } = manifest;
    if (!registries) return;
    for (const { at, repository } of pulledImages(manifest))
      if (!registries.some((allowed) => covers(allowed, repository)))
        report({
          at: at.range,
          message: `The image ${repository} is not from an allowed registry.`,
        });
  },
});

/** An entry of the policy is a registry, or a path in one: `docker.io/library`, `ghcr.io/acme`. */
function covers(allowed: string, repository: string): boolean {
  const entry = allowed.replace(/\/$/, '');
  return repository === entry || repository.startsWith(`${entry}/`);
}
