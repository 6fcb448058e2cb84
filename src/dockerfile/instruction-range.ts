import type { Range } from '../core/location.js';
import type { Instruction } from './parser/model.js';

/**
 * The range of a token. If the token is in a continuation line, the range begins at its instruction, because BuildKit's
 * checks report the first line of the instruction.
 */
export function rangeFromInstruction({ range }: Instruction, token: Range): Range {
  if (token.startLine === range.startLine) return token;
  return { ...token, startLine: range.startLine, startColumn: range.startColumn };
}
