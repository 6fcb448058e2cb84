import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A page of the documentation. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced code block. */
export interface Block {
  readonly page: string;
  /** The page and the line of the block. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** All pages that Git tracks or that are new, without the pages of rules, which are generated. */
export function pages(): Page[] {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
  return execFileSync('git', list, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((path) => !path.startsWith('docs/rules/'))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** The fenced code blocks of a page, also those in list items, without their indentation. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(/^( *)```(\w+)\n(.*?)^\1```$/gms)].map(
    ({ index, 1: indent = '', 2: language = '', 3: content = '' }) => ({
      page: path,
      name: `${path}:${text.slice(0, index).split('\n').length}`,
      language,
      text: content.replace(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

/** How the pages call Portside at the start of a command. */
const CALL =
  /(?:^|[;&|!({]|\b(?:then|do|else|run:))\s*(?:- )?(?:\$ )?(?:npx )?(?:portside|\$\{?PORTSIDE(?::-[^}]*)?\}?|node \S*dist\/cli\/index\.js)(?= )/gm;

/** The words of each `portside` command in a script, without the program; variables of the script are left out. */
export function commandsIn(script: string): string[][] {
  // Folded YAML continues the command on lines that begin with an option.
  const joined = script.replace(/\\\n\s*/g, ' ').replace(/\n\s+(?=--[a-z])/g, ' ');
  return [...joined.matchAll(CALL)].map(({ index, 0: call }) =>
    words(joined.slice(index + call.length)),
  );
}

/** The words up to the end of the command. */
function words(text: string): string[] {
  const found: string[] = [];
  const part = /\s*(?:'([^'\n]*)'|"([^"\n]*)"|((?:[^\s;&|<>()"']|=(?:'[^']*'|"[^"]*"))+))/y;
  for (;;) {
    const rest = text.slice(part.lastIndex);
    if (/^[ \t]*(?:$|[\n;&|<>)#]|\d>)/.test(rest)) return found;
    const match = part.exec(text);
    if (!match) throw new Error(`Cannot split the command ${text.split('\n')[0]}`);
    const [, single, double, bare] = match;
    const word = single ?? double ?? bare ?? '';
    if (!word.includes('$')) found.push(word);
    else if (word.startsWith('-')) found.push(word.replace(/\$\{?\w+\}?/g, 'x'));
  }
}
