import type { SyntaxNode } from 'unbash';
import type { ShellCommand } from './model.js';
import { afterCommand } from './outcome.js';

/** Whether a script cannot succeed without a part of it: `errexit` where that needs `set -e`. */
export type Required = 'always' | 'errexit' | 'never';

export const ALWAYS: Required = 'always';
export const NEVER: Required = 'never';

/** Of a statement of a list: without `set -e`, only the last one decides. */
export function requiredInList(list: Required, isLast: boolean): Required {
  return isLast || list === 'never' ? list : 'errexit';
}

/** Of the command at `index` of `a && b || c`. `set -e` ignores a failure before `&&`. */
export function requiredInAndOr(
  { commands, operators }: Extract<SyntaxNode, { type: 'AndOr' }>,
  index: number,
  around: Required,
): Required {
  if (operators.includes('||')) return 'never';
  return around === 'errexit' && index < commands.length - 1 ? 'never' : around;
}

/** Of an element of a pipeline, whose result is that of its last one. */
export function requiredInPipeline(
  { commands }: Extract<SyntaxNode, { type: 'Pipeline' }>,
  index: number,
  around: Required,
): Required {
  return index === commands.length - 1 ? around : 'never';
}

export function resolveRequired(required: Required, isStrict: boolean): boolean {
  return required === 'always' || (required === 'errexit' && isStrict);
}

/** Whether `set -e` holds after a command: one that may not be run sets nothing. */
export function strictAfter(isStrict: boolean, command: ShellCommand, required: Required): boolean {
  const { errexit } = afterCommand({}, command);
  if (errexit === undefined) return isStrict;
  return errexit && (isStrict || required !== 'never');
}
