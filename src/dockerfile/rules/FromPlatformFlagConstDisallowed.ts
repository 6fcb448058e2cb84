import { placeInInstruction } from '../instruction-range.js';
import { defineDockerfileRule } from '../rule.js';
import { parseBuildPlatform } from '../values/platforms.js';

export default defineDockerfileRule({
  id: 'FromPlatformFlagConstDisallowed',
  name: 'no-constant-platform',
  severity: 'low',
  severityReason: 'A choice of the project: the image is for one platform',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'FROM --platform is a constant value',
  why: 'The stage is always built for that platform, whatever platform the build requests. Elsewhere the image runs under emulation or not at all.',
  remediation: 'Remove the flag, use `$BUILDPLATFORM`, or include the platform in the stage name',
  references: [
    'https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/',
  ],
  mergesWith: ['DL3029'],
  wrong: 'FROM --platform=linux/amd64 debian:12',
  right: 'FROM debian:12',
  check({ stages }, report) {
    for (const { from, name = '' } of stages) {
      const { platform } = from;
      if (!platform?.value || platform.value.includes('$')) continue;
      const parsed = parseBuildPlatform(platform.value);
      if (!parsed || name.includes(parsed.os) || name.includes(parsed.architecture)) continue;
      const message = `FROM --platform=${platform.value} is a constant value`;
      report({ ...placeInInstruction(from, platform.range), message });
    }
  },
});
