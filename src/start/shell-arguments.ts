/** One list of arguments that a script may have. */
interface ArgumentList {
  /** The values of `$0`, `$1` … */
  readonly positional: readonly string[];
  /** It was started as a command when the script set it. */
  readonly isStarted: boolean;
}

const MAX_LISTS = 32;
/** `$@` or `$*`, or some of them: `${@:2}` */
const ALL = /^\$(?:[@*]|\{[@*](?::([^}]*))?\})$/;
const USED = /\$(?:[\d@*]|\{[\d@*])/;

/** Whether a word is all arguments, or some. */
export function isArguments(word: string): boolean {
  return ALL.test(word);
}

/** The arguments that a word stands for; the word itself if it is none, or the part is not known. */
export function argumentsOf(
  word: string,
  positional: readonly string[],
): readonly string[] | undefined {
  const found = ALL.exec(word);
  if (!found) return undefined;
  if (found[1] === undefined) return positional.slice(1);
  const [, start, length] =
    /^[ \t]*(\d{1,3})[ \t]*(?::[ \t]*(\d{1,3})[ \t]*)?$/.exec(found[1]) ?? [];
  if (start === undefined) return [word];
  const end = length === undefined ? undefined : Number(start) + Number(length);
  return positional.slice(Number(start), end);
}

/**
 * The arguments of a script, which `set` and `shift` change. Conditions are not followed: each list that the script may have
 * had by then is possible.
 */
export class ShellArguments {
  /** At least one. */
  readonly #lists: ArgumentList[];
  /** There are more lists than are kept. */
  isCut = false;

  constructor(positional: readonly string[]) {
    this.#lists = [{ positional, isStarted: false }];
  }

  /** All lists, for a script in it that cannot change them. */
  get all(): readonly (readonly string[])[] {
    return this.#lists.map(({ positional }) => positional);
  }

  /** The lists with which a command may run. */
  of(words: readonly string[]): readonly (readonly string[])[] {
    const [first = { positional: ['sh'], isStarted: false }] = this.#lists;
    if (!words.some((word) => USED.test(word))) return [first.positional];
    const command = words.find((word) => word !== 'exec') ?? '';
    if (!isArguments(command) || this.#lists.length === 1) return this.all;
    const programs = this.#lists.filter(
      ({ isStarted, positional: [, program = '-'] }) => !isStarted && !program.startsWith('-'),
    );
    const isAllStarted = this.#lists.some(({ isStarted }) => isStarted);
    if (programs.length === 0 && !isAllStarted) return [first.positional];
    return programs.map(({ positional }) => positional);
  }

  /** The lists that change what words stand for, which are no command. */
  for(words: readonly string[]): readonly (readonly string[])[] {
    return words.some((word) => USED.test(word)) ? this.all : this.all.slice(0, 1);
  }

  add(positional: readonly string[], isStarted: boolean): void {
    const key = JSON.stringify(positional);
    if (this.#lists.some((list) => JSON.stringify(list.positional) === key)) return;
    if (this.#lists.length >= MAX_LISTS) this.isCut = true;
    else this.#lists.push({ positional, isStarted });
  }

  /** Leaves out the lists that are only options: a program was put before them. */
  dropOptions(): void {
    const kept = this.#lists.filter(({ positional: [, first = '-'] }) => !first.startsWith('-'));
    if (kept.length > 0) this.#lists.splice(0, this.#lists.length, ...kept);
  }

  /** `shift`, in a loop or with a number. */
  shift(): void {
    for (const [name = 'sh', ...args] of this.all)
      for (let from = 1; from <= args.length && !this.isCut; from++)
        this.add([name, ...args.slice(from)], false);
  }
}

/** What `set` makes the arguments; undefined if it only sets options of the shell. Source: POSIX, "set". */
export function setWords(words: readonly string[]): readonly string[] | undefined {
  if (words[0] !== 'set') return undefined;
  let at = 1;
  for (; /^[-+]/.test(words[at] ?? ''); at++) {
    const word = words[at] ?? '';
    if (word === '--') return words.slice(at + 1);
    if (/^[-+][a-z]*o$/i.test(word)) at++;
  }
  return at < words.length ? words.slice(at) : undefined;
}
