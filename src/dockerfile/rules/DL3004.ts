import type { Fix } from '../../findings/fix.js';
import type { Dockerfile, RunInstruction } from '../model.js';
import { defineRule } from '../rule.js';
import { runCommands } from '../run-commands.js';
import type { ShellCommand } from '../shell.js';
import { expandedAt, type Stage } from '../stages.js';

export default defineRule({
  id: 'DL3004',
  name: 'no-sudo',
  severity: 'high',
  practice: 'runtime-security',
  title: 'RUN uses sudo',
  why: 'A build runs as the USER it is told to; sudo adds a way to become root to the image and changes how signals and terminals behave.',
  mend: 'Switch with USER, and at run time with gosu or setpriv.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  wrong: 'FROM debian:12\nRUN sudo apt-get update',
  right: 'FROM debian:12\nRUN apt-get update',
  check(dockerfile, report) {
    for (const { run, command } of runCommands(dockerfile, 'sudo')) {
      if (!command.name) continue;
      const fix = withoutSudo(dockerfile, run, command);
      const message = 'sudo is not needed: the build runs as the USER that it is told to.';
      report({ at: command.name.range, message, ...(fix ? { fix } : {}) });
    }
  },
});

/** Only where the file itself made the user root, and sudo has no options of its own. */
function withoutSudo(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { name, args }: ShellCommand,
): Fix | undefined {
  const [next] = args;
  if (!name || !next || run.exec || run.onbuild || /^-|^\w+=/.test(next.value)) return undefined;
  const { source } = dockerfile;
  const between = source.text.slice(name.end, next.start);
  const written = source.text.slice(name.start, name.end);
  if (written !== name.raw || !/^[ \t]+$/.test(between) || !isRoot(dockerfile, run)) {
    return undefined;
  }
  const edits = [{ ...source.range(name.start, next.start), text: '' }];
  return { description: 'Leave sudo out', edits };
}

/** Whether the last USER before the instruction, in its stage or a parent, is root. */
function isRoot(dockerfile: Dockerfile, { stage, index }: RunInstruction): boolean {
  for (let at: Stage | undefined = stage; at; at = at.parent) {
    const user = at.instructions.findLast((i) => i.keyword === 'USER' && i.index < index);
    const [word] = user?.args ?? [];
    if (user && word) return /^(?:root|0)(?::|$)/.test(expandedAt(dockerfile, user, word));
  }
  return false;
}
