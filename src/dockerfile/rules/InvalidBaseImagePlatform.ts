import { fromInstruction } from '../parser/instruction-range.js';
import { parsePlatform } from '../platforms.js';
import { defineRule } from '../rule.js';
import { expandedAt } from '../stages.js';

export default defineRule({
  id: 'InvalidBaseImagePlatform',
  name: 'base-image-platform',
  severity: 'high',
  practice: 'image-security',
  title: 'Base image is not made for the platform that is built',
  why: 'The image runs emulated, or not at all, on the machines that it is meant for.',
  remediation: 'Choose a base image that offers the platform.',
  references: ['https://docs.docker.com/reference/build-checks/'],
  check(dockerfile, report) {
    const { basePlatforms, targetPlatform } = dockerfile.config;
    if (!basePlatforms) return;
    for (const { from, image } of dockerfile.stages) {
      const offered = image === undefined ? undefined : basePlatforms.get(image);
      const { valueWord } = from.platform ?? {};
      const wanted = valueWord ? expandedAt(dockerfile, from, valueWord) : targetPlatform;
      const expected = wanted === undefined ? undefined : parsePlatform(wanted);
      if (!offered || offered.length === 0 || !expected) continue;
      const fits = offered.some((platform) => {
        const actual = parsePlatform(platform);
        return actual?.os === expected.os && actual.architecture === expected.architecture;
      });
      if (fits) continue;
      report({
        at: fromInstruction(from, from.image.range),
        message: `Base image ${image} offers ${offered.slice(0, 8).join(', ')}, not ${wanted}.`,
      });
    }
  },
});
