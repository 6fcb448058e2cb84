import type { Fix } from '../../core/fix.js';
import { runCommands } from '../commands/run-commands.js';
import type { Dockerfile, RunInstruction, Stage } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import type { ShellCommand } from '../shell/model.js';
import { expandedAt } from '../variables.js';

export default defineDockerfileRule({
  id: 'DL3004',
  name: 'no-sudo',
  severity: 'low',
  severityReason: 'Style: in a build, sudo gives nothing that USER root does not give',
  ruleSet: 'all',
  practice: 'runtime-security',
  title: 'RUN uses sudo',
  why: 'RUN already runs as the user that USER sets. sudo adds a way to become root to the image and changes how signals and terminals behave.',
  remediation: 'Switch users with USER; at run time, use gosu or setpriv',
  // sudo has a PATH and an environment of its own.
  fixMayBreak: true,
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DS-0010'],
  wrong: 'FROM debian:12\nRUN sudo apt-get update',
  right: 'FROM debian:12\nRUN apt-get update',
  check(dockerfile, report) {
    const sudos = runCommands(dockerfile, 'sudo');
    const users = sudos.length > 0 ? usersOfRuns(dockerfile) : new Map();
    for (const { run, command } of sudos) {
      if (!command.name) continue;
      const user = users.get(run);
      const fix = user === 'root' ? withoutSudo(dockerfile, run, command) : undefined;
      const message = 'sudo is not needed: set the user with USER instead';
      report({ at: command.name.range, identifiedBy: command.range, message, fix });
    }
  },
});

/** Only if sudo has no options. */
function withoutSudo(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { name, args }: ShellCommand,
): Fix | undefined {
  const [next] = args;
  if (!name || !next || run.exec || run.onbuild || /^-|^\w+=/.test(next.value)) return undefined;
  const { source } = dockerfile;
  const between = source.text.slice(name.end, next.start);
  const sourceText = source.text.slice(name.start, name.end);
  if (sourceText !== name.raw || !/^[ \t]+$/.test(between)) return undefined;
  const edits = [{ ...source.range(name.start, next.start), text: '' }];
  return { description: 'Remove sudo', edits };
}

/** The users of the RUN instructions that have a USER before them, in their stage or a parent. */
function usersOfRuns(dockerfile: Dockerfile): ReadonlyMap<RunInstruction, 'root' | 'other'> {
  const users = new Map<RunInstruction, 'root' | 'other'>();
  const atEnd = new Map<Stage, 'root' | 'other'>();
  for (const stage of dockerfile.stages) {
    let user = stage.parent && atEnd.get(stage.parent);
    for (const instruction of stage.instructions) {
      const [word] = instruction.args;
      if (instruction.keyword === 'RUN' && user) users.set(instruction, user);
      if (instruction.keyword !== 'USER' || !word) continue;
      const name = expandedAt(dockerfile, instruction, word);
      user = /^(?:root|0)(?::|$)/.test(name) ? 'root' : 'other';
    }
    if (user) atEnd.set(stage, user);
  }
  return users;
}
