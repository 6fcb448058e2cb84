import type { Span } from '../lib/span.js';

/** A word of a command, without the quotes around it. */
interface CommandWord extends Span {
  readonly text: string;
}

/** The words after the name of a program. */
export interface CommandWords {
  readonly words: readonly CommandWord[];
  /** Where the command ends. */
  readonly end: number;
}

/** The most characters of a command that are read. */
export const MAX_COMMAND = 3_000;
const MAX_WORDS = 200;

/**
 * The words of the command whose program ends at `from`, in whatever a file writes it: a line of a shell with its
 * continuations, also in a string of another language, and the list of JSON, YAML and programs, with one word per item. What
 * `args` or CMD add to a list belongs to it. Undefined if no word follows.
 */
export function commandWords(text: string, from: number): CommandWords | undefined {
  const most = Math.min(text.length, from + MAX_COMMAND);
  const near = text.slice(Math.max(0, from - MAX_PATH), from);
  const args =
    near.includes('command') && ARGS_BEFORE.exec(text.slice(Math.max(0, from - MAX_ARGS), from));
  if (args) return listWords(text, from - args[0].length + (args[1]?.length ?? 0), from);
  if (matchAt(LIST_FOLLOWS, text, from)) return listWords(text, from, most);
  const start = matchAt(SHELL_FOLLOWS, text, from);
  return start ? shellWords(text, from + start[0].length, most) : undefined;
}

/** In the order of the alphabet, the arguments come before the command, which is the program alone. */
const ARGS_BEFORE =
  /(["']?args["']?:[ \t]{0,40})(?:\s{0,40}\[[^\]]{0,1000}\],?|(?:\r?\n[ \t]{0,80}-[ \t][^\n]{0,300}){1,40})\s{0,100}["']?command["']?:\s{0,100}(?:\[\s{0,100}|-[ \t]+)["']?[\w./-]{1,100}$/;
const MAX_ARGS = 1_500;
const MAX_PATH = 150;

/** After the name, in quotes or not, an item or the end of the list. */
const LIST_FOLLOWS =
  /(?:\.exe)?(?:\\{0,3}["'])?[ \t]{0,40}(?:,|\]|(?:#[^\n]{0,200})?\r?\n[ \t]{0,80}(?:-[ \t]|["']?(?:args|command)["']?:|[,\]]))/y;
/** The paths of files that are shown in sentences have a slash before the option. */
const SHELL_FOLLOWS =
  /(?:\.exe)?["']?(?:(?=[ \t]|[\\`]\r?\n|\r?\n[ \t]{0,80}--?[A-Za-z\d])|\/(?=-))/y;

/** The same option on the next line continues a folded text: no command begins with a dash. */
const BLANK = /(?:[ \t]|[\\`]\r?\n(?:[ \t]*#[^\n]*\n)*|\r?\n[ \t]{0,80}(?=--?[A-Za-z\d]))+/y;

/** A part of a word: references with blanks in them, quotes, and the rest. A quote before a blank ends the string around it. */
const WORD = new RegExp(
  [
    String.raw`\$?\{\{[^\n]{0,300}?\}\}`,
    String.raw`\$\([^()\n]{0,300}\)`,
    String.raw`\$\{[^}\n]{0,200}\}`,
    String.raw`\x60[^\x60\n]{0,300}\x60`,
    String.raw`'(?![\s,\])};]|$)[^'\n]{0,2000}'`,
    String.raw`(\\{0,3}")(?![\s,\])};]|$)(?:(?!\1)(?:\\.|[^\n])){0,2000}\1`,
    String.raw`\\[^nrt"\s]`,
    String.raw`[^\s"'\x60;|&()\\]`,
  ].join('|'),
  'y',
);

function shellWords(text: string, from: number, most: number): CommandWords {
  const words: CommandWord[] = [];
  let at = from;
  while (words.length < MAX_WORDS) {
    at += matchAt(BLANK, text, at)?.[0].length ?? 0;
    if (text.charAt(at) === '#') break;
    const start = at;
    for (let part = matchAt(WORD, text, at); part && at < most; part = matchAt(WORD, text, at))
      at += part[0].length;
    if (at === start) break;
    words.push(wordIn(text, start, at));
  }
  return { words, end: at };
}

/** What is between two items. A bracket or a comma begins an item of JSON, a dash one of YAML. */
const BETWEEN = new RegExp(
  [
    String.raw`\s{0,100},\s{0,100}\[?\s{0,100}`,
    String.raw`\s{0,100}\](?:\s{0,100},?\s{0,100}["']?(?:args|command)["']?:|[ \t]{0,40}\r?\n(?:[ \t]{0,80}(?:(?:args|command):|#[^\n]{0,200}\n)|\s{0,40}CMD))\s{0,100}(?:\[\s{0,100}|-[ \t]+)`,
    String.raw`[ \t]{0,40}(?:#[^\n]{0,200})?\r?\n[ \t]{0,80}(?:(?:args|command):\s{0,100})?(?:-[ \t]+|\[\s{0,100})`,
  ].join('|'),
  'y',
);
const ITEM = /(?<quote>\\{0,3}["'])(?:(?!\k<quote>)(?:\\.|[^\n])){0,2000}\k<quote>/y;
const BARE_ITEM = /[^\s,[\]{}"'][^,\]\n]{0,1000}/y;
const LINE_ITEM = /[^\s"'][^\n]{0,1000}/y;

function listWords(text: string, from: number, most: number): CommandWords {
  const words: CommandWord[] = [];
  let at = from + (matchAt(/(?:\.exe)?(?:\\{0,3}["'])?/y, text, from)?.[0].length ?? 0);
  while (words.length < MAX_WORDS && at < most) {
    const between = matchAt(BETWEEN, text, at)?.[0];
    if (between === undefined) break;
    const start = at + between.length;
    const isLine = /-[ \t]+$/.test(between);
    const [item = ''] =
      matchAt(ITEM, text, start) ?? matchAt(isLine ? LINE_ITEM : BARE_ITEM, text, start) ?? [];
    if (item === '') break;
    at = start + item.trimEnd().length;
    words.push(wordIn(text, start, at));
  }
  return { words, end: at };
}

/** The word without quotes, and without the brackets of a list that ends behind it. */
function wordIn(text: string, start: number, end: number): CommandWord {
  const raw = text.slice(start, end);
  const [, open = ''] = /^(\\{0,3}["'])(?:(?!\1).)*\1$/s.exec(raw) ?? [];
  const bare =
    open === '' ? raw.replace(/(?<=[^\]},{[])[\]},]+$/, (closing) => kept(raw, closing)) : raw;
  const from = start + open.length;
  const to = start + bare.length - open.length;
  return { text: text.slice(from, to), start: from, end: to };
}

/** Brackets that were opened in the word belong to it. */
function kept(raw: string, closing: string): string {
  return /[[{]/.test(raw) ? closing : '';
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
