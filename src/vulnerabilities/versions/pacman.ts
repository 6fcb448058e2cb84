import { compareText } from '../../lib/text.js';
import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * Versions of pacman, `[epoch:]version[-pkgrel]`. The order differs from rpm's: letters that end a version make it older
 * (1.0rc < 1.0), and separators count (1.0 < 1.0.a). Source: vercmp(8).
 */
export const pacman = defineScheme('pacman', parse, compare, ({ version }) => version.length > 0);

interface PacmanVersion {
  readonly epoch: string;
  readonly version: readonly Segment[];
  /** Compared only if both versions have one. */
  readonly release: readonly Segment[] | undefined;
}

/** Digits or letters, with the number of other characters before them. */
interface Segment {
  readonly separators: number;
  readonly isNumber: boolean;
  readonly text: string;
}

function parse(text: string): PacmanVersion | undefined {
  const trimmed = text.trim();
  const [, epoch = '', rest = ''] = /^(?:([0-9]*):)?(.*)$/s.exec(trimmed) ?? [];
  const hyphen = rest.lastIndexOf('-');
  const version = hyphen < 0 ? rest : rest.slice(0, hyphen);
  if (version === '') return undefined;
  return {
    epoch: epoch || '0',
    version: segments(version),
    release: hyphen < 0 ? undefined : segments(rest.slice(hyphen + 1)),
  };
}

function segments(text: string): Segment[] {
  const found: Segment[] = [];
  let separators = 0;
  for (const [part] of text.matchAll(/[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+/g)) {
    if (/^[0-9A-Za-z]/.test(part)) {
      found.push({ separators, isNumber: /^[0-9]/.test(part), text: part });
      separators = 0;
    } else separators = part.length;
  }
  return found;
}

function compare(a: PacmanVersion, b: PacmanVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareSegments(a.version, b.version) ||
    (a.release && b.release ? compareSegments(a.release, b.release) : 0)
  );
}

function compareSegments(a: readonly Segment[], b: readonly Segment[]): number {
  for (let i = 0; ; i++) {
    const [x, y] = [a[i], b[i]];
    if (!x) return y ? -rankOfRest(y) : 0;
    if (!y) return rankOfRest(x);
    const difference =
      x.separators - y.separators ||
      Number(x.isNumber) - Number(y.isNumber) ||
      (x.isNumber ? compareDigits(x.text, y.text) : compareText(x.text, y.text));
    if (difference !== 0) return difference;
  }
}

/** Positive if the version that goes on is newer than the one that ends: not with letters that follow at once. */
function rankOfRest({ separators, isNumber }: Segment): number {
  return isNumber || separators > 0 ? 1 : -1;
}
