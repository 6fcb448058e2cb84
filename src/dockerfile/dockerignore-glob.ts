/** Whether a pattern matches a path, given as its parts, or one of its parent folders. */
export type Glob = (parts: readonly string[], budget: Budget) => boolean;

/** The comparisons that are left. Below 0, nothing matches. */
export interface Budget {
  comparisons: number;
}

/** A part of a pattern: a test for one part of a path, or `**` for any number of parts. */
type PatternPart = '**' | ((part: string, budget: Budget) => boolean);

/** A reading of a pattern up to some character: its complete parts, and the text of the part after them. */
interface PartialReading {
  readonly parts: readonly PatternPart[];
  readonly text: string;
}

/** The cost of parsing one character of a pattern, in comparisons. */
const PARSE_COST = 50;

/**
 * `a**b` means either `ab`, or `a*`, any folders, and `b`: each such place doubles the readings of a pattern. A pattern
 * with more readings matches nothing.
 */
const MAX_READINGS = 16;

/**
 * Compiles a pattern of a .dockerignore file, as BuildKit interprets it: `**` without a slash after it may end inside a
 * name, and `**` at the end matches anything. Matching takes time proportional to the lengths of pattern and path. Policy
 * patterns have another dialect (src/lib/glob.ts). Source: github.com/moby/patternmatcher.
 */
export function compileGlob(pattern: string): Glob {
  let readings: readonly (readonly PatternPart[])[] | undefined;
  return (parts, budget) => {
    if (!readings) {
      budget.comparisons -= PARSE_COST * pattern.length;
      readings = parseReadings(pattern);
    }
    return readings.some((reading) => matchesParts(reading, parts, budget));
  };
}

function parseReadings(pattern: string): readonly (readonly PatternPart[])[] {
  let readings: readonly PartialReading[] = [{ parts: [], text: '' }];
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    if (char === '*' && pattern.charAt(at + 1) === '*') {
      at += pattern.charAt(at + 2) === '/' ? 2 : 1;
      const isLast = at + 1 >= pattern.length;
      readings = isLast
        ? // A pattern that matches a folder matches its content too, so one `*` is enough.
          readings.map(({ parts, text }) => ({ parts, text: `${text}*` }))
        : readings.flatMap(readDoubleStar);
      if (readings.length > MAX_READINGS) return [];
      continue;
    }
    const length = char === '\\' ? 2 : char === '[' ? classLength(pattern, at) : 1;
    const token = pattern.slice(at, at + length);
    at += length - 1;
    readings = readings.map((reading) =>
      token === '/'
        ? { parts: completeParts(reading), text: '' }
        : { parts: reading.parts, text: reading.text + token },
    );
  }
  return readings.map((reading) => completeParts(reading));
}

/** The readings after `**`: it matches nothing, or the rest of a name and any folders. */
function readDoubleStar(reading: PartialReading): PartialReading[] {
  const isPartStart = reading.text === '';
  const before = isPartStart ? reading.parts : completeParts(reading, '*');
  const withFolders: PartialReading = { parts: [...before, '**'], text: '' };
  return isPartStart ? [withFolders] : [reading, withFolders];
}

function completeParts({ parts, text }: PartialReading, suffix = ''): readonly PatternPart[] {
  return text + suffix === '' ? parts : [...parts, compilePart(text + suffix)];
}

/** The length of a character class with its brackets; 1 for a bracket without an end. */
function classLength(pattern: string, at: number): number {
  const close = pattern.indexOf(']', at + 2);
  return close < 0 ? 1 : close - at + 1;
}

/** Matches the first parts of a path. Only the last `**` is retried, which is sufficient. */
function matchesParts(
  reading: readonly PatternPart[],
  parts: readonly string[],
  budget: Budget,
): boolean {
  let [at, index, star, retry] = [0, 0, -1, 0];
  while (at < reading.length) {
    const patternPart = reading[at];
    if (patternPart === '**') {
      star = at++;
      retry = index;
      continue;
    }
    const part = parts[index];
    if (part === undefined || --budget.comparisons < 0) return false;
    if (patternPart?.(part, budget)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else return false;
  }
  return budget.comparisons >= 0;
}

/** A test for one character, or `*` for any number of characters. */
type CharTest = '*' | ((char: string) => boolean);

function compilePart(text: string): PatternPart {
  if (!/[*?[\\]/.test(text)) return (part) => part === text;
  const tests = compileChars(text);
  return (part, budget) => matchesChars(tests, part, budget);
}

function compileChars(text: string): CharTest[] {
  const tests: CharTest[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '*') {
      if (tests.at(-1) !== '*') tests.push('*');
    } else if (char === '?') tests.push(() => true);
    else if (char === '[') {
      const length = classLength(text, at);
      // BuildKit rejects a class without an end; here it matches nothing.
      tests.push(length === 1 ? () => false : compileClass(text.slice(at + 1, at + length - 1)));
      at += length - 1;
    } else {
      const literal = char === '\\' && at + 1 < text.length ? text.charAt(++at) : char;
      tests.push((other) => other === literal);
    }
  }
  return tests;
}

function compileClass(body: string): (char: string) => boolean {
  const isNegated = body.startsWith('^');
  const ranges: [string, string][] = [];
  const chars = [...(isNegated ? body.slice(1) : body).replace(/\\(.)/g, '$1')];
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i] ?? '';
    const to = chars[i + 1] === '-' ? chars[i + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) i += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNegated;
}

/** Matches one part of a path. Only the last `*` is retried, which is sufficient: at most tests times characters. */
function matchesChars(tests: readonly CharTest[], text: string, budget: Budget): boolean {
  let [at, star, retry] = [0, -1, 0];
  for (let index = 0; index < text.length; ) {
    if (--budget.comparisons < 0) return false;
    const test = tests[at];
    if (test === '*') {
      star = at++;
      retry = index;
    } else if (test?.(text.charAt(index))) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++retry;
    } else return false;
  }
  while (tests[at] === '*') at++;
  return at === tests.length;
}
