import type { Span } from '../lib/span.js';
import { commandValues, type SecretCommand } from './command-values.js';
import { commandLines } from './kinds/command-lines.js';

/**
 * The values that programs get as secrets on the command lines of a text: all of them but references, to mask them. Where a
 * text has so many commands that they are not all read, the rest of it is one place.
 */
export function commandPlaces(text: string): Span[] {
  const places: Span[] = [];
  let work = MAX_WORK + 4 * text.length;
  for (const { index, 0: name } of text.matchAll(NAME)) {
    const commands = COMMANDS.get(name.toLowerCase());
    if (!commands) continue;
    if (work < 0) return [...places, { start: index, end: text.length }];
    const place = { start: index, end: index + name.length };
    const read = commandValues(text, place, commands, true);
    places.push(...read.values);
    work -= read.work;
  }
  return places;
}

/** Characters that any text may take, however short it is. */
const MAX_WORK = 4 * 1024 * 1024;

const NAME = /(?:(?<![\w.$-])|(?<=\\[nrt]))[a-z\d][\w-]{1,20}(?=[\s"'\\,.\]/`;)<|&]|$)/gi;

const COMMANDS: ReadonlyMap<string, readonly SecretCommand[]> = allCommands();

function allCommands(): ReadonlyMap<string, readonly SecretCommand[]> {
  const all = new Map<string, SecretCommand[]>();
  for (const { format } of commandLines)
    if (format.kind === 'command')
      for (const [program, commands] of format.commands)
        all.set(program, [...(all.get(program) ?? []), ...commands]);
  return all;
}
