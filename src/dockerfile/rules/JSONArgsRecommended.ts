import { shellAt } from '../commands/effective-shell.js';
import { describeShellForm, execFormFix } from '../commands/exec-form.js';
import { placeInInstruction } from '../instruction-range.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'JSONArgsRecommended',
  name: 'json-args-recommended',
  severity: 'low',
  severityReason:
    'Availability at a stop: the container is killed after ten seconds; few change it',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'CMD or ENTRYPOINT of the image uses the shell form',
  why: 'The shell runs as PID 1 and does not forward signals such as SIGTERM, so the container is killed instead of stopped.',
  remediation:
    'Write the command as a JSON array (exec form), or set the shell explicitly with SHELL',
  fixMayBreak: true,
  references: ['https://docs.docker.com/reference/build-checks/json-args-recommended/'],
  mergesWith: ['DL3025'],
  wrong: 'FROM debian:12\nCMD my-app start',
  right: 'FROM debian:12\nCMD ["my-app", "start"]',
  check({ stages }, report) {
    for (const stage of stages) {
      // Only the last CMD and the last ENTRYPOINT of a stage take effect.
      for (const keyword of ['CMD', 'ENTRYPOINT'] as const) {
        const instruction = instructionsOf(stage, keyword).at(-1);
        const [command] = instruction?.args ?? [];
        if (!instruction || !command || instruction.json || shellAt(instruction)) continue;
        const fix = execFormFix(instruction, command);
        report({
          ...placeInInstruction(instruction, command.range),
          ...describeShellForm(instruction),
          fix,
        });
      }
    }
  },
});
