import type { Fix } from '../../core/fix.js';
import type { Dockerfile, RunInstruction, Stage } from '../parser/model.js';
import { defineRule } from '../rule.js';
import type { ShellCommand } from '../shell/model.js';
import { runCommands } from '../shell/run-commands.js';
import { expandedAt } from '../variables.js';

export default defineRule({
  id: 'DL3004',
  name: 'no-sudo',
  severity: 'high',
  practice: 'runtime-security',
  title: 'RUN uses sudo',
  why: 'RUN already runs as the user that USER sets. sudo adds a way to become root to the image and changes how signals and terminals behave.',
  remediation: 'Switch users with USER; at run time, use gosu or setpriv',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DS-0010'],
  wrong: 'FROM debian:12\nRUN sudo apt-get update',
  right: 'FROM debian:12\nRUN apt-get update',
  check(dockerfile, report) {
    const sudos = runCommands(dockerfile, 'sudo');
    const asRoot = sudos.length > 0 ? runsAsRoot(dockerfile) : new Set();
    for (const { run, command } of sudos) {
      if (!command.name) continue;
      const fix = asRoot.has(run) ? withoutSudo(dockerfile, run, command) : undefined;
      const message = 'sudo is not needed: set the user with USER instead';
      report({ at: command.name.range, message, fix });
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

/** The RUN instructions that run as root because a USER before them, in their stage or a parent, is root. */
function runsAsRoot(dockerfile: Dockerfile): ReadonlySet<RunInstruction> {
  const runs = new Set<RunInstruction>();
  const rootAtEnd = new Set<Stage>();
  for (const stage of dockerfile.stages) {
    let root = stage.parent !== undefined && rootAtEnd.has(stage.parent);
    for (const instruction of stage.instructions) {
      const [word] = instruction.args;
      if (instruction.keyword === 'RUN' && root) runs.add(instruction);
      if (instruction.keyword !== 'USER' || !word) continue;
      root = /^(?:root|0)(?::|$)/.test(expandedAt(dockerfile, instruction, word));
    }
    if (root) rootAtEnd.add(stage);
  }
  return runs;
}
