import { splitReference } from '../../core/reference.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'PS0020',
  name: 'no-floating-base-image',
  severity: 'medium',
  severityReason:
    'Whoever publishes the image decides at any time what is built on, but it is an image that was chosen',
  supersedes: ['DL3006', 'DL3007', 'PS0021'],
  practice: 'image-security',
  title: 'Base image is not pinned to a version',
  why: 'Without a version, two builds of the same commit can differ, and a bad release is used at once.',
  remediation: 'Set a version in FROM or in the default value of the ARG, preferably with a digest',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  aliases: ['DS-0001'],
  mergesWith: ['DL3006', 'DL3007'],
  wrong: 'ARG TAG=latest\nFROM debian:$TAG',
  right: 'ARG TAG=12\nFROM debian:$TAG',
  check(dockerfile, report) {
    // An ARG after a FROM has no effect on the next FROM, but shows the intended value.
    const defaults = new Map<string, string>(dockerfile.platformArgs);
    const names = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.keyword === 'ARG') {
        for (const { key, value } of instruction.pairs) {
          const given = dockerfile.buildArgs?.get(key.value);
          const text = given ?? value?.expand((name) => defaults.get(name));
          if (text !== undefined) defaults.set(key.value, text);
        }
      }
      if (instruction.keyword !== 'FROM') continue;
      const { image, stage } = instruction;
      if (stage?.name !== undefined) names.add(stage.name);
      if (stage?.parent || image.raw === '') continue;
      const reference = image.expand((name) => defaults.get(name) ?? '');
      // The image consists of variables that only a build argument can set.
      if (reference === '' || reference === 'scratch') continue;
      const { tag, digest } = splitReference(reference);
      if (digest !== undefined || (tag !== undefined && tag !== 'latest')) continue;
      if (names.has(reference.toLowerCase())) continue;
      const message =
        tag === undefined
          ? `Base image "${reference}" has no tag`
          : `Base image "${reference}" uses the mutable tag latest`;
      report({ at: image.range, message });
    }
  },
});
