import { posix } from 'node:path';
import type { Instruction } from '../dockerfile/parser/model.js';
import {
  normalized,
  type StageStep,
  textOfInstruction,
  workingFolderOf,
} from './stage-contents.js';

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

/** What the steps did that an image no longer has. */
export interface Gone {
  /** The keywords of the steps. */
  readonly keywords: ReadonlySet<string>;
  /** Whether RUN may have upgraded or removed packages of the distribution. */
  readonly changesSystem: boolean;
  /** The paths at or below which COPY, ADD and VOLUME wrote, without a leading slash. */
  readonly places: ReadonlySet<string>;
  /** Whether there are other such paths, which are not known. */
  readonly hasUnknownPlaces: boolean;
}

/**
 * The steps of an image at the base commit that it no longer has, or that are not the same. `mayChangeSystem` is whether a
 * command may have upgraded or removed packages of the distribution.
 */
export function goneSteps(
  before: readonly StageStep[],
  after: readonly StageStep[],
  mayChangeSystem: (command: string) => boolean,
): Gone {
  const left = new Set(after.flatMap(keysOf));
  const steps = before.filter((step) => !keysOf(step).some((key) => left.has(key)));
  const commands = new Set(after.flatMap(commandsOf).map(({ key }) => key));
  const places = steps
    .filter(({ instruction: { keyword } }) => /^(?:COPY|ADD|VOLUME)$/.test(keyword))
    .map(destinationsOf);
  return {
    keywords: new Set(steps.map(({ instruction }) => instruction.keyword)),
    changesSystem:
      steps.some(replacesSystem) ||
      steps
        .flatMap(commandsOf)
        .some(({ command, key }) => !commands.has(key) && mayChangeSystem(command)),
    places: new Set(places.flatMap((found) => found ?? [])),
    hasUnknownPlaces: places.includes(undefined),
  };
}

/**
 * Whether steps that are gone may have upgraded, removed or replaced a part of the image: RUN any part, COPY and ADD what is
 * at their destination or below it, settings only settings. `madeBy` is the keyword of the instruction that made the part.
 */
export function mayHaveCleared(gone: Gone, part: ImagePart, madeBy: string): boolean {
  const { keywords, places, hasUnknownPlaces, changesSystem } = gone;
  const { ofSystem, paths } = part;
  // Only package managers write their databases: most copies to the root folder, or to an unknown one, have other files.
  if (ofSystem) return changesSystem || paths.some((path) => isBelow(path, places));
  if (['RUN', 'ONBUILD', 'UNKNOWN'].some((keyword) => keywords.has(keyword))) return true;
  if (part.isSetting) return [...keywords].some((keyword) => maySet(keyword, madeBy));
  // A database in a volume is no state of the image.
  if (part.isHardening && keywords.has('VOLUME')) return true;
  if (hasUnknownPlaces || places.has('')) return true;
  return paths.length === 0 ? places.size > 0 : paths.some((path) => isBelow(path, places));
}

/** Whether a path is one of the places or below one. A file in an archive follows the archive's path. */
function isBelow(path: string, places: ReadonlySet<string>): boolean {
  const resolved = resolvedPath(path);
  if (places.size === 0) return false;
  for (const { index } of resolved.matchAll(/[^\w.-]|$/g))
    if (index > 0 && places.has(resolved.slice(0, index))) return true;
  return false;
}

/** Whether an instruction may replace a setting of another one, or of the base image. */
function maySet(keyword: string, madeBy: string): boolean {
  const isCommand = (one: string) => one === 'CMD' || one === 'ENTRYPOINT';
  return madeBy === 'FROM' || keyword === madeBy || (isCommand(keyword) && isCommand(madeBy));
}

/** The paths at or below which COPY, ADD or VOLUME write; undefined if they are not known. */
function destinationsOf({ instruction, workdir }: StageStep): string[] | undefined {
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

/** Whether an instruction may copy the database of a package manager: the root folder of an image, or an archive of one. */
function replacesSystem(step: StageStep): boolean {
  const { instruction } = step;
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false;
  const places = destinationsOf(step);
  const isDatabase = (path: string) => DATABASES.some((one) => `${one}/`.startsWith(path));
  const isAbove = places?.every((place) => place !== '' && !isDatabase(`${place}/`));
  if (isAbove) return false;
  const sources = instruction.sources.map(({ value }) => value);
  if (instruction.keyword === 'ADD')
    return sources.some((one) => /\.(?:t[abgx]z\w*|tar(?:\.\w+)?)$|\$/.test(one));
  return (
    instruction.from !== undefined &&
    sources.some((one) => {
      const path = resolvedPath(posix.resolve('/', one));
      return path === '' || /[$*]/.test(path) || isDatabase(`${path}/`);
    })
  );
}

/** Where package managers keep what is installed. */
const DATABASES = [
  'var/lib/dpkg',
  'usr/lib/apk/db',
  'var/lib/rpm',
  'usr/lib/sysimage/rpm',
  'var/lib/pacman',
];

/** Two texts for the same step, since a stage that RUN mounts may have changed, or only its name. */
function keysOf(step: StageStep): string[] {
  const { instruction, text, values, shell } = step;
  const texts = instruction.keyword === 'RUN' ? [text, textOfInstruction(instruction)] : [text];
  return texts.map((one) => [one, ...values, shell, workingFolderOf(step)].join('\n'));
}

/** Whether a command neither upgrades nor removes packages of the distribution. Others may be inside it. */
export function keepsPackages(command: string): boolean {
  return KEEPS_PACKAGES.test(command) && !/\$\(|`|<\(/.test(command);
}

const KEEPS_PACKAGES =
  /^(?:(?:apt-get|apt|apk) update\b|(?:set|cd|echo|export|mkdir|useradd|adduser|groupadd|addgroup|usermod|npm|yarn|pnpm|corepack|go|cargo|mvn|gradle|dotnet|composer|bundle|gem|pip3?|uv|poetry|curl|wget|git|cp|ln|touch|chown|chmod|test|true|printf)\b)/;

/** The commands of RUN; the key has the shell and the values of variables. */
export function commandsOf({
  instruction,
  values,
  shell,
}: StageStep): { command: string; key: string }[] {
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
