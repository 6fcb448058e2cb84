import { lstatSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import type { Dockerfile, Instruction } from '../dockerfile/parser/model.js';
import { isText } from './changed-inputs.js';
import { type ChangedNames, changesAny, joinChanges } from './changed-names.js';
import type { StageContents, StageStep } from './stage-contents.js';
import type { BothVersions } from './versions.js';

/** What a pull request changes of the files of an image. */
interface ChangedFiles {
  readonly steps: StageContents;
  readonly changedInputs: (instruction: Instruction) => ChangedNames;
}

/**
 * A test of whether a command runs a changed program under the name that it has in the image: a copy can have another one,
 * and those of an archive, or of a folder of another stage, are not known. Also of whether it unpacks a changed archive.
 */
export function runsCopiedTest(
  { instructions }: Dockerfile,
  versions: BothVersions,
  { steps, changedInputs }: ChangedFiles,
): (command: string) => boolean {
  const copies = [...steps.values()].filter(({ layer }) => changesAny(layer.touched));
  const names = new Set([...versions.changed].map((one) => posix.basename(one)));
  const places = copies.flatMap((step) => placeOf(step, names) ?? []);
  const hasUnknown = copies.some(hasUnknownPrograms) || places.some((one) => PATH_FOLDER.test(one));
  const hasArchive = changesArchive(joinChanges(instructions.map(changedInputs)), versions);
  return (command) => {
    if (hasArchive && UNPACKS.test(command)) return true;
    const program = programOf(command);
    const name = posix.basename(program);
    if (!/^[\w./]/.test(program)) return false;
    if (hasUnknown && !SYSTEM_PROGRAM.test(name)) return true;
    return places.some((place) =>
      program.startsWith('/')
        ? program === place || program.startsWith(`${place.replace(/\/$/, '')}/`)
        : posix.basename(place) === name,
    );
  };
}

/** The place of a changed file, or of what comes from a changed stage. */
function placeOf(
  { instruction, workdir }: StageStep,
  changedNames: ReadonlySet<string>,
): string | undefined {
  if (instruction.keyword !== 'COPY' || !instruction.destination) return undefined;
  const { from, sources, destination } = instruction;
  const isFile = sources.length === 1 && !destination.value.endsWith('/');
  if (!from && !(isFile && changedNames.has(posix.basename(sources[0]?.value ?? ''))))
    return undefined;
  return posix.resolve(workdir.path, destination.value);
}

/** Folders with programs that are run by their names, and those above them. */
const PATH_FOLDER = /^\/(?:usr(?:\/local)?|(?:.*\/)?s?bin)?\/?$/;

/** Whether a step unpacks an archive that is changed. */
function hasUnknownPrograms({ instruction, layer }: StageStep): boolean {
  return (
    instruction.keyword === 'ADD' &&
    layer.touched === 'all' &&
    instruction.sources.some(({ value }) => ARCHIVE.test(value))
  );
}

/** An archive, or what may be one. */
const ARCHIVE = /\.(?:tar|t?gz|t?bz2?|t?xz|t?zst|tlz|lzma)$|[$*?[]|(?:^|\/)[^./]+$/i;

function changesArchive(names: ChangedNames, { root, baseFolder, changed }: BothVersions): boolean {
  return [...changed].some(
    (path) =>
      (names === 'all' || names.has(posix.basename(path))) &&
      [root, baseFolder].some((folder) => {
        const place = resolve(folder, path);
        const found = lstatSync(place, { throwIfNoEntry: false });
        return found?.isFile() === true && !isText(place, found.size);
      }),
  );
}

/** Commands that unpack or install what a pattern or a variable names, or what they read. */
const UNPACKS =
  /(?:^|[\s"'(/])(?:(?:tar|bsdtar|unzip|7z[az]?|gunzip|gzip|bunzip2|unxz|xz|zstd|unzstd|cpio|ar|dpkg(?:-deb)?|rpm2cpio|unsquashfs)\s[\s\S]*(?:[*?$[]|\s-(?=\s|$)|<)|(?:apt|apt-get|apk|dnf|yum|microdnf|rpm|zypper)\s[\s\S]*\/[^\s]*[*?$[])/;

/** Words before the program of a command, and programs that run another one. */
const BEFORE_PROGRAM =
  /^(?:[\s\S]*\s-c\s+["']?)?(?:(?:sudo|exec|env|time|then|do|else|if|while|until|!|nohup|command|(?:gosu|su-exec)\s+\S+|(?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|node|php|source|\.)\s+|\w+=\S*\s+|-\S*\s+|[({]\s*)*["']?/;

function programOf(command: string): string {
  return command.replace(BEFORE_PROGRAM, '').split(/[\s"')]/, 1)[0] ?? '';
}

/** Programs of the distribution, and of runtimes, that no archive of a project is likely to replace. */
const SYSTEM_PROGRAM =
  /^(?:apt|apt-get|apt-mark|apt-cache|apk|dpkg|dnf|yum|microdnf|rpm|zypper|pacman|update-\w+(?:-\w+)?|ca-certificates|set|cd|echo|export|mkdir|rmdir|mv|rm|cp|ln|install|touch|chown|chgrp|chmod|cat|ls|id|sed|awk|grep|find|xargs|head|tail|sort|tee|wc|tr|cut|date|sleep|test|true|false|printf|read|exit|unset|eval|case|esac|for|fi|done|useradd|userdel|usermod|adduser|deluser|addgroup|groupadd|groupmod|passwd|chpasswd|locale-gen|ldconfig|mktemp|uname|which|type|curl|wget|git|gpg|gpgv|sha\d+sum|md5sum|openssl|tar|unzip|gunzip|npm|yarn|pnpm|corepack|node|npx|go|cargo|rustup|mvn|gradle|java|dotnet|composer|php|bundle|gem|ruby|pip[\d.]*|python[\d.]*|uv|poetry|perl|sh|bash|dash|ash|zsh)$/;
