import type { Span } from '../../lib/span.js';
import { isSpace } from '../text/characters.js';
import type { TokenFactory } from '../text/tokens.js';
import type { Flag, Mount } from './model.js';

export interface FlagSpan extends Span {
  /** `--name=value` without quotes and escapes. */
  readonly text: string;
}

/**
 * The flags at the start of the arguments, and the offset of the other arguments.
 * Source: BuildKit frontend/dockerfile/parser/split_command.go.
 */
export function splitFlags(
  text: string,
  start: number,
  end: number,
): { flags: FlagSpan[]; rest: number } {
  const flags: FlagSpan[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text.charAt(at))) at++;
    if (!(text.charAt(at) === '-' && at + 1 < end && text.charAt(at + 1) === '-')) {
      return { flags, rest: at };
    }
    const from = at;
    let quote = '';
    let flag = '';
    while (at < end) {
      const char = text.charAt(at);
      if (quote === '' && isSpace(char)) break;
      if (char === '\\') {
        if (at + 1 < end) flag += text.charAt(at + 1);
        at += 2;
        continue;
      }
      if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = '';
      else flag += char;
      at++;
    }
    at = Math.min(at, end);
    if (flag === '--') return { flags, rest: at };
    flags.push({ start: from, end: at, text: flag });
  }
}

export function createFlag(span: FlagSpan, tokens: TokenFactory): Flag {
  const equals = span.text.indexOf('=');
  const token = tokens.token(span.start, span.end);
  const writtenEquals = tokens.text.slice(span.start, span.end).indexOf('=');
  return {
    name: span.text.slice(2, equals < 0 ? undefined : equals),
    value: equals < 0 ? undefined : span.text.slice(equals + 1),
    get range() {
      return token.range;
    },
    get start() {
      return token.start;
    },
    get end() {
      return token.end;
    },
    valueToken:
      equals < 0 || writtenEquals < 0
        ? undefined
        : tokens.token(span.start + writtenEquals + 1, span.end),
  };
}

/** Other names of mount options. */
const MOUNT_ALIASES = new Map([
  ['src', 'source'],
  ['dst', 'target'],
  ['destination', 'target'],
]);

/** The mounts of RUN: its `--mount` flags that have a value. */
export function mountsOf(flags: readonly Flag[]): Mount[] {
  return flags.flatMap((flag) => {
    if (flag.name !== 'mount' || flag.value === undefined) return [];
    const options = new Map<string, string>();
    for (const field of csvFields(flag.value)) {
      const equals = field.indexOf('=');
      const key = (equals < 0 ? field : field.slice(0, equals)).trim().toLowerCase();
      if (key === '') continue;
      options.set(MOUNT_ALIASES.get(key) ?? key, equals < 0 ? 'true' : field.slice(equals + 1));
    }
    return [{ flag, type: options.get('type') ?? 'bind', options }];
  });
}

/** Fields separated by commas; a field in double quotes may contain commas. Source: Go's encoding/csv. */
function csvFields(text: string): string[] {
  const fields: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"((?:[^"]|"")*)"(?:,|$)|([^,]*)(?:,|$)/g)) {
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
  }
  return fields;
}
