import { compareText } from '../../lib/text.js';
import { compareDigits, compareNumbers, isDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Python packages. A version that PEP 440 does not allow is compared as setuptools did before 2022, and is older than
 * every version that it allows. @renovatebot/pep440 5.0.1 orders the allowed ones in the same way, but has 6.7 kB minified
 * (this file 2.3 kB), and not the others.
 * Source: packaging.python.org/specifications/version-specifiers; setuptools' LegacyVersion.
 */
export const pep440 = defineScheme('pep440', parse, compare, ({ kind }) => kind === 'pep440');

type PythonVersion = Pep440 | Legacy;

interface Pep440 {
  readonly kind: 'pep440';
  readonly epoch: string;
  /** Without trailing zeros. */
  readonly release: readonly string[];
  readonly stage: Stage;
  readonly pre: string;
  readonly post: string | undefined;
  readonly dev: string | undefined;
  readonly local: readonly string[] | undefined;
}

interface Legacy {
  readonly kind: 'legacy';
  readonly parts: readonly string[];
}

/** The stage of a release; `.devN` alone comes before every pre-release. */
enum Stage {
  Dev,
  Alpha,
  Beta,
  Candidate,
  Final,
}

const PEP440 =
  /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

function parse(text: string): PythonVersion | undefined {
  const version = text.trim().toLowerCase();
  const match = PEP440.exec(version);
  if (!match) return version === '' ? undefined : { kind: 'legacy', parts: legacyParts(version) };
  const [, epoch = '', release = '', pre, preNumber = '', implicitPost, postWord, postNumber = ''] =
    match;
  const [devWord, devNumber = '', local] = match.slice(8);
  const post = implicitPost ?? (postWord === undefined ? undefined : postNumber);
  const dev = devWord === undefined ? undefined : devNumber;
  return {
    kind: 'pep440',
    epoch,
    release: withoutTrailingZeros(release.split('.')),
    stage: stageOf(pre, post, dev),
    pre: preNumber,
    post,
    dev,
    local: local?.split(/[-_.]/),
  };
}

function stageOf(
  pre: string | undefined,
  post: string | undefined,
  dev: string | undefined,
): Stage {
  if (pre === undefined) return post === undefined && dev !== undefined ? Stage.Dev : Stage.Final;
  if (pre.startsWith('a')) return Stage.Alpha;
  return pre.startsWith('b') ? Stage.Beta : Stage.Candidate;
}

function withoutTrailingZeros(parts: readonly string[]): readonly string[] {
  let end = parts.length;
  while (end > 1 && /^0+$/.test(parts[end - 1] ?? '')) end--;
  return parts.slice(0, end);
}

function compare(a: PythonVersion, b: PythonVersion): number {
  if (a.kind === 'pep440' && b.kind === 'pep440') return comparePep440(a, b);
  if (a.kind === 'legacy' && b.kind === 'legacy') return compareLegacy(a.parts, b.parts);
  return a.kind === 'legacy' ? -1 : 1;
}

function comparePep440(a: Pep440, b: Pep440): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareNumbers(a.release, b.release) ||
    a.stage - b.stage ||
    compareDigits(a.pre, b.pre) ||
    compareOptional(a.post, b.post, -1) ||
    compareOptional(a.dev, b.dev, 1) ||
    compareLocals(a.local, b.local)
  );
}

/** `absent` is the order of a version without the part relative to one with it: -1 for older, 1 for newer. */
function compareOptional(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a !== undefined && b !== undefined) return compareDigits(a, b);
  if (a === b) return 0;
  return a === undefined ? absent : -absent;
}

/** A version without local part comes first. Numbers come after words; with equal common parts, the longer is newer. */
function compareLocals(a: Pep440['local'], b: Pep440['local']): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined);
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    const [numericX, numericY] = [isDigits(x), isDigits(y)];
    const difference =
      Number(numericX) - Number(numericY) || (numericX ? compareDigits(x, y) : compareText(x, y));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const LEGACY_WORDS: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['-', 'final-'],
  ['rc', 'c'],
  ['dev', '@'],
]);

/** Words get the prefix `*`: they sort before numbers, and pre-release words before `*final`, which ends every list. */
function legacyParts(version: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of version.match(/[0-9]+|[a-z]+|\.|-|[^0-9a-z.-]+/g) ?? []) {
    const part = LEGACY_WORDS.get(piece) ?? piece;
    if (part === '.') continue;
    if (isDigits(part)) parts.push(part);
    else pushWord(parts, `*${part}`);
  }
  pushWord(parts, '*final');
  return parts;
}

/** A pre-release word removes the dashes before it; every word removes the zeros before it. */
function pushWord(parts: string[], word: string): void {
  if (word < '*final') while (parts.at(-1) === '*final-') parts.pop();
  while (/^0+$/.test(parts.at(-1) ?? '')) parts.pop();
  parts.push(word);
}

function compareLegacy(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    const difference = isDigits(x) && isDigits(y) ? compareDigits(x, y) : compareText(x, y);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
