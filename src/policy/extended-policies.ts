import { posix } from 'node:path';
import { PortsideError, reason } from '../lib/errors.js';
import type { ExtendedFile, PolicyValues } from './policy-keys.js';
import { readValues, unreadFile } from './policy-values.js';
import type { PolicyProblem } from './yaml.js';

/** The text of a file of the repository, by its path from the top; undefined if there is none. */
export type ReadPolicyFile = (path: string) => Promise<string | undefined>;

/** A policy with those that it extends. */
export interface ExtendedPolicy {
  /** Undefined when there are problems. */
  readonly values?: PolicyValues;
  /** The files that it extends, each once. */
  readonly files: readonly string[];
  readonly problems: readonly PolicyProblem[];
}

/** Files that one policy may extend, directly or through others. */
const MAX_FILES = 20;
/** How many files may extend each other in a row. */
const MAX_DEPTH = 5;

/**
 * The values of a policy over those of the files that it extends: a later file is over an earlier one, the policy over all of
 * them. Maps are joined by their keys, and lists of entries are added up; whatever else a higher one has replaces that of a
 * lower one. A file that several extend counts once, where it is named first.
 */
export async function withExtendedFiles(
  own: PolicyValues,
  path: string,
  read: ReadPolicyFile | undefined,
): Promise<ExtendedPolicy> {
  const files = new Set<string>();
  const problems: PolicyProblem[] = [];
  const resolve = async (
    values: PolicyValues,
    from: string,
    above: readonly string[],
  ): Promise<PolicyValues> => {
    let joined: PolicyValues | undefined;
    for (const entry of values.extends?.files ?? []) {
      const place = posix.join(posix.dirname(from), entry.file);
      const problem = whyNot(place, above);
      if (problem === undefined && files.has(place)) continue;
      const below = problem
        ? { problems: [at(entry, from, problem)] }
        : await readExtended(entry, { place, from, read });
      if ('problems' in below) {
        problems.push(...below.problems);
        continue;
      }
      files.add(place);
      if (files.size > MAX_FILES) {
        problems.push(at(entry, from, `more than ${MAX_FILES} files are extended`));
        break;
      }
      const resolved = await resolve(below.values, place, [...above, place]);
      joined = joined ? over(resolved, joined) : resolved;
    }
    return joined ? over(values, joined) : values;
  };
  const values = await resolve(own, path, [path]);
  return { ...(problems.length === 0 && { values }), files: [...files], problems };
}

/** Why a file is not extended. */
function whyNot(place: string, above: readonly string[]): string | undefined {
  if (place.startsWith('../') || place === '..') return 'the file is outside the repository';
  if (above.includes(place)) return 'the file extends itself';
  return above.length > MAX_DEPTH ? `more than ${MAX_DEPTH} files extend each other` : undefined;
}

/** The values of an extended file, with its path at their entries, or why it has none. */
async function readExtended(
  entry: ExtendedFile,
  {
    place,
    from,
    read,
  }: {
    readonly place: string;
    readonly from: string;
    readonly read: ReadPolicyFile | undefined;
  },
): Promise<{ readonly values: PolicyValues } | { readonly problems: readonly PolicyProblem[] }> {
  if (!read) return { problems: [unreadFile(entry)] };
  try {
    const text = await read(place);
    if (text === undefined) return { problems: [at(entry, from, 'there is no such file')] };
    const { values, problems } = readValues(text);
    return values
      ? { values: withFile(values, place) }
      : { problems: problems.map((one) => ({ ...one, path: place })) };
  } catch (error) {
    if (!(error instanceof PortsideError)) throw error;
    return { problems: [at(entry, from, reason(error))] };
  }
}

function at({ file, line }: ExtendedFile, path: string, why: string): PolicyProblem {
  return { line, path, message: `extends ${file}: ${why}` };
}

/** The keys whose entries say in which file they are. */
const ENTRIES = ['exceptions', 'rules', 'trust', 'allow-uncovered'] as const;

function withFile(values: PolicyValues, file: string): PolicyValues {
  const marked = ([...ENTRIES, 'registries'] as const).flatMap((key): [string, object][] => {
    const entries: readonly object[] | undefined = values[key];
    return entries ? [[key, entries.map((entry) => ({ ...entry, file }))]] : [];
  });
  const { licenses } = values;
  if (licenses) marked.push(['licenses', { ...licenses, file }]);
  return { ...values, ...Object.fromEntries(marked) };
}

/** One policy over another one. */
function over(upper: PolicyValues, lower: PolicyValues): PolicyValues {
  const joined = joinMaps(upper, lower) as PolicyValues;
  const added = ENTRIES.flatMap((key) => {
    const entries = [...(lower[key] ?? []), ...(upper[key] ?? [])];
    return entries.length > 0 ? [[key, entries] as const] : [];
  });
  const preset = upper.extends?.preset ?? lower.extends?.preset;
  return {
    ...joined,
    ...Object.fromEntries(added),
    extends: { files: [], ...(preset !== undefined && { preset }) },
  };
}

/** `line` is that of the upper map, and so is `file`, if it has one. */
function joinMaps(upper: object, lower: object): object {
  const values = new Map(Object.entries(lower).filter(([key]) => key !== 'file'));
  for (const [key, value] of Object.entries(upper)) {
    if (value === undefined) continue;
    const below: unknown = values.get(key);
    values.set(key, isMap(value) && isMap(below) ? joinMaps(value, below) : value);
  }
  return Object.fromEntries(values);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
