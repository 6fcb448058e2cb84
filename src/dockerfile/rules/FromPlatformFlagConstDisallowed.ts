import { fromInstruction } from '../parser/instruction-range.js';
import { parsePlatform } from '../platforms.js';
import { defineRule } from '../rule.js';

export default defineRule({
  id: 'FromPlatformFlagConstDisallowed',
  name: 'no-constant-platform',
  severity: 'low',
  practice: 'maintainability',
  title: 'FROM fixes the platform',
  why: 'The stage is built for that platform whatever the build asks for: the image runs emulated or not at all elsewhere.',
  remediation: 'Remove the flag, use `$BUILDPLATFORM`, or name the stage after the platform.',
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
      const parsed = parsePlatform(platform.value);
      if (!parsed || name.includes(parsed.os) || name.includes(parsed.architecture)) continue;
      const message = `FROM --platform flag should not use constant value '${platform.value}'.`;
      report({ at: fromInstruction(from, platform.range), message });
    }
  },
});
