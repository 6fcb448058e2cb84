import type { Fix } from '../../core/fix.js';
import type { Severity } from '../../core/severity.js';
import type {
  CmdInstruction,
  EntrypointInstruction,
  HealthcheckInstruction,
} from '../parser/model.js';
import type { Token } from '../text/tokens.js';

type CommandInstruction = CmdInstruction | EntrypointInstruction | HealthcheckInstruction;

/**
 * The edit that replaces the shell form of `command` by the exec form. Undefined where the meaning would change: only a
 * single command of words without expansions can be rewritten.
 */
export function execFormFix(
  { script, startLine, endLine }: CommandInstruction,
  command: Token,
): Fix | undefined {
  const [only, second] = script.commands;
  if (!only?.name || second || startLine !== endLine || script.errors.length > 0) return undefined;
  if (only.assignments.length > 0 || only.redirects.length > 0 || only.depth > 0) return undefined;
  // The edit would remove text outside the command: comments, `&`, `;`, `!`.
  if (only.start !== command.start || only.end !== command.end) return undefined;
  const words = [only.name, ...only.args];
  const isPlain = words.every((word) => word.literal && !/^~|[*?[\]{}]/.test(word.raw));
  if (!isPlain || SHELL_BUILTINS.has(only.name.value)) return undefined;
  const text = `[${words.map((word) => JSON.stringify(word.value)).join(', ')}]`;
  return { description: 'Use the exec form', edits: [{ ...command.range, text }] };
}

/**
 * The finding about the shell form of an instruction. It matters less for a health check, which gets no signals, and for
 * `exec`, which replaces the shell with the program.
 */
export function describeShellForm({ keyword, text }: CommandInstruction): {
  readonly message: string;
  readonly severity?: Severity;
} {
  const replacesShell = /(?:^|[;&]\s*)exec\s[^;&|]*$/.test(text);
  return keyword === 'HEALTHCHECK' || replacesShell
    ? { severity: 'info', message: `${keyword} uses the shell form, so the image needs a shell` }
    : {
        message: `${keyword} uses the shell form, so the shell does not forward signals to the program`,
      };
}

/** Shell builtins: the image may have no program with that name. */
const SHELL_BUILTINS = new Set([
  '.',
  ':',
  'alias',
  'bg',
  'cd',
  'eval',
  'exec',
  'exit',
  'export',
  'fg',
  'jobs',
  'read',
  'return',
  'set',
  'shift',
  'source',
  'trap',
  'ulimit',
  'umask',
  'unset',
  'wait',
]);
