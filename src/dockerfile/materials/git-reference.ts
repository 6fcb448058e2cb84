import { commandName, flagValues, operands } from '../shell/command-line.js';
import { hiddenWord } from '../shell/hidden-words.js';
import type { ShellCommand } from '../shell/model.js';
import { isAddress } from './address.js';
import { reachedAfter, stopsBuild } from './check-reach.js';
import { lastPart } from './fetches.js';
import type { Call } from './found-material.js';

export const GIT_VALUE_OPTIONS = [
  ...['-b', '-B', '--branch', '-C', '-c', '--depth', '--config', '-o', '--origin', '-j', '--jobs'],
  ...['--filter', '-r', '-u', '--rev', '--orphan'],
];
export const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;

/** What of a repository is used: undefined for its usual branch. */
export interface GitReference {
  readonly reference: string | undefined;
  /** Whether it is always this one: a checkout may be skipped, or may fail without an error. */
  readonly isCertain: boolean;
}

/**
 * What git commands of the instruction make of the repository that a command clones: what the last of them checks out or
 * merges. Without any, `--branch NAME`, or a commit among `words`.
 */
export function referenceOf(call: Call, words: readonly string[]): GitReference {
  const { command, run, values } = call;
  const [branch] = flagValues(command, '-b', '--branch', '--rev', '-r');
  const named = words.slice(words.findIndex((word) => isAddress(word)) + 1).at(-1);
  let fetched = named;
  let current: GitReference = {
    reference: branch
      ? values(branch.word, branch.value)
      : named !== undefined && COMMIT.test(named)
        ? named
        : undefined,
    isCertain: true,
  };
  const stops = stopsBuild(run);
  for (const next of laterCommands(call)) {
    const [verb = '', ...rest] = operands(next, GIT_VALUE_OPTIONS).map(
      (word) => hiddenWord(next, word) ?? values(word),
    );
    const target = rest.filter((word) => word !== 'origin').at(-1);
    if (verb === 'fetch') fetched = target;
    const reference = target === 'FETCH_HEAD' ? fetched : target?.replace(/^origin\//, '');
    const isChange = CHANGES.test(verb) && !isOfFiles(next, verb, rest);
    // A pull gets the branch; a merge or rebase of a commit adds nothing that is not named.
    if (!isChange || (/^(?:merge|rebase|cherry-pick)$/.test(verb) && isFixed(reference))) continue;
    if (verb !== 'pull' && (reference === undefined || /^(?:HEAD|@|-$)/.test(reference))) continue;
    const isDone = stops(next) && reachedAfter(command, next, run) !== undefined;
    current = isDone
      ? { reference, isCertain: true }
      : {
          reference: reference ?? current.reference,
          // Two branches are as good as one.
          isCertain: isMoving(reference) && isMoving(current.reference),
        };
  }
  return current;
}

const CHANGES = /^(?:checkout|co|reset|switch|pull|merge|rebase|cherry-pick)$/;

function isFixed(reference: string | undefined): boolean {
  return reference !== undefined && COMMIT.test(reference);
}

function isMoving(reference: string | undefined): boolean {
  return reference === undefined || !(COMMIT.test(reference) || /[\d$]/.test(reference));
}

/** `git checkout COMMIT -- FILE` leaves the other files as they are. */
function isOfFiles(command: ShellCommand, verb: string, words: readonly string[]): boolean {
  return (
    /^(?:checkout|co|reset)$/.test(verb) &&
    (words.length > 1 || command.args.some(({ value }) => value === '--'))
  );
}

/** The git commands after a clone that work in its folder, as far as the script shows the folder. */
function laterCommands({ command, run, values }: Call): ShellCommand[] {
  const others = new Set<string>();
  const own = folderOf(command, values);
  const found: ShellCommand[] = [];
  let current = '';
  for (const next of run.script.commands) {
    if (next.start <= command.start) continue;
    const name = commandName(next);
    if (name === 'cd' || name === 'pushd') current = lastPart(values(next.args[0] ?? EMPTY));
    if (name !== 'git') continue;
    const [verb] = operands(next, GIT_VALUE_OPTIONS);
    if (verb?.value === 'clone') {
      others.add(folderOf(next, values));
      continue;
    }
    const [given] = flagValues(next, '-C');
    const folder = given ? lastPart(values(given.word, given.value)) : current;
    const isOther = others.has(folder) || (others.size > 0 && folder !== own);
    if (!isOther) found.push(next);
  }
  return found;
}

const EMPTY = { value: '', raw: '', literal: true };

/** The folder of a clone: as it is written, or by the name of the repository. */
function folderOf(clone: ShellCommand, values: Call['values']): string {
  const [, address = '', folder] = operands(clone, GIT_VALUE_OPTIONS).map((word) => values(word));
  return lastPart((folder ?? address).replace(/\/+$/, '')).replace(/\.git$/, '');
}
