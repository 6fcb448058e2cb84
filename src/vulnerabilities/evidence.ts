import type { Evidence, EvidenceResult, ProgramEvidence, ProgramResult } from '../core/details.js';
import type { GoFunctions, GoProgram } from '../core/go-program.js';
import type { Package } from '../core/package.js';
import { baseName } from '../lib/paths.js';
import { plainText, pluralize } from '../lib/text.js';
import type { Match } from './match.js';
import type { Affected, GoImport } from './record.js';

/** The Go programs of one image, by path. */
export interface ImagePrograms {
  /** `linux/arm64`; undefined for an image without platform. */
  readonly platform: string | undefined;
  readonly programs: ReadonlyMap<string, GoProgram>;
}

/**
 * Whether the code that the advisories of one vulnerability call vulnerable is in use: what Go programs show, else whether
 * the image loads the package. Undefined if nothing was examined.
 */
export function evidenceOf(
  pkg: Package,
  matches: readonly Match[],
  images: readonly ImagePrograms[],
): Evidence | undefined {
  const linked = linkedEvidence(pkg, matches, images);
  const { use } = pkg;
  if (!use || (linked && linked.result !== 'unknown')) return linked;
  return { result: use.state, reason: use.reason, programs: linked?.programs ?? [] };
}

/**
 * Whether the programs that contain a Go module contain the functions that the advisories of one vulnerability call
 * vulnerable; undefined for another package, and without programs. Only advisories that name packages decide, if there are
 * any: the others are about the same vulnerability. Source: go.dev/doc/security/vuln/database.
 */
function linkedEvidence(
  pkg: Package,
  matches: readonly Match[],
  images: readonly ImagePrograms[],
): Evidence | undefined {
  if (pkg.type !== 'golang' || images.length === 0) return undefined;
  const named = matches.filter(({ rows }) => rows.some((row) => row.imports));
  const rows = (named.length > 0 ? named : matches).flatMap((match) => match.rows);
  const checked = placesOf(pkg, images).map((place): CheckedProgram => {
    const answers = rows.flatMap((row) => checkRow(row, pkg.name, place.program));
    return { ...place, answer: summarize(answers) };
  });
  const result = worst(checked.map(({ answer }) => answer.result));
  return {
    result,
    reason: reasonOf(checked.filter(({ answer }) => answer.result === result)),
    programs: checked.map(({ path, platform, answer }): ProgramEvidence => {
      const functions = answer.functions.slice(0, MAX_FUNCTIONS);
      return { path, ...(platform && { platform }), result: answer.result, functions };
    }),
  };
}

/** The evidence about a vulnerability of several packages; undefined for none. */
export function mergeEvidence(all: readonly Evidence[]): Evidence | undefined {
  const [first, ...others] = all;
  if (!first || others.length === 0) return first;
  const result = worst(all.map((one) => one.result));
  const reasons = all.flatMap((one) => (one.result === result ? one.reason : []));
  return {
    result,
    reason: [...new Set(reasons)].slice(0, MOST_NAMED).join('; '),
    programs: all.flatMap(({ programs }) => programs),
  };
}

const MAX_FUNCTIONS = 50;

interface Place {
  readonly path: string;
  readonly platform: string | undefined;
  readonly program: GoProgram | undefined;
}

interface CheckedProgram extends Place {
  readonly answer: Answer;
}

/** Every file that has the package, on every platform that has it. */
function placesOf({ paths, platforms }: Package, images: readonly ImagePrograms[]): Place[] {
  return images
    .filter(({ platform }) => !platforms || platforms.includes(platform ?? ''))
    .flatMap(({ platform, programs }) =>
      paths.map((path) => ({
        path,
        platform: platforms && platform,
        program: programs.get(path),
      })),
    );
}

/** Whether a program has what a part of an advisory names. */
interface Answer {
  readonly result: ProgramResult;
  /** The functions that were found, or else those that were searched for. */
  readonly functions: readonly string[];
  /** Completes "the program …" or "the advisory …". */
  readonly why?: string;
}

/** One answer for each package of the row, or one for the whole module. */
function checkRow(row: Affected, module: string, program: GoProgram | undefined): Answer[] {
  const functions = program?.functions ?? { problem: 'was not read' };
  if (!program || 'problem' in functions) {
    const why = 'problem' in functions ? functions.problem : undefined;
    return [{ result: 'unknown', functions: [], why }];
  }
  const replaced = program.replaced.get(module);
  if (!row.imports) {
    const isLinked = module === 'stdlib' || functions.hasModule(replaced ?? module);
    return [{ result: isLinked ? 'linked' : 'unknown', functions: [] }];
  }
  return row.imports.map((one) => {
    const system = otherSystem(one, program);
    if (system !== undefined) return { result: 'not-linked', functions: [], why: system };
    // The packages of a module that replaces another one keep the names of that one.
    const path =
      replaced !== undefined && isBelow(one.path, module)
        ? replaced + one.path.slice(module.length)
        : one.path;
    const names = path === program.mainPackage ? [path, 'main'] : [path];
    return checkImport(one, names, functions);
  });
}

function isBelow(path: string, module: string): boolean {
  return path === module || path.startsWith(`${module}/`);
}

/** `was built for linux/amd64, and only windows is affected`; undefined when the package applies to the program. */
function otherSystem({ goos, goarch }: GoImport, program: GoProgram): string | undefined {
  const applies = (own: string | undefined, listed: readonly string[]) =>
    own === undefined || listed.length === 0 || listed.includes(own);
  if (applies(program.goos, goos) && applies(program.goarch, goarch)) return undefined;
  const listed = [...goos, ...goarch].join(', ');
  return `was built for ${program.goos}/${program.goarch}, and only ${listed} is affected`;
}

/**
 * A package without any function in the program may still have data in it, so that a vulnerability of the whole package is
 * not decided.
 */
function checkImport(one: GoImport, names: readonly string[], functions: GoFunctions): Answer {
  const has = (symbol: string) => names.some((name) => functions.has(name, symbol));
  const full = (symbol: string) => `${one.path}.${symbol}`;
  if (one.symbols.length === 0) {
    const isLinked = names.some((name) => functions.hasPackage(name));
    return { result: isLinked ? 'linked' : 'unknown', functions: [] };
  }
  const found = one.symbols.filter((symbol) => spellingsOf(symbol, one.path).some(has));
  if (found.length > 0) return { result: 'linked', functions: found.map(full) };
  const type = packageName(one.path);
  const isDoubtful = one.symbols.some((symbol) => symbol.startsWith(`${type}.`)) && !has(type);
  return isDoubtful && names.some((name) => functions.hasPackage(name))
    ? { result: 'unknown', functions: [], why: `has no type ${type} that the advisory names` }
    : { result: 'not-linked', functions: one.symbols.map(full) };
}

/**
 * The names that a symbol of an advisory may have in a program. The database names several init functions of a package
 * init#1, init#2 … A few advisories write the package's name before a function: `regexp.Compile`.
 */
function spellingsOf(symbol: string, path: string): string[] {
  const name = symbol.replace(/#\d+$/, '');
  const prefix = `${packageName(path)}.`;
  return name.startsWith(prefix) ? [name, name.slice(prefix.length)] : [name];
}

/** The last part of an import path, without a major version: `yaml` of gopkg.in/yaml.v3, `echo` of …/echo/v4. */
function packageName(path: string): string {
  return baseName(path.replace(/[/.]v\d+$/, ''));
}

const ORDER = ['linked', 'loaded', 'unknown', 'no-evidence', 'not-linked'] as const;

/** `unknown` for no result at all. */
function worst<T extends EvidenceResult>(results: readonly T[]): T | 'unknown' {
  return (
    ORDER.find((one): one is T & (typeof ORDER)[number] =>
      results.some((result) => result === one),
    ) ?? 'unknown'
  );
}

function summarize(answers: readonly Answer[]): Answer {
  const result = worst(answers.map((answer) => answer.result));
  const same = answers.filter((answer) => answer.result === result);
  return {
    result,
    functions: [...new Set(same.flatMap(({ functions }) => functions))],
    why: same.find(({ why }) => why !== undefined)?.why,
  };
}

/** Functions and programs that a reason names; the others are counted. */
const MOST_NAMED = 3;

/** One reason for programs with the same result. */
function reasonOf(programs: readonly CheckedProgram[]): string {
  const [first] = programs;
  if (!first) return 'no program of the image has the module';
  const { result, functions, why } = first.answer;
  const where = listed(
    [...new Set(programs.map(({ path }) => path))].map((path) => plainText(path, 120)),
    'more program',
  );
  if (functions.length === 0 && why !== undefined) return `${where} ${why}`;
  const names = listed(
    functions.map((name) => plainText(name, 120)),
    'more',
  );
  if (result === 'linked')
    return names === ''
      ? `the module or package is linked into ${where}, and the advisory names no functions`
      : `${names} ${functions.length === 1 ? 'is' : 'are'} linked into ${where}`;
  const none =
    functions.length === 1 ? `the function ${names} is not` : `none of the functions ${names} is`;
  return result === 'not-linked'
    ? `${none} linked into ${where}`
    : `the advisory names no functions, and ${where} has none of the module or package`;
}

function listed(items: readonly string[], more: string): string {
  const rest = items.length - MOST_NAMED;
  const named = items.slice(0, MOST_NAMED).join(', ');
  if (rest <= 0) return named;
  return `${named} and ${more === 'more' ? `${rest} more` : pluralize(rest, more)}`;
}
