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

/** What one COPY or ADD takes from the build context. */
export interface ContextCopy {
  /** As written, variables filled in where the file tells them: paths, patterns, addresses. */
  readonly sources: readonly string[];
  /** The whole instruction. */
  readonly location: Location;
}

/** Every path of the build context that the file names: of COPY, ADD and bind mounts, without patterns and variables. */
export function contextPaths(dockerfile: Dockerfile): string[] {
  const named = dockerfile.instructions.flatMap((instruction) => {
    if (isLocal(instruction))
      return instruction.sources.map((word) => expandedAt(dockerfile, instruction, word));
    if (instruction.keyword !== 'RUN') return [];
    return instruction.mounts.flatMap(({ type, options }) =>
      type === 'bind' && !options.get('from') ? (options.get('source') ?? []) : [],
    );
  });
  const plain = named
    .filter((path) => !/[$*?[]|^[a-z+]+:\/\/|^git@/.test(path))
    .map(cleanContextPath);
  return [...new Set(plain)].filter((path) => path !== '.' && !path.startsWith('..'));
}

/** Stages and folders in them that are followed for one file. */
const MAX_FOLLOWED = 100;

/**
 * The instructions by which files of the build context come into the image of the last stage: its own, and those of
 * stages whose folders it copies whole.
 */
export function contextCopies(dockerfile: Dockerfile): ContextCopy[] {
  const found = new Map<Instruction, ContextCopy>();
  const followed = new Set<string>();
  const follow = (stage: Stage, folder: string): void => {
    const key = `${stage.index} ${folder}`;
    if (followed.has(key) || followed.size >= MAX_FOLLOWED) return;
    followed.add(key);
    for (const part of lineage(stage)) {
      let workdir = workdirBefore(dockerfile, part);
      for (const instruction of part.instructions) {
        const [word] = instruction.args;
        if (instruction.keyword === 'WORKDIR' && word)
          workdir = posix.resolve(workdir, expandedAt(dockerfile, instruction, word));
        if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
        const { sources, destination } = instruction;
        const to = destination && expandedAt(dockerfile, instruction, destination);
        if (to === undefined || !isWithin(posix.resolve(workdir, to), folder)) continue;
        const words = sources.map((source) => expandedAt(dockerfile, instruction, source));
        if (isLocal(instruction)) {
          const location = { path: dockerfile.path, ...instruction.range };
          found.set(instruction, { sources: words, location });
          continue;
        }
        const from = part.uses.find((use) => use.instruction === instruction)?.stage;
        if (from && from.index < part.index)
          for (const source of words) follow(from, posix.resolve('/', source));
      }
    }
  };
  const last = dockerfile.stages.at(-1);
  if (last) follow(last, '/');
  return [...found].sort(([a], [b]) => a.index - b.index).map(([, copy]) => copy);
}

function isLocal(instruction: Instruction): instruction is CopyInstruction | AddInstruction {
  if (instruction.keyword === 'ADD') return true;
  return instruction.keyword === 'COPY' && !instruction.from;
}

function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** Where a stage starts: the last WORKDIR of those that it stands on. */
function workdirBefore(dockerfile: Dockerfile, { parent }: Stage): string {
  const stages = parent ? lineage(parent).reverse() : [];
  return stages
    .flatMap(({ instructions }) => instructions)
    .reduce((folder, instruction) => {
      const [word] = instruction.keyword === 'WORKDIR' ? instruction.args : [];
      return word ? posix.resolve(folder, expandedAt(dockerfile, instruction, word)) : folder;
    }, '/');
}
