import { indentOf } from '../lib/text.js';
import { joinFlow } from './join-flow.js';

/**
 * Two texts that are inserted at one place of a file, the first one first. Lines that belong to the same key of a YAML map
 * come below one key. Undefined if the texts do not fit together: they set one key to two values, or nothing is between
 * the end of the one and the start of the other.
 */
export function joinInsertions(first: string, second: string): string | undefined {
  if (first === '' || second === '') return first + second;
  const newline = first.includes('\r\n') ? '\r\n' : '\n';
  if (startsLine(first) && startsLine(second)) {
    const lines = joinLines(linesOf(first).slice(1), linesOf(second).slice(1));
    return lines && ['', ...lines].join(newline);
  }
  if (endsLine(first) && endsLine(second)) {
    const lines = joinLines(linesOf(first).slice(0, -1), linesOf(second).slice(0, -1));
    return lines && [...lines, ''].join(newline);
  }
  const isWord = [first, second].every((text) => /^ \S/.test(text));
  const isBefore = [first, second].every((text) => /\S $/.test(text));
  if (isWord || isBefore) return first + second;
  return joinFlow(first, second);
}

const startsLine = (text: string) => /^\r?\n/.test(text);
const endsLine = (text: string) => text.endsWith('\n');
const linesOf = (text: string) => text.split(/\r?\n/);

/** A line and the lines below it that are indented more. */
interface Block {
  readonly line: string;
  readonly inner: readonly string[];
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: { readonly line: string; readonly inner: string[] }[] = [];
  const outer = indentOf(lines[0] ?? '');
  for (const line of lines) {
    const last = blocks.at(-1);
    if (last && indentOf(line) > outer) last.inner.push(line);
    else blocks.push({ line, inner: [] });
  }
  return blocks;
}

function joinLines(
  first: readonly string[],
  second: readonly string[],
): readonly string[] | undefined {
  const blocks = [...blocksOf(first)];
  for (const block of blocksOf(second)) {
    const index = blocks.findIndex(({ line }) => keyOf(line) === keyOf(block.line));
    const same = blocks[index];
    if (!same) {
      blocks.push(block);
      continue;
    }
    const inner = same.line === block.line ? joinLines(same.inner, block.inner) : undefined;
    if (!inner) return undefined;
    blocks[index] = { line: same.line, inner };
  }
  return blocks.flatMap(({ line, inner }) => [line, ...inner]);
}

/** The key of a YAML map, or the whole line. */
function keyOf(line: string): string {
  return /^\s*[\w./-]+:(?=\s|$)/.exec(line)?.[0] ?? line;
}
