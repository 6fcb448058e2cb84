/** The order of versions of an ecosystem. */
export interface VersionScheme {
  readonly id: string;
  /**
   * Negative, zero or positive when `a` is older than, equal to or newer than `b`. Throws InvalidVersion for a text that
   * is not a version of the ecosystem.
   */
  compare(a: string, b: string): number;
  /**
   * Compares one version, which is parsed once, with others: returns compare(version, other), or undefined when the
   * other is invalid. Undefined when the version itself is invalid.
   */
  comparator(version: string): ((other: string) => number | undefined) | undefined;
  /**
   * Whether the ecosystem allows the version. Some schemes also order what it does not allow: there, the result of a
   * comparison is a guess.
   */
  isValid(version: string): boolean;
}

/** The text is not a version of the ecosystem: it can be compared only as text. */
export class InvalidVersion extends Error {
  override readonly name = 'InvalidVersion';

  constructor(scheme: string, version: string) {
    super(`"${version.slice(0, 80)}" is not a ${scheme} version`);
  }
}

/** No real version is longer. Limits memory; every parser takes linear time. */
const MAX_LENGTH = 65_536;

const MAX_CACHED = 8192;
const MAX_CACHED_LENGTH = 128;

/**
 * A scheme from a parser, which returns undefined for an invalid text, and an order of its results. `isAllowed` is false for
 * results that the ecosystem does not allow as versions. Caches parsed versions.
 */
export function defineScheme<V extends object>(
  id: string,
  parse: (text: string) => V | undefined,
  compare: (a: V, b: V) => number,
  isAllowed: (version: V) => boolean = () => true,
): VersionScheme {
  const cache = new Map<string, V>();
  const tryParse = (text: string): V | undefined => {
    const cached = cache.get(text);
    if (cached) return cached;
    const parsed = text.length > MAX_LENGTH ? undefined : parse(text);
    if (parsed && text.length <= MAX_CACHED_LENGTH) {
      if (cache.size >= MAX_CACHED) cache.clear();
      cache.set(text, parsed);
    }
    return parsed;
  };
  const parseOrThrow = (text: string): V => {
    const parsed = tryParse(text);
    if (!parsed) throw new InvalidVersion(id, text);
    return parsed;
  };
  return {
    id,
    compare: (a, b) => compare(parseOrThrow(a), parseOrThrow(b)),
    comparator: (version) => {
      const own = tryParse(version);
      if (!own) return undefined;
      return (text) => {
        const other = tryParse(text);
        return other && compare(own, other);
      };
    },
    isValid: (version) => {
      const own = tryParse(version);
      return own !== undefined && isAllowed(own);
    },
  };
}
