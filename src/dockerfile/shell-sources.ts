import { secretMark } from '../core/secret-mark.js';
import { isSecretName } from '../secrets/secret-names.js';

/**
 * The commands of a script that decide what a text of it expands to: those that set its variables, in whatever way and
 * whatever they use in turn, and those that write a file which it names. All of the script where a value comes from its
 * input or from arguments.
 */
export function shellSources(text: string, script: string): string {
  if (script.length > MAX_SCRIPT) return script;
  const commands = commandsIn(script);
  // A name that is put together, and variables of a program in a variable, can be any of the script.
  if (text.includes('$') && EVALUATION.test(script)) return script;
  const found = new Set<string>();
  const asked = new Set<string>();
  const texts = [text];
  for (const one of texts) {
    if (ARGUMENTS.test(one)) return script;
    const sources = [
      ...namesIn(one).map((name) => settingOf(name)),
      ...functionsIn(one).map((name) => settingOf(name)),
      ...(one.includes('$') ? [SETTING_FILE] : []),
      ...pathsIn(one).map((path) => writingTo(path)),
    ].filter(({ source }) => !asked.has(source));
    if (asked.size + sources.length > MAX_SOURCES) return script;
    for (const pattern of sources) {
      asked.add(pattern.source);
      for (const command of commands)
        if (pattern.test(command) && !found.has(command)) {
          if (INPUT.test(command)) return script;
          found.add(command);
          texts.push(command);
        }
    }
  }
  return [...found].join(' ; ');
}

/** Longer scripts are not searched, and neither are more variables and files. */
const MAX_SCRIPT = 20_000;
const MAX_SOURCES = 50;

/** The text with the mark of a value in its place, where it has the name of a secret. */
export function withoutSecretValues(text: string): string {
  return text.replace(ASSIGNMENT, (all, name: string, is: string, value: string) =>
    isSecretName(name) ? `${name}${is}${secretMark(value.replace(/^(["'])(.*)\1$/s, '$2'))}` : all,
  );
}

const ASSIGNMENT = /(?<![\w$-])([A-Za-z_]\w{0,100})(\+?=)("[^"]*"|'[^']*'|[^\s;&|]+)/g;

/** The pipelines, and what is between words such as `do` and `then`. */
function commandsIn(script: string): string[] {
  const parts =
    script.match(/(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|(?<!\|)\|(?!\|)|[^;&|\n"'\\])+/g) ??
    [];
  return parts.flatMap((part) => part.split(/\b(?:do|then|else)\b/)).map((part) => part.trim());
}

function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))];
}

const VARIABLE = /\$\{?[#!]?([A-Za-z_]\w{0,100})/g;
/** The arguments of a function, of `set --` or of `sh -c`. */
const ARGUMENTS = /\$\{?[#!]?[\d@*]/;
/** What sets variables to what it reads, or to the arguments, as `for NAME` without `in` does. */
const INPUT =
  /(?:^|[|{(]|\b(?:while|until|if)\b)\s*(?:IFS=\S{0,20}\s+)?(?:read|mapfile|readarray|getopts)\b|\bfor\s+\w+$/;
/** `${!NAME}`, `eval` and `declare -n`. */
const EVALUATION = /\$\{!|(?:^|[\s;&|({])(?:eval\s|(?:declare|local|typeset)\s+-\w*n)/;

/** The name alone, as in `NAME=…`, `export NAME`, `for NAME in …`, `printf -v NAME` and `${NAME:=…}`. */
function settingOf(name: string): RegExp {
  return new RegExp(String.raw`(?<![\w$.{/-])${name}(?![\w./-])|\$\{${name}:?=`);
}

/** `. FILE` sets any variable. */
const SETTING_FILE = /(?:^|[\s({])(?:\.|source)\s+\S/;

/** The functions that a text may call for its words. */
function functionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(CALL)].map(([, name = '']) => name))];
}

const CALL = /(?:\$\(|`)\s{0,5}([A-Za-z_]\w{0,100})(?![\w./-])/g;

/** The files that a text names. Devices have nothing of what is written to them. */
function pathsIn(text: string): string[] {
  const paths = text.match(PATH) ?? [];
  return [...new Set([...paths, ...readNames(text)])].filter((path) => !path.startsWith('/dev/'));
}

const PATH = /(?<![\w.:/$}-])(?:\.{0,2}\/)[\w./-]{1,200}/g;

/** Files that a command reads in a known way: `cat FILE`, `< FILE`, `. FILE`, `curl -K FILE`, `wget -i FILE`. */
function readNames(text: string): string[] {
  return [...text.matchAll(READ)].map(([, name = '']) => name);
}

const READ =
  /(?:\b(?:cat|source|xargs\s+-a)\s+|(?<!<)<\s{0,5}|(?:^|[\s;&|({])\.\s+|\s(?:-K|-i|--config|--input-file)[\s=]{1,5})["']?((?:\.{0,2}\/)?[A-Za-z_][\w./-]{0,200})(?![\w./-])/g;

/** The files from which a text has its words: those that it reads, and those that it names in `$(…)`. */
export function pathsRead(text: string): string[] {
  const inner = text.match(/\$\([^()]{0,500}\)|`[^`]{0,500}`/g) ?? [];
  const paths = inner.flatMap((one) => one.match(PATH) ?? []);
  return [...new Set([...readNames(text), ...paths])].filter((path) => !path.startsWith('/dev/'));
}

/** The files that a script names or writes. */
export function pathsNamed(script: string): string[] {
  const written = [...script.matchAll(WRITTEN)].map(([, path = '']) => path);
  return [...new Set([...pathsIn(script), ...written])];
}

const WRITTEN = /(?:>\s{0,5}|\btee\s{1,5}(?:-\w{1,20}\s{1,5}){0,3})["']?([\w./-]{1,200})/g;

/** The commands of a script that name a file, and what these depend on. */
export function commandsNaming(path: string, script: string): string {
  const named = new RegExp(String.raw`(?<![\w./-])${escapedPath(path)}(?![\w./-])`);
  const commands = commandsIn(script.slice(0, MAX_SCRIPT)).filter((one) => named.test(one));
  const text = commands.join(' ; ');
  return [text, shellSources(text, script)].filter(Boolean).join(' ; ');
}

/** A redirection into the file, or `tee`. */
function writingTo(path: string): RegExp {
  return new RegExp(String.raw`(?:>\s*|\btee\s[\s\S]*?)["']?${escapedPath(path)}(?![\w./-])`);
}

function escapedPath(path: string): string {
  return path.replaceAll('.', String.raw`\.`).replaceAll('-', String.raw`\-`);
}
