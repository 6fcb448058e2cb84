import type { Range } from '../core/location.js';
import type { Observation } from '../core/rule.js';
import type { Instruction } from './parser/model.js';

/**
 * The place of a finding about a token, which identifies it. If the token is in a continuation line, the place begins at its
 * instruction, because BuildKit's checks report the first line of the instruction.
 */
export function placeInInstruction(
  { range }: Instruction,
  token: Range,
): Pick<Observation, 'at' | 'identifiedBy'> {
  if (token.startLine === range.startLine) return { at: token };
  const { startLine, startColumn } = range;
  return { at: { ...token, startLine, startColumn }, identifiedBy: token };
}
