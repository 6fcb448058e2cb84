/** Whether a pattern matches a path, given by its parts, or a folder above it. */
export type Glob = (parts: readonly string[], work: Work) => boolean;

/** Comparisons that are left; below 0 every answer is no. */
export interface Work {
  left: number;
}

/** One part of a pattern: what one part of a path may be, or `**`, any number of parts. */
type Part = '**' | ((part: string, work: Work) => boolean);

/** A pattern in the making: its whole parts, and the text of the one that is not at its end. */
interface Reading {
  readonly parts: readonly Part[];
  readonly text: string;
}

/** What reading a character of a pattern costs, in comparisons. */
const READING = 50;
/** `a**b` reads as `ab` and as `a*`, folders, `b`: each such place doubles the readings. A pattern has no more. */
const MAX_READINGS = 16;

/**
 * A pattern of a .dockerignore file as BuildKit reads it, where `**` followed by no slash has one, and at the end stands
 * for anything. Takes time in proportion to the lengths of pattern and path.
 * Source: github.com/moby/patternmatcher.
 */
export function glob(pattern: string): Glob {
  let readings: readonly (readonly Part[])[] | undefined;
  return (parts, work) => {
    if (!readings) {
      work.left -= READING * pattern.length;
      readings = readingsOf(pattern);
    }
    return readings.some((reading) => matches(reading, parts, work));
  };
}

function readingsOf(pattern: string): readonly (readonly Part[])[] {
  let readings: readonly Reading[] = [{ parts: [], text: '' }];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '*' && pattern.charAt(at + 1) === '*') {
      at += pattern.charAt(at + 2) === '/' ? 2 : 1;
      if (at + 1 >= pattern.length)
        // What lies below a folder that matches does so too.
        readings = readings.map((reading) => ({ ...reading, text: `${reading.text}*` }));
      else
        readings = readings.flatMap((reading) => {
          const before = reading.text === '' ? reading.parts : close(reading, '*');
          const below: Reading = { parts: [...before, '**'], text: '' };
          return reading.text === '' ? [below] : [reading, below];
        });
      if (readings.length > MAX_READINGS) return [];
      continue;
    }
    const length = char === '\\' ? 2 : char === '[' ? classLength(pattern, at) : 1;
    const text = pattern.slice(at, at + length);
    at += length - 1;
    readings = readings.map((reading) =>
      text === '/'
        ? { parts: close(reading), text: '' }
        : { ...reading, text: reading.text + text },
    );
  }
  return readings.map((reading) => close(reading));
}

function close({ parts, text }: Reading, more = ''): readonly Part[] {
  return text + more === '' ? parts : [...parts, part(text + more)];
}

/** The characters of a class with its brackets; of a bracket that none closes, 1. */
function classLength(pattern: string, at: number): number {
  const close = pattern.indexOf(']', at + 2);
  return close < 0 ? 1 : close - at + 1;
}

/** Only the last `**` is ever tried again, which is enough; a pattern that ends with a folder has what is in it. */
function matches(reading: readonly Part[], parts: readonly string[], work: Work): boolean {
  let [at, index, star, retry] = [0, 0, -1, 0];
  while (at < reading.length) {
    const wanted = reading[at];
    if (wanted === '**') {
      star = at++;
      retry = index;
      continue;
    }
    const part = parts[index];
    if (part === undefined || --work.left < 0) return false;
    if (wanted?.(part, work)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else return false;
  }
  return work.left >= 0;
}

type Char = '*' | ((char: string) => boolean);

function part(text: string): Part {
  if (!/[*?[\\]/.test(text)) return (other) => other === text;
  const chars = charsOf(text);
  return (other, work) => fits(chars, other, work);
}

function charsOf(text: string): Char[] {
  const chars: Char[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '*') {
      if (chars.at(-1) !== '*') chars.push('*');
    } else if (char === '?') chars.push(() => true);
    else if (char === '[') {
      const length = classLength(text, at);
      // BuildKit refuses a broken class; here it matches nothing.
      chars.push(length === 1 ? () => false : characterClass(text.slice(at + 1, at + length - 1)));
      at += length - 1;
    } else {
      const literal = char === '\\' && at + 1 < text.length ? text.charAt(++at) : char;
      chars.push((other) => other === literal);
    }
  }
  return chars;
}

function characterClass(body: string): (char: string) => boolean {
  const negated = body.startsWith('^');
  const ranges: [string, string][] = [];
  const chars = [...(negated ? body.slice(1) : body).replace(/\\(.)/g, '$1')];
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i] ?? '';
    const to = chars[i + 1] === '-' ? chars[i + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) i += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}

/** Only the last star is ever tried again, which is enough: pattern times text at most. */
function fits(chars: readonly Char[], text: string, work: Work): boolean {
  let [at, star, retry] = [0, -1, 0];
  for (let index = 0; index < text.length; ) {
    if (--work.left < 0) return false;
    const char = chars[at];
    if (char === '*') {
      star = at++;
      retry = index;
    } else if (char?.(text.charAt(index))) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else return false;
  }
  while (chars[at] === '*') at++;
  return at === chars.length;
}
