import type { Range } from '../../core/location.js';
import { qualify, splitReference, withoutHubAlias } from '../../core/reference.js';
import { stageReferences } from '../parser/stage-builder.js';
import { defineDockerfileRule } from '../rule.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3026',
  name: 'trusted-registry',
  severity: 'high',
  severityReason: 'The organization does not trust the registry: who controls it decides what runs',
  practice: 'registry-security',
  affectsBuild: true,
  title: 'Image comes from an untrusted registry',
  why: 'The operator of a registry controls the content of its images.',
  remediation: 'Use an image from a trusted registry, or add the registry to `trustedRegistries`',
  references: ['https://github.com/hadolint/hadolint#configure'],
  wrong: 'FROM example.org/debian:12',
  right: 'FROM docker.io/debian:12',
  check(dockerfile, report) {
    const { trustedRegistries, pulledImages } = dockerfile.config;
    if (trustedRegistries.length === 0) return;
    const checkImage = (at: Range, reference: string) => {
      if (reference === '' || reference === 'scratch' || reference.includes('$')) return;
      const { registry } = qualify(splitReference(reference));
      if (isTrusted(registry.toLowerCase(), trustedRegistries)) return;
      report({
        at,
        message: `Image "${reference}" comes from untrusted registry "${registry}"`,
      });
    };
    if (pulledImages) {
      for (const { location, reference } of pulledImages) checkImage(location, reference);
      return;
    }
    const earlier = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword === 'FROM') {
        const { stage, image } = instruction;
        if (stage && !stage.parent)
          checkImage(image.range, expandedAt(dockerfile, instruction, image));
        if (stage?.name !== undefined) earlier.add(stage.name);
        continue;
      }
      for (const word of stageReferences(instruction)) {
        const reference = expandedAt(dockerfile, instruction, word);
        if (earlier.has(reference.toLowerCase()) || /^\d+$/.test(reference)) continue;
        checkImage(word.range, reference);
      }
    }
  },
});

/** hadolint's patterns allow `*` at the start or the end: `*`, `*.example.org`, `eu.*`. */
function isTrusted(registry: string, trusted: readonly string[]): boolean {
  return trusted.some((entry) => {
    const pattern = withoutHubAlias(entry.trim().toLowerCase());
    if (pattern === '*') return true;
    if (pattern.startsWith('*')) return registry.endsWith(pattern.slice(1));
    if (pattern.endsWith('*')) return registry.startsWith(pattern.slice(0, -1));
    return registry === pattern;
  });
}
