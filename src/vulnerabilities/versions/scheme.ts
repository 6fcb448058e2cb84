/** One ecosystem's order of versions. */
export interface VersionScheme {
  readonly id: string;
  /**
   * Negative, zero or positive as `a` is older than, equal to or newer than `b`. Throws InvalidVersion for a text that
   * the ecosystem does not know as a version.
   */
  compare(a: string, b: string): number;
  /**
   * The order of others beside one version, which is read once: as compare(version, other), undefined for another that
   * is none. Undefined when the version itself is none.
   */
  comparator(version: string): ((other: string) => number | undefined) | undefined;
}

/** The text is no version of the ecosystem: it can be compared as text only. */
export class InvalidVersion extends Error {
  override readonly name = 'InvalidVersion';

  constructor(scheme: string, version: string) {
    super(`"${version.slice(0, 80)}" is no ${scheme} version`);
  }
}

/** No real version is longer; every parser is linear, so this is a bound on memory rather than on time. */
const LONGEST_VERSION = 65_536;

const REMEMBERED = 8192;
const LONGEST_REMEMBERED = 128;

/** A scheme from a parser (undefined for an invalid text) and an order of what it returns. Parsed versions are remembered. */
export function defineScheme<V extends object>(
  id: string,
  parse: (text: string) => V | undefined,
  compare: (a: V, b: V) => number,
): VersionScheme {
  const known = new Map<string, V>();
  const read = (text: string): V | undefined => {
    const remembered = known.get(text);
    if (remembered) return remembered;
    const parsed = text.length > LONGEST_VERSION ? undefined : parse(text);
    if (parsed && text.length <= LONGEST_REMEMBERED) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(text, parsed);
    }
    return parsed;
  };
  const must = (text: string): V => {
    const parsed = read(text);
    if (!parsed) throw new InvalidVersion(id, text);
    return parsed;
  };
  return {
    id,
    compare: (a, b) => compare(must(a), must(b)),
    comparator: (version) => {
      const own = read(version);
      if (!own) return undefined;
      return (text) => {
        const other = read(text);
        return other && compare(own, other);
      };
    },
  };
}
