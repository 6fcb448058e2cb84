import type { Range } from '../core/location.js';
import type { Instruction } from './parser/model.js';

/**
 * The range of a word, begun at its instruction where the word stands in a further line: BuildKit's checks name the
 * instruction's first line.
 */
export function rangeFromInstruction({ range }: Instruction, word: Range): Range {
  if (word.startLine === range.startLine) return word;
  return { ...word, startLine: range.startLine, startColumn: range.startColumn };
}
