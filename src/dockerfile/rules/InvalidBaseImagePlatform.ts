import { imageName } from '../../core/fingerprint.js';
import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';
import { parseBuildPlatform } from '../values/platforms.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'InvalidBaseImagePlatform',
  name: 'base-image-platform',
  severity: 'high',
  severityReason: 'The build fails: nothing can be released from this Dockerfile',
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
    const { basePlatforms, targetPlatforms = [] } = dockerfile.config;
    if (!basePlatforms) return;
    for (const { from, image = '' } of dockerfile.stages) {
      const offered = basePlatforms.get(image) ?? [];
      const { valueToken } = from.platform ?? {};
      const wanted = valueToken ? [expandedAt(dockerfile, from, valueToken)] : targetPlatforms;
      if (offered.length === 0) continue;
      for (const platform of wanted.filter((one) => isMissing(one, offered)))
        report({
          ...placeInInstruction(from, from.image.range),
          about: `${imageName(image)} ${platform}`,
          message: `Base image "${image}" does not support ${platform}, only ${offered.slice(0, 8).join(', ')}`,
        });
    }
  },
});

/** Whether none of the platforms is one that is wanted. */
function isMissing(wanted: string, offered: readonly string[]): boolean {
  const expected = parseBuildPlatform(wanted);
  return (
    expected !== undefined &&
    !offered.some((platform) => {
      const actual = parseBuildPlatform(platform);
      return actual?.os === expected.os && actual.architecture === expected.architecture;
    })
  );
}
