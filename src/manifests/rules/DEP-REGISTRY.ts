import { isInRegistry } from '../../core/image-glob.js';
import { pulledImages } from '../deployed-references.js';
import { defineManifestRule } from '../rule.js';

export default defineManifestRule({
  id: 'DEP-REGISTRY',
  name: 'allowed-registries',
  severity: 'high',
  severityReason: 'The organization does not trust the registry: who controls it decides what runs',
  practice: 'registry-security',
  title: 'Image is from a registry that the policy does not allow',
  why: 'Anyone who can push to the registry decides what runs, and the policy does not trust them.',
  remediation:
    'Use an image from an allowed registry, or add the registry to `registries` in the policy',
  aliases: ['KSV-0125'],
  check(manifest, report) {
    const { registries } = manifest;
    if (!registries) return;
    for (const { at, repository } of pulledImages(manifest))
      if (!registries.some((allowed) => isInRegistry(repository, allowed)))
        report({
          at: at.range,
          about: repository,
          message: `Image ${repository} is not from an allowed registry`,
        });
  },
});
