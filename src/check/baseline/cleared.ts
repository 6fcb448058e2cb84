import { posix } from 'node:path';
import type { Instruction } from '../../dockerfile/parser/model.js';
import { folderOf, normalized, type Step, textOfInstruction } from './stage-contents.js';

/** The part of an image that a finding or package is about. */
export interface ImagePart {
  /** A package of a distribution: only its package manager changes it. */
  readonly ofSystem: boolean;
  readonly isHardening?: boolean;
  /** The files that show it, without a leading slash; none if they are not known, or it is no file. */
  readonly paths: readonly string[];
  /** A part of the configuration: neither a package nor a file. */
  readonly isSetting?: boolean;
}

/** What an image no longer does. */
export interface Gone {
  readonly steps: readonly Step[];
  /** Commands that changed RUN instructions no longer have. */
  readonly commands: readonly string[];
}

/** The steps of an image at the base commit that it no longer has, or that are not the same. */
export function goneSteps(before: readonly Step[], after: readonly Step[]): Gone {
  const left = new Set(after.flatMap(keysOf));
  const steps = before.filter((step) => !keysOf(step).some((key) => left.has(key)));
  const commands = new Set(after.flatMap(commandsOf).map(({ key }) => key));
  return {
    steps,
    commands: steps
      .flatMap(commandsOf)
      .flatMap(({ command, key }) => (commands.has(key) ? [] : command)),
  };
}

/**
 * Whether steps that are gone may have upgraded, removed or replaced a part of the image: RUN any part, COPY and ADD what is
 * at their destination or below it, settings only settings. `keyword` is that of the instruction that made the part.
 */
export function mayHaveCleared(gone: Gone, part: ImagePart, keyword: string): boolean {
  if (part.ofSystem && gone.commands.some((command) => !KEEPS_PACKAGES.test(command))) return true;
  return gone.steps.some((step) => mayClear(step, part, keyword));
}

function mayClear(step: Step, part: ImagePart, keyword: string): boolean {
  switch (step.instruction.keyword) {
    case 'RUN':
    case 'ONBUILD':
    case 'UNKNOWN':
      return !part.ofSystem;
    case 'VOLUME':
      // A database in a volume is no state of the image.
      return part.isHardening === true || mayReplace(step, part);
    case 'COPY':
    case 'ADD':
      return mayReplace(step, part);
    default:
      return part.isSetting === true && maySet(step.instruction.keyword, keyword);
  }
}

/** Whether an instruction may replace a setting of another one, or of the base image. */
function maySet(keyword: string, madeBy: string): boolean {
  const isCommand = (one: string) => one === 'CMD' || one === 'ENTRYPOINT';
  return madeBy === 'FROM' || keyword === madeBy || (isCommand(keyword) && isCommand(madeBy));
}

/** Whether a step may write over one of the files. */
function mayReplace(step: Step, { ofSystem, paths, isSetting }: ImagePart): boolean {
  if (isSetting) return false;
  const places = destinationsOf(step);
  // Only package managers write their databases: a copy to the root folder has other files.
  if (ofSystem) return places?.some((place) => place !== '' && isAt(place, paths)) === true;
  return paths.length === 0 || places === undefined || places.some((place) => isAt(place, paths));
}

function isAt(place: string, paths: readonly string[]): boolean {
  if (place === '') return true;
  return paths.some((one) => {
    const path = resolvedPath(one);
    // A file in an archive follows its path.
    return path.startsWith(place) && !/^[\w.-]/.test(path.slice(place.length));
  });
}

/** The paths at or below which COPY, ADD or VOLUME write, without a leading slash; undefined if they are not known. */
function destinationsOf({ instruction, workdir }: Step): string[] | undefined {
  const { keyword } = instruction;
  const isCopy = keyword === 'COPY' || keyword === 'ADD';
  const tokens = isCopy ? [instruction.destination] : instruction.args;
  const places: string[] = [];
  for (const token of tokens) {
    if (!token || /[$\\:~]/.test(token.raw)) return undefined;
    if (!token.value.startsWith('/') && !workdir.isKnown) return undefined;
    places.push(resolvedPath(posix.resolve(workdir.path, token.value)));
  }
  return places;
}

/** A path through the links that most images have at the top, and without the folder of Windows images. */
function resolvedPath(path: string): string {
  return path
    .replace(/^\/+/, '')
    .replace(/^Files\//, '')
    .replace(/^(?=(?:s?bin|lib(?:32|64|x32)?)(?:\/|$))/, 'usr/')
    .replace(/^var\/(?=(?:run|lock)(?:\/|$))/, '');
}

/** Two texts for the same step, since a stage that RUN mounts may have changed, or only its name. */
function keysOf(step: Step): string[] {
  const { instruction, text, values, shell } = step;
  const texts = instruction.keyword === 'RUN' ? [text, textOfInstruction(instruction)] : [text];
  return texts.map((one) => [one, ...values, shell, folderOf(step)].join('\n'));
}

/** Commands that neither upgrade nor remove packages of the distribution. */
const KEEPS_PACKAGES =
  /^(?:(?:apt-get|apt|apk) update\b|(?:set|cd|echo|export|mkdir|useradd|adduser|groupadd|addgroup|usermod|npm|yarn|pnpm|corepack|go|cargo|mvn|gradle|dotnet|composer|bundle|gem|pip3?|uv|poetry|curl|wget|git|cp|ln|touch|chown|chmod|test|true|printf)\b)/;

/** The commands of RUN; the key has the shell and the values of variables. */
function commandsOf({ instruction, values, shell }: Step): { command: string; key: string }[] {
  return textsOf(instruction).flatMap((text) =>
    text
      .split(/&&|[|;&\n]+/)
      .map(normalized)
      .filter(Boolean)
      .map((command) => {
        const own = values.filter((value) => command.includes(value.slice(0, value.indexOf('='))));
        return { command, key: [command, shell, ...own].join('\n') };
      }),
  );
}

function textsOf(instruction: Instruction): string[] {
  if (instruction.keyword !== 'RUN') return [];
  return [instruction.text, ...instruction.heredocs.map(({ content }) => content)];
}
