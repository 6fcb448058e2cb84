/** A simple command of a shell text. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** It is followed by `&`. */
  readonly background: boolean;
}

/** Commands and characters of one text that are read. */
const MOST_COMMANDS = 1_000;
const MOST_CHARACTERS = 64 * 1024;

/** Words that stand before a command and are none. */
const KEYWORDS = new Set(
  'if then elif else fi while until do done for in case esac { } ( ) ! time function'.split(' '),
);

const TOKEN =
  /(?<blank>[ \t\r]+|\\\r?\n)|(?<comment>(?<![^\s;&|()])#[^\n]*)|(?<operator>&&|\|\||;;|&(?!>)|[;|\n()])|(?<word>(?:\\[\s\S]|'[^']*'|"(?:\\[\s\S]|[^"\\])*"|[<>]&|&(?=>)|[^\s\\'";&|()]|[\\'"])+)/gy;

/**
 * The simple commands of a shell text, roughly: quotes and comments are respected, nothing is expanded, heredocs are
 * read as commands. Enough to tell what a start script runs; the Dockerfile's own shell reader places words exactly.
 */
export function shellCommands(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  const end = (background: boolean) => {
    while (words[0] !== undefined && KEYWORDS.has(words[0])) words.shift();
    if (words.length > 0) commands.push({ words, background });
    words = [];
  };
  let target = false;
  for (const { groups } of text.slice(0, MOST_CHARACTERS).matchAll(TOKEN)) {
    if (commands.length >= MOST_COMMANDS) break;
    if (groups?.operator !== undefined) end(groups.operator === '&');
    const word = groups?.word;
    if (word === undefined) continue;
    const redirection = /^(?:\d*|&)[<>]/.test(word);
    if (!redirection && !target) words.push(unquoted(word));
    target = redirection && /[<>]$/.test(word);
  }
  end(false);
  return commands;
}

function unquoted(word: string): string {
  return word.replace(/\\(.)|['"]/gs, '$1');
}
