import { shellCommands } from '../shell/commands.js';
import { isWrapper } from '../shell/wrappers.js';
import { DISTRIBUTED } from './file-names.js';
import type { Follow } from './follow.js';

/** A text that starts programs. */
export const STARTS =
  /\b(?:subprocess|child_process|execa|spawn|popen|os\.exec|create_subprocess|shell_exec|proc_open|passthru|open3)|(?<![.\w])exec\b|\bsystem\b|\bwhich\(|qx[{(]|\b(?:import|from)\s+sh\b|\b(?:shelljs|plumbum|fabric)\b/i;
const LITERAL = /(["'`])((?:(?!\1)[^\\\n]|\\.){1,2000})\1/g;

/** What the constant texts of a program are, and the names that it imports from `sh`. */
export function literalsIn(text: string): string {
  const found = [...text.matchAll(LITERAL)].map(([, , literal = '']) => literal);
  const commands = [...text.matchAll(/^\s*from\s+sh\s+import\s([^\n]{1,1000})/gm)];
  return [...found, ...commands.map(([, names = '']) => names)].join('\n');
}

/** The words at the start of constant texts. */
export function firstWords(text: string): string {
  return [...text.matchAll(/["'`]([a-z][\w.+-]{1,40})(?=["'` ])/g)]
    .map(([, name = '']) => name)
    .join('\n');
}

/** The text of a shell script without its comments, and of others the first line; undefined for other files. */
export function scriptText(
  path: string,
  { files, elfOf }: Pick<Follow, 'files' | 'elfOf'>,
): string | undefined {
  if (!files.isExecutable(path) && !path.endsWith('.sh')) return undefined;
  if (elfOf(path)) return undefined;
  const text = files.wholeText(path, MAX_TEXT);
  const [line = ''] = text?.split('\n', 1) ?? [];
  if (text === undefined || text.slice(0, 1024).includes('\0')) return undefined;
  if (line.startsWith('#!') && !/\b(?:a|ba|da|z|k)?sh\b/.test(line)) return line;
  if (!DISTRIBUTED.test(path) || text.length > MAX_SHELL) return text.replace(COMMENT, '');
  // Scripts of distributions have many words that are no programs.
  const commands = shellCommands(text);
  if (commands.length >= MAX_COMMANDS) return text.replace(COMMENT, '');
  return commands
    .flatMap(({ words }) => (startsNext(words[0] ?? '') ? words : words.slice(0, 1)))
    .join('\n');
}

/** Whether a command starts what its other words name. */
function startsNext(command: string): boolean {
  return isWrapper(command) || STARTS_NEXT.test(command);
}

/** Characters and commands of a script that shellCommands reads. */
const MAX_SHELL = 64 * 1024;
const MAX_COMMANDS = 1000;
/** Those that are no wrappers. */
const STARTS_NEXT =
  /[$`(]|^(?:eval|su|find|trap|alias|start-stop-daemon|service|invoke-rc\.d|run-parts|\.|source)$|(?:^|\/)\w*sh$/;

const COMMENT = /^[ \t]*#(?!!)[^\n]*/gm;

const MAX_TEXT = 1 << 20;
