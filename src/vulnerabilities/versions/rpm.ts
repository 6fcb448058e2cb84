import { compareText } from '../../lib/text.js';
import { compareDigits } from './digits.js';
import { defineScheme } from './scheme.js';

/**
 * RPM versions, `[epoch:]version[-release]`, compared as rpmvercmp does.
 * Source: rpm-version(7), "Version comparison".
 */
export const rpm = defineScheme('rpm', parse, compare);

interface RpmVersion {
  readonly epoch: string;
  readonly version: readonly Segment[];
  /** A version without a release sorts before the same version with any. */
  readonly release: readonly Segment[] | undefined;
}

interface Segment {
  readonly rank: Rank;
  readonly text: string;
}

/** At one position: `~` is oldest, then the end, `^`, letters, digits. */
enum Rank {
  Tilde,
  End,
  Caret,
  Letters,
  Digits,
}

const END: Segment = { rank: Rank.End, text: '' };

function parse(text: string): RpmVersion | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const [, epoch = '', rest = ''] = /^(?:([0-9]*):)?(.*)$/s.exec(trimmed) ?? [];
  const hyphen = rest.lastIndexOf('-');
  return hyphen < 0
    ? { epoch, version: segments(rest), release: undefined }
    : {
        epoch,
        version: segments(rest.slice(0, hyphen)),
        release: segments(rest.slice(hyphen + 1)),
      };
}

function segments(text: string): Segment[] {
  return (text.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? []).map((part) => ({
    rank: rank(part),
    text: part,
  }));
}

function rank(part: string): Rank {
  if (part === '~') return Rank.Tilde;
  if (part === '^') return Rank.Caret;
  return /^[0-9]/.test(part) ? Rank.Digits : Rank.Letters;
}

function compare(a: RpmVersion, b: RpmVersion): number {
  return (
    compareDigits(a.epoch, b.epoch) ||
    compareSegments(a.version, b.version) ||
    compareReleases(a.release, b.release)
  );
}

function compareReleases(a: RpmVersion['release'], b: RpmVersion['release']): number {
  if (a && b) return compareSegments(a, b);
  return Number(a !== undefined) - Number(b !== undefined);
}

function compareSegments(a: readonly Segment[], b: readonly Segment[]): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? END, b[i] ?? END];
    const difference =
      x.rank - y.rank ||
      (x.rank === Rank.Digits ? compareDigits(x.text, y.text) : compareText(x.text, y.text));
    if (difference !== 0) return difference;
  }
  return 0;
}
