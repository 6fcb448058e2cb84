import type { ShellWord } from '../shell/model.js';
import type { Call } from './found-material.js';
import { hasUnknownPart } from './shell-values.js';

type Script = Pick<Call, 'run' | 'values'>;

/** Loops, and values of a variable, that are followed; and the length of a loop's words. */
const MAX_LOOPS = 100;
const MAX_VALUES = 50;
const MAX_LENGTH = 8000;

/**
 * The texts that a word can be: one for each word of the loop whose variable it has, or one for each value that the script
 * gives a variable which is the whole word. Else the text itself.
 */
export function variantsOf(
  script: Script,
  word: Pick<ShellWord, 'value' | 'raw' | 'literal'>,
  part?: string,
): readonly string[] {
  const text = script.values(word, part);
  if (!hasUnknownPart(text)) return [text];
  const { loops, assigned } = variablesOf(script);
  for (const [use, plain, braced] of text.matchAll(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)) {
    const name = plain ?? braced ?? '';
    const values = loops.get(name) ?? (use === text ? assigned.get(name) : undefined);
    if (values) return [...new Set(values.map((value) => text.replaceAll(use, () => value)))];
  }
  return [text];
}

interface Variables {
  readonly loops: ReadonlyMap<string, readonly string[]>;
  /** The texts that a script gives a variable, one in each branch: `case` of the architecture. */
  readonly assigned: ReadonlyMap<string, readonly string[]>;
}

/** By the function that gives the values: another build has other ones. */
const cache = new WeakMap<Call['values'], Variables>();

function variablesOf(script: Script): Variables {
  let found = cache.get(script.values);
  if (!found) {
    found = { loops: loopsIn(script), assigned: assignedIn(script) };
    cache.set(script.values, found);
  }
  return found;
}

const LOOP =
  /for\s{1,20}([A-Za-z_]\w*)\s{1,20}in\s{1,200}(?:\$\(\s*shuf\s+-e\s+)?([^;()]{1,8000}?)\)?\s{0,200};?\s{0,200}\bdo\b/y;

/** The words of `for NAME in …; do`, also of `for NAME in $(shuf -e …)`. */
function loopsIn({ run, values }: Script): Map<string, readonly string[]> {
  const { text } = run.script;
  const loops = new Map<string, readonly string[]>();
  let at = text.indexOf('for');
  for (let count = 0; at >= 0 && count < MAX_LOOPS; count++) {
    LOOP.lastIndex = 0;
    const [, name = '', list = ''] = LOOP.exec(text.slice(at, at + MAX_LENGTH)) ?? [];
    const words = list.split(/[\s\\'"]+/).filter((word) => word !== '');
    if (words.length > 0)
      loops.set(
        name,
        // The variable stands for the others: what it is, is not known.
        [...words.slice(0, MAX_VALUES), ...(words.length > MAX_VALUES ? [`\${${name}}`] : [])].map(
          (value) => values({ value, raw: value, literal: !value.includes('$') }),
        ),
      );
    at = text.indexOf('for', at + 3);
  }
  return loops;
}

function assignedIn({ run, values }: Script): Map<string, readonly string[]> {
  const assigned = new Map<string, Set<string>>();
  for (const { assignments } of run.script.commands)
    for (const { name, value } of assignments) {
      const texts = assigned.get(name) ?? new Set();
      assigned.set(name, texts);
      if (!value || value.value === '') continue;
      const text = values(value);
      if (hasUnknownPart(text)) continue;
      texts.add(texts.size < MAX_VALUES ? text : `\${${name}}`);
    }
  return new Map(
    [...assigned].flatMap(([name, texts]) => (texts.size > 0 ? [[name, [...texts]]] : [])),
  );
}
