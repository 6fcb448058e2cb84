import { variableNames } from '../../lib/shell-variables.js';
import type { RunInstruction } from '../parser/model.js';
import { commandName, operands } from '../shell/command-line.js';
import type { ShellCommand } from '../shell/model.js';
import { DOWNLOADERS, lastPart } from './fetches.js';
import type { Call } from './found-material.js';

/** Programs for checksums that nobody can forge: not SHA-1 or MD5. */
export const SUMS = /^(?:(?:sha(?:224|256|384|512)|b2|b3)sum|shasum|openssl|sha256|sha512)$/;
export const HEX = /(?<![0-9a-f])[0-9a-f]{56,128}(?![0-9a-f])/i;

/** The files that the checksums stand in: `sha256sum -c FILE`, `grep NAME FILE | sha256sum -c`, `echo "$(cat FILE) …"`. */
export function sumsOf(
  check: ShellCommand,
  related: readonly ShellCommand[],
  values: Call['values'],
): string[] {
  if (check.substituted) return [];
  return related.flatMap((command) => {
    const name = commandName(command);
    // What it downloads itself: `curl …/SHA256SUMS | sha256sum -c`.
    if (DOWNLOADERS.test(name)) return operands(command).map((word) => lastPart(values(word)));
    const skipped = READERS.get(name) ?? (command === check ? 0 : undefined);
    return skipped === undefined
      ? []
      : operands(command, name === 'awk' ? ['-v', '-F'] : ['-a', '--algorithm', '-d', '-f'])
          .slice(command.args.some(({ value }) => value === '-e') ? 0 : skipped)
          .map((word) => lastPart(values(word)))
          .filter((file) => file !== '' && file !== '-');
  });
}

/** Programs that print files, and how many words before these are no files. */
const READERS: ReadonlyMap<string, number> = new Map([
  ['cat', 0],
  ['head', 0],
  ['tail', 0],
  ['cut', 0],
  ['sort', 0],
  ['grep', 1],
  ['egrep', 1],
  ['fgrep', 1],
  ['sed', 1],
  ['awk', 1],
  ['gawk', 1],
]);

/** Where the sums of a file come from: the script computed them, something wrote them, or an archive had them. */
export type SumSource = 'computed' | 'known' | 'archive';

/** The source of a file of sums that the instruction does not download. */
export function sourceOfSums(
  name: string,
  check: ShellCommand,
  { run, values, dockerfile }: Pick<Call, 'run' | 'values' | 'dockerfile'>,
): SumSource {
  const { commands } = run.script;
  const before = commands.filter(({ start }) => start < check.start);
  const writing = before.filter((command) => writtenBy(command, values).includes(name));
  if (writing.some((command) => partsOf(command, commands).some(computes))) return 'computed';
  if (writing.length > 0) return 'known';
  const unpacks = before.some((command) => UNPACKERS.test(commandName(command)));
  return unpacks && !isCopied(name, run, dockerfile) ? 'archive' : 'known';
}

const UNPACKERS = /^(?:tar|bsdtar|unzip|7z|7za|cpio|git)$/;

/** Whether COPY or ADD may have brought a file: by its name, or with a folder. */
function isCopied(
  name: string,
  { stage }: RunInstruction,
  { stages }: Call['dockerfile'],
): boolean {
  return (stage ? stages.slice(0, stage.index + 1) : []).some(({ instructions }) =>
    instructions.some(
      (one) =>
        (one.keyword === 'COPY' || one.keyword === 'ADD') &&
        [...one.sources.map(({ value }) => value), one.destination?.value ?? ''].some(
          (path) => lastPart(path) === name || !/\.\w+$/.test(path),
        ),
    ),
  );
}

/** The files that a command, or the end of its pipeline, writes to. */
function writtenBy(command: ShellCommand, values: Call['values']): string[] {
  const last = command.pipeline?.elements.at(-1) ?? command;
  return [command, last].flatMap((one) => [
    ...one.redirects.flatMap(({ operator, target }) =>
      target && /^\d*>{1,2}\|?$/.test(operator) ? [lastPart(values(target))] : [],
    ),
    ...(commandName(one) === 'tee' ? operands(one).map((word) => lastPart(values(word))) : []),
  ]);
}

function partsOf(command: ShellCommand, commands: readonly ShellCommand[]): ShellCommand[] {
  const { start, end } = command.pipeline ?? command;
  return commands.filter((one) => one.start >= start && one.end <= end);
}

/** Whether a command prints the sum of a file. */
function computes(command: ShellCommand): boolean {
  return SUMS.test(commandName(command)) && !/^(?:-c|--check)$/.test(command.args[0]?.value ?? '');
}

/** Whether all that a text compares with is what the script computes itself: `echo "$SUM  file"` with SUM=$(sha256sum file). */
export function isComputed(text: string, { script }: RunInstruction): boolean {
  if (HEX.test(text)) return false;
  const values = [...variableNames(text)].map((name) =>
    script.commands.flatMap(({ assignments }) =>
      assignments.flatMap((one) => (one.name === name ? (one.value?.value ?? '') : [])),
    ),
  );
  return values.some((all) => all.length > 0 && all.every((value) => COMPUTED.test(value)));
}

const COMPUTED =
  /(?:\$\(|`)[^)`]{0,300}\b(?:sha(?:224|256|384|512)|b2|b3)sum\b|(?:\$\(|`)[^)`]{0,300}\b(?:shasum|openssl)\b/;

/** Whether a test compares a sum with something else, and nothing else can make it true. */
export function comparesWithOther(text: string, variable: string | undefined): boolean {
  const bare = withoutSums(text);
  if (/(?:\s-o\s|\|\|)/.test(bare) || !/[!=]=|=|=~/.test(bare)) return false;
  const other =
    variable === undefined
      ? bare
      : bare.replace(new RegExp(`\\$(?:${variable}\\b|\\{${variable}\\b[^}]*\\})`, 'g'), '');
  return HEX.test(other) || /[$`]/.test(other);
}

/** A test without the substitutions that compute sums. */
export function withoutSums(text: string): string {
  return text.replace(/\$\([^()]*(?:\([^()]*\)[^()]*)*\)|`[^`]*`/g, (use) =>
    COMPUTED.test(use) ? '' : use,
  );
}
