import type { Finding } from '../core/finding.js';
import { fingerprint } from '../core/fingerprint.js';
import { type Location, overlaps } from '../core/location.js';
import { suppressed } from '../core/suppression.js';
import { lastAtOrBefore } from '../lib/lines.js';
import type { FileSecrets } from './file.js';
import { secretFinding } from './finding.js';
import { allowedOnLine, type SearchBudget, type Secret, searchText } from './search.js';

/** A value under its name, as it is evaluated, and where the file gives it. */
interface NamedValue {
  readonly name: string;
  readonly value: string;
  readonly at: Location;
}

/** What a search for values needs to know of their file. */
interface SearchedFile {
  readonly path: string;
  readonly text: string;
  /** What is found in it. */
  readonly found: Pick<FileSecrets, 'findings' | 'suppressed'>;
  /** The digests of secrets that are reported at another place. */
  readonly known: ReadonlySet<string>;
}

/** Characters of the values of a file that are searched: many can use a long variable. */
const MAX_CHARACTERS = 1 << 22;

/**
 * Searches the values of a file, which can differ from how the file writes them: they have no escapes, and what variables
 * are set to. Each secret is found once, at the first value that has it.
 */
export function valueSecrets(
  { path, text, found, known }: SearchedFile,
  values: Iterable<NamedValue>,
  budget: SearchBudget,
): FileSecrets {
  const lines = text.split('\n');
  const { searched, starts, places, isCut } = textOf(values, lines);
  const { secrets, allowed, complete } = searchText(searched, { path, budget });
  const before = [...found.findings, ...found.suppressed].flatMap(({ location }) => location ?? []);
  const placeOf = ({ start }: Secret) => places[lastAtOrBefore(starts, start)];
  const seen = new Set(known);
  const take = (all: readonly Secret[]) =>
    all.flatMap((secret) => {
      const at = placeOf(secret);
      if (!at || seen.has(secret.digest)) return [];
      seen.add(secret.digest);
      return before.some((one) => overlaps(one, at)) ? [] : [{ secret, at }];
    });
  const findingOf = (secret: Secret, location: Location): Finding => ({
    ...secretFinding(secret, path),
    location,
    fingerprint: fingerprint(secret.detector.id, path, secret.mark),
  });
  return {
    findings: take(secrets).map(({ secret, at }) => findingOf(secret, at)),
    suppressed: take(allowed).map(({ secret, at }) =>
      suppressed(findingOf(secret, at), {
        path,
        line: at.endLine,
        rule: secret.allowedBy ?? '',
      }),
    ),
    complete: complete && !isCut,
    digests: [...secrets, ...allowed].map(({ digest }) => digest),
  };
}

/** The values as assignments, one after the other, with the comments that allow the secrets of their lines. */
function textOf(values: Iterable<NamedValue>, lines: readonly string[]) {
  const starts: number[] = [];
  const places: Location[] = [];
  const parts: string[] = [];
  let length = 0;
  for (const { name, value, at } of values) {
    const quote = value.includes('"') ? '' : '"';
    const comment = allowedOnLine(lines[at.endLine - 1] ?? '');
    const part = `${name}=${quote}${value}${quote}${comment === undefined ? '' : ` # ${comment}`}\n`;
    if (length + part.length > MAX_CHARACTERS)
      return { searched: parts.join(''), starts, places, isCut: true };
    starts.push(length);
    places.push(at);
    parts.push(part);
    length += part.length;
  }
  return { searched: parts.join(''), starts, places, isCut: false };
}
