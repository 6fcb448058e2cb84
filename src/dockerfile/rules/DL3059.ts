import type { Fix } from '../../core/fix.js';
import { endOfLastCommand } from '../fixes.js';
import type { Dockerfile, RunInstruction } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { sections } from '../stages.js';

export default defineDockerfileRule({
  id: 'DL3059',
  name: 'join-runs',
  severity: 'info',
  severityReason: 'Size: a layer more; joining them can break a build',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Multiple consecutive RUN instructions',
  why: 'Every RUN creates a layer. Small steps in separate layers cost time and space, and cannot remove the files of an earlier step.',
  remediation:
    'Join them with `&&`, unless the second needs a new shell: one that reads a profile or PATH of the first',
  // A new shell reads profiles and BASH_ENV again, and looks for programs again.
  fixMayBreak: true,
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  wrong: 'FROM debian:12\nRUN mkdir /data\nRUN chown 10001 /data',
  right: 'FROM debian:12\nRUN mkdir /data && chown 10001 /data',
  check(dockerfile, report) {
    for (const { instructions } of sections(dockerfile)) {
      let previous: RunInstruction | undefined;
      for (const instruction of instructions) {
        const run = instruction.keyword === 'RUN' ? instruction : undefined;
        if (run && previous && isSmall(run) && isSmall(previous) && sameFlags(run, previous)) {
          const fix = joinFix(dockerfile, previous, run);
          const message = `RUN can be joined with the RUN in line ${previous.startLine}`;
          report({ at: run.keywordToken.range, message, fix });
        }
        previous = run;
      }
    }
  },
});

/** Whether a RUN has one command. A longer RUN is a separate step. */
function isSmall({ script, heredocs }: RunInstruction): boolean {
  return heredocs.length === 0 && script.commands.filter(({ wrapper }) => !wrapper).length < 2;
}

function sameFlags(a: RunInstruction, b: RunInstruction): boolean {
  const text = ({ flags }: RunInstruction) => flags.map((f) => `${f.name}=${f.value}`).join(' ');
  return text(a) === text(b);
}

/** Only for two plain commands with nothing between them, where the first leaves the state of the shell unchanged. */
function joinFix(
  dockerfile: Dockerfile,
  first: RunInstruction,
  second: RunInstruction,
): Fix | undefined {
  const { source, escapeToken } = dockerfile;
  const end = endOfLastCommand(dockerfile, first);
  if (end === undefined || endOfLastCommand(dockerfile, second) === undefined) return undefined;
  if (!isPlain(first) || !isPlain(second)) return undefined;
  const between = source.text.slice(end, second.start);
  const start = second.script.commands[0]?.start;
  if (start === undefined || !/^\s*$/.test(between)) return undefined;
  const newline = between.includes('\r\n') ? '\r\n' : '\n';
  const text = ` ${escapeToken}${newline}    && `;
  return {
    description: 'Join the two RUN instructions',
    edits: [{ ...source.range(end, start), text }],
  };
}

function isPlain({ script, innerComments, emptyLines }: RunInstruction): boolean {
  const [only] = script.commands;
  if (!only?.name || innerComments.length > 0 || emptyLines.length > 0) return false;
  if (only.depth > 0 || !only.name.literal || IN_SHELL.has(only.name.value)) return false;
  return only.start === script.mapped.sourceStart(/^\s*/.exec(script.text)?.[0].length ?? 0);
}

/** Commands that change the state of the shell that runs them. */
const IN_SHELL = new Set([
  '.',
  'alias',
  'cd',
  'declare',
  'eval',
  'exec',
  'exit',
  'export',
  'local',
  'popd',
  'pushd',
  'readonly',
  'return',
  'set',
  'shopt',
  'source',
  'trap',
  'typeset',
  'ulimit',
  'umask',
  'unalias',
  'unset',
]);
