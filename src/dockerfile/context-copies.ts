import { posix } from 'node:path';
import type { Location } from '../core/location.js';
import { cleanContextPath } from './dockerignore.js';
import type {
  AddInstruction,
  CopyInstruction,
  Dockerfile,
  Instruction,
  Stage,
} from './parser/model.js';
import { lineage } from './stages.js';
import { expandedAt } from './variables.js';

/** What one Dockerfile copies from its build context into the image. */
export interface ContextUse {
  readonly dockerfile: string;
  /** The folder of the build context, relative to the root; undefined if it is not known. */
  readonly context: string | undefined;
  readonly copies: readonly ContextCopy[];
}

/** An instruction that copies files of the build context. */
export interface ContextCopy {
  /** Paths, patterns and URLs, with variables replaced by their values where these are known. */
  readonly sources: readonly string[];
  /** The location of the instruction. */
  readonly location: Location;
}

/** The paths of the build context that COPY, ADD and bind mounts name, without patterns and unknown variables. */
export function contextPaths(dockerfile: Dockerfile): string[] {
  const paths = contextSources(dockerfile)
    .filter((source) => !/[$*?[]|^[a-z+]+:\/\/|^git@/.test(source))
    .map(cleanContextPath);
  return [...new Set(paths)].filter((path) => path !== '.' && !path.startsWith('..'));
}

/** Whether COPY, ADD or a bind mount can take an entry at the top of the build context: by name, by a pattern, or with all. */
export function canTake(dockerfile: Dockerfile, entry: string): boolean {
  return contextSources(dockerfile).some((source) => {
    if (/^[a-z+]+:\/\/|^git@/.test(source)) return false;
    const [first = '.'] = cleanContextPath(source).split('/');
    const written = first.split(/[$*?[\\]/)[0] ?? '';
    return first === '.' || first === entry || (first !== written && entry.startsWith(written));
  });
}

/** What COPY, ADD and bind mounts name, with variables replaced by their values where these are known. */
function contextSources(dockerfile: Dockerfile): string[] {
  return dockerfile.instructions.flatMap((instruction) => {
    if (copiesContext(instruction))
      return instruction.sources.map((token) => expandedAt(dockerfile, instruction, token));
    if (instruction.keyword !== 'RUN') return [];
    return instruction.mounts.flatMap(({ type, options }) =>
      type === 'bind' && !options.get('from') ? (options.get('source') ?? '.') : [],
    );
  });
}

/** Whether any stage takes files from the build context: by COPY, ADD or a bind mount. */
export function takesContext({ instructions }: Dockerfile): boolean {
  return instructions.some(
    (instruction) =>
      copiesContext(instruction) ||
      (instruction.keyword === 'RUN' &&
        instruction.mounts.some(({ type, options }) => type === 'bind' && !options.get('from'))),
  );
}

/** At most this many folders of stages are visited for one file. */
const MAX_VISITS = 100;

/**
 * The instructions that copy files of the build context into the image of the last stage: those of the stage, and those
 * of other stages if the last stage copies the folder that they copy to. Also RUN instructions that copy from a bind mount.
 */
export function contextCopies(dockerfile: Dockerfile): ContextCopy[] {
  const found = new Map<Instruction, ContextCopy>();
  const visited = new Set<string>();
  const visit = (stage: Stage, folder: string): void => {
    const key = `${stage.index} ${folder}`;
    if (visited.has(key) || visited.size >= MAX_VISITS) return;
    visited.add(key);
    for (const part of lineage(stage)) {
      if (folder === '/')
        for (const [run, copy] of mountCopies(dockerfile, part)) found.set(run, copy);
      for (const { instruction, sources } of copiesTo(dockerfile, part, folder)) {
        if (copiesContext(instruction)) {
          const location = { path: dockerfile.path, ...instruction.range };
          found.set(instruction, { sources, location });
          continue;
        }
        const from = part.uses.find((use) => use.instruction === instruction)?.stage;
        if (from && from.index < part.index)
          for (const source of sources) visit(from, posix.resolve('/', source));
      }
    }
  };
  const last = dockerfile.stages.at(-1);
  if (last) visit(last, '/');
  return [...found].sort(([a], [b]) => a.index - b.index).map(([, copy]) => copy);
}

/** Programs that copy files. */
const COPYING = /(?:^|[\s"(])(?:cp|install|mv|rsync|tar)["\s]/;

/** The RUN instructions that copy from a bind mount of the build context. */
function* mountCopies(dockerfile: Dockerfile, stage: Stage): Generator<[Instruction, ContextCopy]> {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const script = [instruction.text, ...instruction.heredocs.map(({ content }) => content)].join(
      '\n',
    );
    const commands = script.split(/[\n;|&]/).filter((command) => COPYING.test(command));
    const sources = instruction.mounts.flatMap(({ type, options }) => {
      const target = options.get('target') ?? '';
      const isCopied = target.length > 1 && commands.some((command) => command.includes(target));
      return type === 'bind' && !options.get('from') && isCopied
        ? [options.get('source') ?? '.']
        : [];
    });
    const location = { path: dockerfile.path, ...instruction.range };
    if (sources.length > 0) yield [instruction, { sources, location }];
  }
}

interface Copy {
  readonly instruction: CopyInstruction | AddInstruction;
  readonly sources: readonly string[];
}

/** The COPY and ADD instructions of a stage with a destination in this folder. */
function copiesTo(dockerfile: Dockerfile, stage: Stage, folder: string): Copy[] {
  const copies: Copy[] = [];
  let workdir = inheritedWorkdir(dockerfile, stage);
  for (const instruction of stage.instructions) {
    workdir = workdirAfter(dockerfile, instruction, workdir);
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
    const { destination } = instruction;
    if (!destination) continue;
    const path = posix.resolve(workdir, expandedAt(dockerfile, instruction, destination));
    if (!isWithin(path, folder)) continue;
    const sources = instruction.sources.map((token) => expandedAt(dockerfile, instruction, token));
    copies.push({ instruction, sources });
  }
  return copies;
}

/** Whether an instruction copies from the build context, not from a stage or image. */
function copiesContext(instruction: Instruction): instruction is CopyInstruction | AddInstruction {
  if (instruction.keyword === 'ADD') return true;
  return instruction.keyword === 'COPY' && !instruction.from;
}

function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** The working directory at the start of a stage: that of its parent. */
function inheritedWorkdir(dockerfile: Dockerfile, { parent }: Stage): string {
  const parents = parent ? lineage(parent).reverse() : [];
  return parents
    .flatMap(({ instructions }) => instructions)
    .reduce((workdir, instruction) => workdirAfter(dockerfile, instruction, workdir), '/');
}

function workdirAfter(dockerfile: Dockerfile, instruction: Instruction, workdir: string): string {
  const [path] = instruction.keyword === 'WORKDIR' ? instruction.args : [];
  return path ? posix.resolve(workdir, expandedAt(dockerfile, instruction, path)) : workdir;
}
