import type { Dockerfile, Instruction, RunInstruction } from '../parser/model.js';
import type { ShellScript, ShellWord } from '../shell/model.js';
import { parseScript } from '../shell/parse.js';
import { ReachedLimits } from '../text/limits.js';
import { type ShellValues, shellValues } from './shell-values.js';

type ScriptInstruction = Extract<Instruction, { readonly script: ShellScript }>;

/**
 * The script of an instruction, with the words that the shell makes of `$NAME`, if the value is known: one in quotes, else one
 * for each part between blanks. They have the range of the variable. Rules that edit a command, or report what hadolint
 * reports, take the script as it is written.
 * Source: POSIX Shell Command Language, 2.6.5 Field Splitting.
 */
export function splitScript(
  dockerfile: Dockerfile,
  instruction: ScriptInstruction,
  values?: ShellValues,
): ShellScript {
  const { script, keyword, exec } = instruction;
  if (keyword !== 'RUN' || exec || script.interpreter !== undefined) return script;
  return VARIABLE.test(script.text) ? parseOnce(dockerfile, instruction, values) : script;
}

/** `$NAME` or `${NAME}`. */
const VARIABLE = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/;
const ONLY_VARIABLE = new RegExp(`^("?)${VARIABLE.source}\\1$`);

/** Words that variables add to one script. Later variables stay as they are written. */
const MAX_WORDS = 2000;

/** Commands that the code in variables may add, for `sh -c "$CODE"`. */
const MORE_COMMANDS = 50;

/** Several rules ask for the script with the values of the Dockerfile itself. */
const cache = new WeakMap<RunInstruction, ShellScript>();

function parseOnce(
  dockerfile: Dockerfile,
  run: RunInstruction,
  given: ShellValues | undefined,
): ShellScript {
  const known = given ? undefined : cache.get(run);
  if (known) return known;
  const { script } = run;
  const values = given ?? shellValues(dockerfile, run);
  let left = MAX_WORDS;
  const split = (word: ShellWord): readonly ShellWord[] => {
    if (!isKnown(word, values)) return [word];
    const { raw, range, start, end } = word;
    const text = values(word);
    const fields = raw.startsWith('"') ? [text] : (text.match(/[^ \t\n]+/g) ?? []);
    left -= fields.length;
    if (left < 0) return [word];
    return fields.map((value) => ({ raw, value, range, start, end, literal: !/[$`]/.test(value) }));
  };
  // With another separator, blanks do not split.
  const hasKnown =
    !/\bIFS=/.test(script.text) &&
    script.commands.some(({ name, args }) =>
      (name ? [name, ...args] : args).some((word) => isKnown(word, values)),
    );
  const result = hasKnown ? parseAgain(dockerfile, script, split) : script;
  if (!given) cache.set(run, result);
  return result;
}

/** The limits of the file are for the script as it is written. One that becomes much longer stays so. */
function parseAgain(
  { source }: Dockerfile,
  script: ShellScript,
  split: (word: ShellWord) => readonly ShellWord[],
): ShellScript {
  const limits = new ReachedLimits();
  limits.commands = 2 * script.commands.length + MORE_COMMANDS;
  const again = parseScript({ ...source, limits }, script.mapped, split);
  return limits.commands < 0 ? script : again;
}

function isKnown(word: ShellWord, values: ShellValues): boolean {
  return ONLY_VARIABLE.test(word.raw) && values(word) !== word.value;
}
