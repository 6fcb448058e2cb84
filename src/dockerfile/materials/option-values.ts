import type { InputKind } from '../../core/build-input.js';
import { afterUnknownOption, isCertainName } from '../shell/hidden-words.js';
import type { Call, FoundInput } from './found-input.js';

/** The inputs of a command. Words that can be the value of an unknown option are neither shown nor taken for hosts. */
export function withoutOptionValues(
  { command, values }: Call,
  found: readonly FoundInput[],
): readonly FoundInput[] {
  const uncertain = command.args.flatMap((word, i) => {
    if (!command.args[i - 1]?.value.startsWith('-')) return [];
    const shown = afterUnknownOption(command, word);
    const text = values(word);
    const isVariable = text.startsWith('$');
    return shown !== undefined && (isVariable || !isCertainName(text))
      ? [{ shown, isVariable, at: word.range }]
      : [];
  });
  if (uncertain.length === 0) return found;
  return found.map((input) => {
    const { host: _, ...facts } = input;
    const one = uncertain.find(
      ({ at }) => at.startLine === input.at.startLine && at.startColumn === input.at.startColumn,
    );
    // A loop gives a variable its values.
    const isUnset = one?.isVariable && input.what.startsWith('$');
    if (!one || isUnset || !NAMED_BY_WORDS.has(input.kind)) return input;
    return { ...facts, what: one.shown, transport: 'unknown', pin: 'unknown' };
  });
}

const NAMED_BY_WORDS: ReadonlySet<InputKind> = new Set([
  'package',
  'package-source',
  'download',
  'git',
  'image',
]);
