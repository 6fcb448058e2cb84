import { runCommands } from '../commands/run-commands.js';
import type { RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';

export default defineDockerfileRule({
  id: 'DL3003',
  name: 'workdir-instead-of-cd',
  severity: 'low',
  severityReason: 'Style: the command runs in the same folder',
  ruleSet: 'all',
  practice: 'maintainability',
  title: 'RUN changes the directory with cd',
  why: 'cd lasts only until the end of its RUN, so a reader has to follow every cd to know where a command runs.',
  remediation: 'Use WORKDIR, or absolute paths',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  aliases: ['DS-0013'],
  wrong: 'FROM debian:12\nRUN cd /app && make',
  right: 'FROM debian:12\nWORKDIR /app\nRUN make',
  check(dockerfile, report) {
    const reported = new Set<RunInstruction>();
    for (const { run, command } of runCommands(dockerfile, 'cd')) {
      if (run.onbuild || !command.name || reported.has(run)) continue;
      reported.add(run);
      report({
        at: command.name.range,
        identifiedBy: command.range,
        message: 'Use WORKDIR instead of cd',
      });
    }
  },
});
