import type { Span } from '../lib/span.js';
import { type CommandWords, commandWords, MAX_COMMAND } from './command-words.js';

/** Where commands of some programs have a secret. */
export interface SecretCommand {
  /** Names, with blanks between them. */
  readonly programs: string;
  /** Each matches the words after the program, with a line break before each word. The group `secret` is the value. */
  readonly words?: readonly RegExp[];
  /** Matches what a here-document, a here-string or the output of `echo` gives to a command with these words. */
  readonly input?: { readonly words?: RegExp; readonly text: RegExp };
  /** Matches what is before the program, for a report: where text is shown, its values are masked everywhere. */
  readonly before?: RegExp;
}

/** The most characters before a program that are read. */
export const MAX_BEFORE = 700;

/** The values that the command with the program at `from` to `to` has as secrets, and the characters that were read. */
export function commandValues(
  text: string,
  { start: from, end: to }: Span,
  commands: readonly SecretCommand[],
  isForMasking = false,
): { readonly values: readonly Span[]; readonly work: number } {
  const command = commandWords(text, to);
  const before = text.slice(Math.max(0, from - MAX_BEFORE), from);
  const joined = command?.words.map((word) => `\n${word.text}`).join('') ?? '';
  const values = commands.flatMap((one) => {
    if (!isForMasking && one.before?.test(before) === false) return [];
    const own = command ? (one.words ?? []).flatMap((word) => inWords(word, joined, command)) : [];
    return [...own, ...givenTo(one, { text, from, to, before, joined })];
  });
  return { values, work: (command?.end ?? to) - from + 1 };
}

function inWords(pattern: RegExp, joined: string, { words }: CommandWords): Span[] {
  let [start = -1, end = -1] = pattern.exec(joined)?.indices?.groups?.secret ?? [];
  if (start < 0) return [];
  for (const word of words) {
    const length = word.text.length + 1;
    if (start <= length) return literal(word.text, { start: start - 1, end: end - 1 }, word.start);
    start -= length;
    end -= length;
  }
  return [];
}

/** The value without quotes, unless it refers to another value. */
function literal(text: string, { start, end }: Span, offset: number): Span[] {
  const raw = text.slice(start, end);
  const [, open = ''] = /^(\\{0,3}["'])(?:(?!\1).)*\1$/s.exec(raw) ?? [];
  const value = raw.slice(open.length, raw.length - open.length);
  if (value === '' || REFERENCE.test(value)) return [];
  const from = offset + start + open.length;
  return [{ start: from, end: from + value.length }];
}

const REFERENCE = /^["']?(?:\$+[({A-Za-z_\d*@]|\{\{|<%|%\w+%|\x60|…)|^["']+$|^\\$/;

/** A command, and where it is. */
interface Place {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly before: string;
  readonly joined: string;
}

function givenTo({ input }: SecretCommand, place: Place): Span[] {
  if (!input || input.words?.test(place.joined) === false) return [];
  return [...behind(place.text, place.to), ...piped(place)].flatMap(({ start, end }) => {
    const given = place.text.slice(start, end);
    return [...given.matchAll(input.text)].flatMap(({ indices }) => {
      const [at = 0, to = 0] = indices?.groups?.secret ?? [];
      return literal(given, { start: at, end: to }, start);
    });
  });
}

/** The here-string, or the lines of the here-document, behind the program that ends at `to`. */
function behind(text: string, to: number): Span[] {
  const rest = text.slice(to, to + MAX_COMMAND);
  const line = /^(?:\\\r?\n|[^\n]){0,1000}/.exec(rest)?.[0] ?? '';
  const string = /<<<[ \t]*\$?(?:"([^"\n]*)"|'([^'\n]*)'|([^\s;|&]+))/d.exec(line);
  const [, ...groups] = string?.indices ?? [];
  const [place] = groups.filter((group) => group !== undefined);
  if (place) return [{ start: to + place[0], end: to + place[1] }];
  return documentAt(rest, /<<-?[ \t]*\\?["']?([A-Za-z_]\w*)/.exec(line)?.[1], to, line.length);
}

function documentAt(text: string, word: string | undefined, offset: number, line: number): Span[] {
  if (word === undefined) return [];
  const body = text.slice(line);
  const end = new RegExp(`\\n[ \\t]*${word}(?![\\w])`).exec(body)?.index ?? body.length;
  return end <= 0 ? [] : [{ start: offset + line + 1, end: offset + line + end }];
}

/** The words of `echo` and `printf`, or the here-document of `cat`, whose output the command reads. */
function piped({ text, from, before }: Place): Span[] {
  const [wrappers] = /\|[^\n;&|]{0,150}$/.exec(before) ?? [];
  if (wrappers === undefined) return [];
  const pipe = from - wrappers.length;
  const earlier = text.slice(Math.max(0, pipe - MAX_BEFORE), pipe);
  const alone = STRING_ALONE.exec(earlier);
  if (alone) {
    const [start, end] = alone.indices?.groups?.text ?? [0, 0];
    return [{ start: pipe - earlier.length + start, end: pipe - earlier.length + end }];
  }
  const program = [...earlier.matchAll(PRINTING)].at(-1);
  if (!program) return [];
  const at = pipe - earlier.length + program.index + program[0].length;
  if (program[0] === 'cat') return behind(text, at);
  const command = commandWords(text, at);
  if (!command || command.end > pipe || /\S/.test(text.slice(command.end, pipe))) return [];
  const words = command.words.filter((word) => !/^-[neE]+$|^--$/.test(word.text));
  const isFormat = program[0] === 'printf' && words.length > 1 && /%s/.test(words[0]?.text ?? '');
  return isFormat ? words.slice(1) : words;
}

const PRINTING = /(?<![\w.$-])(?:echo|printf|cat|Write-Output|Write-Host)(?=[ \t])/g;
/** PowerShell writes it, where a command begins: in a line, in a string, in an instruction, in the step of a workflow. */
const STRING_ALONE =
  /(?:^|[\n;{(&|"']|\b(?:RUN|CMD|ENTRYPOINT)[ \t]+(?:--\S{1,200}[ \t]+){0,8}|(?:^|\n)[ \t]*(?:-[ \t]+)?(?:[\w-]{1,40}:[ \t]+)?)[ \t]*(["'])(?<text>[^"'\n]+)\1[ \t]*$/di;
