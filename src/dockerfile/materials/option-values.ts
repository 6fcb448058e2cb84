import type { MaterialKind } from '../../core/material.js';
import { afterUnknownOption, isCertainName } from '../shell/hidden-words.js';
import type { Call, FoundMaterial } from './found-material.js';

/** The materials of a command. Words that can be the value of an unknown option are neither shown nor taken for hosts. */
export function withoutOptionValues(
  { command, values }: Call,
  found: readonly FoundMaterial[],
): readonly FoundMaterial[] {
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
  return found.map((material) => {
    const { host: _, ...facts } = material;
    const one = uncertain.find(
      ({ at }) =>
        at.startLine === material.at.startLine && at.startColumn === material.at.startColumn,
    );
    // A loop gives a variable its values.
    const isUnset = one?.isVariable && material.what.startsWith('$');
    if (!one || isUnset || !NAMED_BY_WORDS.has(material.kind)) return material;
    return { ...facts, what: one.shown, transport: 'unknown', pin: 'unknown' };
  });
}

const NAMED_BY_WORDS: ReadonlySet<MaterialKind> = new Set([
  'package',
  'package-source',
  'download',
  'git',
  'image',
]);
