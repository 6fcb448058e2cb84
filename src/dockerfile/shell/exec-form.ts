import type { Fix } from '../../core/fix.js';
import type { Severity } from '../../core/severity.js';
import type {
  CmdInstruction,
  EntrypointInstruction,
  HealthcheckInstruction,
} from '../parser/model.js';
import type { Token } from '../parser/tokens.js';

/** The edit that turns a shell-form command into exec form, where that means the same: one command of plain words. */
export function shellFormFix(
  { script, startLine, endLine }: CmdInstruction | EntrypointInstruction | HealthcheckInstruction,
  command: Token,
): Fix | undefined {
  const [only, second] = script.commands;
  if (!only?.name || second || startLine !== endLine || script.errors.length > 0) return undefined;
  if (only.assignments.length > 0 || only.redirects.length > 0 || only.depth > 0) return undefined;
  // Anything outside the command (comments, `&`, `;`, `!`) would be lost.
  if (only.start !== command.start || only.end !== command.end) return undefined;
  const words = [only.name, ...only.args];
  const plain = words.every((word) => word.literal && !/^~|[*?[\]{}]/.test(word.raw));
  if (!plain || SHELL_WORDS.has(only.name.value)) return undefined;
  const text = `[${words.map((word) => JSON.stringify(word.value)).join(', ')}]`;
  return { description: 'Use the exec form', edits: [{ ...command.range, text }] };
}

/**
 * The finding about the shell form of an instruction. It matters less for a health check, which gets no signals, and for
 * `exec`, which replaces the shell with the program.
 */
export function shellFormOf({
  keyword,
  text,
}: CmdInstruction | EntrypointInstruction | HealthcheckInstruction): {
  readonly message: string;
  readonly severity?: Severity;
} {
  if (keyword === 'HEALTHCHECK')
    return {
      severity: 'info',
      message: 'HEALTHCHECK uses the shell form, so the image needs a shell',
    };
  return /(?:^|[;&]\s*)exec\s[^;&|]*$/.test(text)
    ? { severity: 'info', message: `${keyword} uses the shell form, so the image needs a shell` }
    : {
        message: `${keyword} uses the shell form, so the shell does not forward signals to the program`,
      };
}

/** Shell builtins: the image may have no program with that name. */
const SHELL_WORDS = new Set([
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
