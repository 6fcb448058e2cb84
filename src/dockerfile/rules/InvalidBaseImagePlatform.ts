import { imageName } from '../../core/fingerprint.js';
import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';
import { parseBuildPlatform } from '../values/platforms.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'InvalidBaseImagePlatform',
  name: 'base-image-platform',
  severity: 'high',
  practice: 'image-security',
  affectsBuild: true,
  title: 'Base image does not support the target platform',
  why: 'The image runs under emulation, or not at all, on the machines it is built for.',
  remediation: 'Use a base image that supports the platform',
  references: ['https://docs.docker.com/reference/build-checks/'],
  wrong:
    '# with `--platform linux/arm64`; example.org/app supports linux/amd64\nFROM example.org/app:1',
  right:
    '# with `--platform linux/arm64`; debian supports linux/amd64 and linux/arm64\nFROM debian:12',
  check(dockerfile, report) {
    const { basePlatforms, targetPlatform } = dockerfile.config;
    if (!basePlatforms) return;
    for (const { from, image } of dockerfile.stages) {
      const offered = image === undefined ? undefined : basePlatforms.get(image);
      const { valueToken } = from.platform ?? {};
      const wanted = valueToken ? expandedAt(dockerfile, from, valueToken) : targetPlatform;
      const expected = wanted === undefined ? undefined : parseBuildPlatform(wanted);
      if (!offered || offered.length === 0 || !expected) continue;
      const isSupported = offered.some((platform) => {
        const actual = parseBuildPlatform(platform);
        return actual?.os === expected.os && actual.architecture === expected.architecture;
      });
      if (isSupported) continue;
      report({
        ...placeInInstruction(from, from.image.range),
        about: `${imageName(image ?? '')} ${wanted}`,
        message: `Base image "${image}" does not support ${wanted}, only ${offered.slice(0, 8).join(', ')}`,
      });
    }
  },
});
