/** A sentence about an object, and the names in it. */
export interface SentenceParts {
  /** The sentence with a mark in place of each name: equal for the same problem of two objects. */
  readonly pattern: string;
  readonly names: readonly string[];
  /** The positions of those between quotes. */
  readonly quoted: ReadonlySet<number>;
}

/** How long a secret is: no name. */
const LENGTH = / \((?:\d+ to \d+|\d+ or more|less than \d+) characters\)/g;

/**
 * Splits off what names something: what is between quotes, and words with other characters than letters, such as `redis:8`,
 * `SESSION_SECRET` and `/var/run/docker.sock`.
 */
export function splitNames(sentence: string): SentenceParts {
  const names: string[] = [];
  const positions = new Set<number>();
  const pattern = sentence
    .replace(LENGTH, '')
    .replace(/"([^"]*)"|[^\s"(),;]*[^\s"(),;A-Za-z’'-][^\s"(),;]*/g, (word, quoted?: string) => {
      const name = quoted ?? word.replace(/[:.]+$/, '');
      // A word at the end of a clause is no name.
      if (quoted === undefined && /^[A-Za-z’'-]*$/.test(name)) return word;
      if (quoted !== undefined) positions.add(names.length);
      names.push(name);
      return '\0';
    });
  return { pattern, names, quoted: positions };
}

/**
 * The names by which sentences of the same pattern differ, each once: what is between quotes if that differs, else the first
 * that does. Empty if none does.
 */
export function differingNames(sentences: readonly SentenceParts[]): string[] {
  const [first] = sentences;
  if (!first) return [];
  const differing = first.names.flatMap((name, at) =>
    sentences.some(({ names }) => names[at] !== name) ? [at] : [],
  );
  const place = differing.find((at) => first.quoted.has(at)) ?? differing[0];
  if (place === undefined) return [];
  return [...new Set(sentences.flatMap(({ names }) => names[place] ?? []))];
}
