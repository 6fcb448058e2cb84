/** A simple command of a shell script. */
export interface SimpleCommand {
  readonly words: readonly string[];
  /** The command is followed by `&`. */
  readonly background: boolean;
  /** The text behind `<<<`. */
  readonly input?: string;
}

/** Commands and characters of one script that are read. */
const MAX_COMMANDS = 1_000;
const MAX_CHARACTERS = 64 * 1024;

/** Words before a command that are not part of it. */
const KEYWORDS = new Set(
  'if then elif else fi while until do done in esac { } ( ) ! time function coproc'.split(' '),
);

const TOKEN =
  /(?<blank>[ \t\r]+|\\\r?\n)|(?<comment>(?<![^\s;&|()])#[^\n]*)|(?<operator>&&|\|\||;;|&(?!>)|[;|\n()])|(?<word>(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[<>]&|&(?=>)|[^\s\\'";&|()]|[\\'"])+)/gy;

/**
 * The simple commands of a shell script, and the heads of `case` and `for`, approximately: quotes and comments are parsed, nothing is expanded, and
 * here-documents are read as commands. This is enough to see which programs a start script runs. The shell parser for
 * Dockerfiles also knows the position of each word.
 */
export function shellCommands(text: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let input: string | undefined;
  let isRedirectTarget = false;
  let isInput = false;
  const endCommand = (background: boolean) => {
    // Before an option, `time` is the program. Source: POSIX, "time".
    while (KEYWORDS.has(words[0] ?? '') && !(words[0] === 'time' && words[1]?.startsWith('-')))
      words.splice(0, words[0] === 'function' ? 2 : 1);
    const end = words[0] === 'case' ? words.indexOf('in', 2) : -1;
    // The first pattern is on the line of its `case`.
    if (end > 0) commands.push({ words: words.splice(0, end + 1), background: false });
    if (words.length > 0)
      commands.push({ words, background, ...(input !== undefined && { input }) });
    words = [];
    input = undefined;
    isRedirectTarget = false;
    isInput = false;
  };
  for (const { groups } of text.slice(0, MAX_CHARACTERS).matchAll(TOKEN)) {
    if (commands.length >= MAX_COMMANDS) break;
    if (groups?.operator !== undefined) endCommand(groups.operator === '&');
    const word = groups?.word;
    if (word === undefined) continue;
    const isRedirect = /^(?:\d*|&)[<>]/.test(word);
    if (isInput || /^0?<<<./s.test(word)) input = unquote(word.replace(/^0?<<</, ''));
    if (!isRedirect && !isRedirectTarget) words.push(unquote(word));
    isRedirectTarget = isRedirect && /[<>]$/.test(word);
    isInput = /^0?<<<$/.test(word);
  }
  endCommand(false);
  return commands;
}

function unquote(word: string): string {
  return word.replace(/\\\r?\n|\\(.)|['"]/gs, '$1');
}
