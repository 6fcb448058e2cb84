import { describeShellForm, execFormFix } from '../commands/exec-form.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3025',
  name: 'exec-form-cmd',
  severity: 'low',
  severityReason:
    'Availability at a stop: the container is killed after ten seconds; few change it',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'CMD, ENTRYPOINT, or HEALTHCHECK uses the shell form',
  why: 'The shell runs as PID 1 and does not forward signals such as SIGTERM, so the container is killed instead of stopped.',
  remediation: 'Use the exec form: write the command as a JSON array',
  fixMayBreak: true,
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  mergesWith: ['JSONArgsRecommended'],
  wrong: 'FROM debian:12\nCMD nginx -g "daemon off;"',
  right: 'FROM debian:12\nCMD ["nginx", "-g", "daemon off;"]',
  check(dockerfile, report) {
    const keywords = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'] as const;
    for (const instruction of instructionsOf(dockerfile, keywords)) {
      const { json, keyword, args } = instruction;
      const command = keyword === 'HEALTHCHECK' ? args[1] : args[0];
      if (json || !command) continue;
      if (keyword === 'HEALTHCHECK' && instruction.type !== 'CMD') continue;
      const fix = execFormFix(instruction, command);
      report({
        at: command.range,
        ...describeShellForm(instruction),
        fix,
      });
    }
  },
});
