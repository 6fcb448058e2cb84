import { fingerprint } from '../core/fingerprint.js';
import { groupBy } from '../lib/group-by.js';
import type { Dockerfile, Instruction } from './parser/model.js';
import { commandsNaming, pathsNamed, pathsRead } from './shell-sources.js';
import { lineage } from './stages.js';

/** Finds what earlier instructions do with the files that a text of an instruction reads. */
export type EarlierSources = (text: string, instruction: Instruction) => string;

/**
 * The commands and instructions before a download, in its stage and the stages below, that name the files which it reads:
 * `RUN echo https://a.example > /u` decides what `RUN curl $(cat /u)` downloads. A file of the build context is known by its
 * name only.
 */
export function earlierSources(
  { instructions, text: whole }: Dockerfile,
  scriptOf: (instruction: Instruction) => string,
): EarlierSources {
  let writers: Writers | undefined;
  let digest: string | undefined;
  // Whatever changes then makes another finding.
  const all = () => {
    digest ??= `file${fingerprint(whole).slice(0, 30)}`;
    return digest;
  };
  const known = new Map<string, { readonly source: string; readonly paths: readonly string[] }>();
  const sourceOf = (instruction: Instruction, path: string) => {
    const key = `${instruction.index} ${path}`;
    const before = known.get(key);
    if (before) return before;
    const script = scriptOf(instruction);
    const source = instruction.keyword === 'RUN' ? commandsNaming(path, script) : script;
    const result = { source, paths: pathsNamed(source) };
    known.set(key, result);
    return result;
  };
  return (text, instruction) => {
    if (!DOWNLOAD.test(text)) return '';
    writers ??= writersIn(instructions, scriptOf);
    const found = new Set<string>();
    const paths = new Set(pathsRead(text));
    let length = 0;
    // A set also visits what is added to it meanwhile.
    for (const path of paths) {
      const own = writersBefore(writers.get(path) ?? [], instruction);
      if (!own || paths.size > MAX_PATHS) return all();
      for (const one of own) {
        const { source, paths: others } = sourceOf(one, path);
        length += found.has(source) ? 0 : source.length;
        if (length > MAX_LENGTH) return all();
        found.add(source);
        for (const more of others) paths.add(more);
      }
    }
    return [...found].join(' ; ');
  };
}

/** Nothing else is followed: what a program of its own reads is not known. */
const DOWNLOAD = /\b(?:curl|wget|aria2c|axel|lwp-download)\b|:\/\//;

/** Instructions that name one file, files and characters that are followed. */
const MAX_WRITERS = 20;
const MAX_SEARCHED = 200;
const MAX_PATHS = 20;
const MAX_LENGTH = 20_000;

type Writers = ReadonlyMap<string, readonly Instruction[]>;

interface Writer {
  readonly instruction: Instruction;
  readonly path: string;
}

/** The instructions that may write each file. */
function writersIn(
  instructions: readonly Instruction[],
  scriptOf: (instruction: Instruction) => string,
): Writers {
  const writers = instructions.flatMap((instruction): Writer[] => {
    const { keyword } = instruction;
    if (keyword === 'RUN')
      return pathsNamed(scriptOf(instruction)).map((path) => ({ instruction, path }));
    if (keyword !== 'COPY' && keyword !== 'ADD') return [];
    const path = instruction.destination?.value ?? '';
    return path === '' || path.endsWith('/') ? [] : [{ instruction, path }];
  });
  const byPath = groupBy(writers, ({ path }) => path);
  return new Map(
    [...byPath].map(([path, list]) => [path, list.map(({ instruction }) => instruction)]),
  );
}

/** Those that come before an instruction in the image that it sees, in order; undefined if they are too many. */
function writersBefore(
  writers: readonly Instruction[],
  { stage, index }: Instruction,
): readonly Instruction[] | undefined {
  const end = firstFrom(writers, index);
  if (end > MAX_SEARCHED) return undefined;
  const stages = new Set(stage && end > 0 ? lineage(stage) : []);
  const own = writers
    .slice(0, end)
    .filter((one) => (one.stage ? stages.has(one.stage) : stage === undefined));
  return own.length > MAX_WRITERS ? undefined : own;
}

/** The number of instructions before the one with the index; they are in order. */
function firstFrom(instructions: readonly Instruction[], index: number): number {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.index ?? index) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
