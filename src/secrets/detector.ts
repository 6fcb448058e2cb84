import type { Confidence } from '../core/finding.js';
import type { Severity } from '../core/severity.js';

/** One kind of secret, written from its provider's documented format. */
export interface Detector {
  /** kebab-case: github-token */
  readonly id: string;
  /** What it is, for a sentence: "a GitHub token". */
  readonly what: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Lower-case ASCII, one of which stands in every such secret or in the name that it is assigned to. */
  readonly keywords: readonly string[];
  readonly shape: CandidateShape;
  /** Bits a character that a real one has at least; 0 takes any. */
  readonly entropy: number;
  /** Says no to look-alikes that the pattern lets through. */
  readonly accept?: (secret: string) => boolean;
  /** Files that may hold it; any when absent. */
  readonly path?: RegExp;
  /** Where the provider documents it. */
  readonly reference: string;
}

/** How a secret is recognized from the place of a keyword. */
export type CandidateShape =
  /** The keyword begins it, or stands at most `before` characters behind its beginning; `reach` bounds what is read. */
  | {
      readonly kind: 'token';
      readonly pattern: RegExp;
      readonly before: number;
      readonly reach: number;
      /** A look at the bytes behind the keyword that says no to most places, before a window is cut. */
      readonly glance?: (bytes: Uint8Array, end: number) => boolean;
    }
  /** A value of this form, assigned to a name that has the keyword as a word. */
  | { readonly kind: 'named'; readonly value: RegExp };

interface Options {
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly entropy?: number;
  readonly accept?: (secret: string) => boolean;
  readonly path?: RegExp;
}

/** Characters after a keyword that a pattern sees, where the format says no more. */
const REACH = 220;

/**
 * A token that its prefix gives away. `keywords` are divided by spaces. `source` is a regular expression that begins
 * at the keyword; its group `secret`, else all of it, is the secret. Every quantifier in it is bounded.
 */
export function token(
  id: string,
  what: string,
  keywords: string,
  source: string,
  reference: string,
  options: Options & {
    readonly before?: number;
    readonly reach?: number;
    readonly after?: string;
    readonly glance?: (bytes: Uint8Array, end: number) => boolean;
  } = {},
): Detector {
  const { before = 0, reach = REACH, after = '(?![A-Za-z0-9_])', glance, ...rest } = options;
  const body = source.includes('(?<secret>') ? source : `(?<secret>${source})`;
  const begin = /^(?:\(\?<=|[^A-Za-z0-9([])/.test(source) ? '' : BEGIN;
  // One that only looks back at what is before its keyword is tried there alone: each try may look far.
  const scans = before > 0 && !source.startsWith('(?<=');
  const pattern = new RegExp(`${begin}(?:${body})${after}`, scans ? 'dg' : 'dy');
  return {
    id,
    what,
    severity: 'high',
    confidence: 'high',
    entropy: 2.5,
    keywords: keywords.split(' '),
    shape: { kind: 'token', pattern, before, reach, ...(glance ? { glance } : {}) },
    reference,
    ...rest,
  };
}

/** No letter or digit before it, other than the n of an escaped line break. */
const BEGIN = '(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt]))';

/**
 * A value without a prefix of its own that only its name gives away: less certain. `keywords` are words of the name,
 * divided by spaces; `value` is a regular expression for the whole value.
 */
export function named(
  id: string,
  what: string,
  keywords: string,
  value: string,
  reference: string,
  options: Options = {},
): Detector {
  return {
    id,
    what,
    severity: 'medium',
    confidence: 'medium',
    entropy: 3,
    keywords: keywords.split(' '),
    shape: { kind: 'named', value: new RegExp(`^(?:${value})$`) },
    reference,
    ...options,
  };
}
