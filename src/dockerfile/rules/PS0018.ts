import { splitScript } from '../materials/split-script.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { isCommand, isSubcommand } from '../shell/command-line.js';
import { packageCommand } from '../shell/package-commands.js';

export default defineDockerfileRule({
  id: 'PS0018',
  name: 'no-dist-upgrade',
  severity: 'low',
  severityReason:
    'The build cannot be repeated exactly; the packages are signed, and newer ones have fewer vulnerabilities',
  ruleSet: 'all',
  practice: 'image-security',
  title: 'apt-get dist-upgrade upgrades the whole distribution',
  why: 'dist-upgrade can install and remove any package, so the result is no longer the base image that was chosen and reviewed.',
  remediation: 'Use a newer base image, and `apt-get upgrade` for security fixes in between',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: ['DS-0024'],
  wrong: 'FROM debian:11\nRUN apt-get update && apt-get dist-upgrade -y',
  right: 'FROM debian:12',
  check(dockerfile, report) {
    if (!/(?:dist|full)-upgrade/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      for (const command of splitScript(dockerfile, run).commands) {
        const verb = packageCommand(command)?.verb;
        const upgrades =
          isCommand(command, 'apt-get', 'apt', 'aptitude') &&
          isSubcommand(command, ['dist-upgrade', 'full-upgrade'], ['-o', '-t', '-c']);
        if (verb && upgrades) {
          report({
            at: verb.range,
            identifiedBy: command.range,
            message: `${verb.value} upgrades the whole distribution`,
          });
        }
      }
    }
  },
});
