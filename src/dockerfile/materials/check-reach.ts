import { shellAt } from '../commands/effective-shell.js';
import type { RunInstruction } from '../parser/model.js';
import { commandName, operands } from '../shell/command-line.js';
import type { ShellBranch, ShellCommand, ShellTest } from '../shell/model.js';
import { resolveOutcome, settingsOf } from '../shell/outcome.js';
import { lastPart } from './fetches.js';
import type { Call } from './found-material.js';

/** A command or a test whose failure should stop the build. */
type Step = Pick<ShellCommand, 'outcome' | 'branch' | 'start'>;

/** Tells whether the build stops, or does not use the file, if a step fails: not before `|| true`. */
export function stopsBuild(run: RunInstruction): (step: Step, isDifference?: boolean) => boolean {
  const settings = settingsOf(shellAt(run)?.args.map(({ value }) => value) ?? []);
  const isTrapped = run.script.text.includes('trap') && run.script.commands.some(endsWell);
  return ({ outcome }, isDifference = false) =>
    !isTrapped &&
    resolveOutcome(outcome(isDifference ? 'success' : 'failure'), settings) === 'stops';
}

/** `trap 'exit 0' EXIT` */
function endsWell(command: ShellCommand): boolean {
  const [action, ...signals] = operands(command);
  return (
    commandName(command) === 'trap' &&
    /\bexit\s+0+\b/.test(action?.value ?? '') &&
    signals.some(({ value }) => /^(?:EXIT|0|ERR)$/i.test(value))
  );
}

/** Where a step is done: its place, or the calls of the function that it is in. */
interface StepPlace {
  readonly start: number;
  /** The parts of the script that may be skipped, and it with them. */
  readonly branches: readonly ShellBranch[];
}

const places = new WeakMap<Step, readonly StepPlace[]>();
/** Calls of a function that are read. */
const MAX_CALLS = 50;

function placesOf(step: Step, run: RunInstruction): readonly StepPlace[] {
  const found = places.get(step) ?? findPlaces(step, run);
  places.set(step, found);
  return found;
}

function findPlaces({ start, branch }: Step, { script }: RunInstruction): StepPlace[] {
  const branches = branchesOf(branch);
  const own = { start, branches };
  const at = branches.findIndex(({ functionName }) => functionName !== undefined);
  const name = branches[at]?.functionName;
  if (name === undefined) return [own];
  const calls = script.commands.filter((one) => one.name?.value === name).slice(0, MAX_CALLS);
  return [
    own,
    ...calls.map((call) => ({
      start: call.start,
      branches: [...branches.slice(0, at), ...branchesOf(call.branch)],
    })),
  ];
}

function branchesOf(innermost: ShellBranch | undefined): ShellBranch[] {
  const found: ShellBranch[] = [];
  for (let branch = innermost; branch; branch = branch.around) found.push(branch);
  return found;
}

/**
 * The place at which a step that is done after a command is always done if that was: it is in no part of the script that
 * may be skipped then. Undefined if there is none. `others` are steps that would do instead: in the other branches.
 */
export function reachedAfter(
  command: ShellCommand,
  step: Step,
  run: RunInstruction,
  others: readonly Step[] = [],
): number | undefined {
  const around = branchesOf(command.branch);
  const parts = new Set(around.map(({ part }) => part));
  const isSkipped = (branch: ShellBranch) =>
    !parts.has(branch.part) &&
    branch.mayBeSkipped() &&
    !others.some((other) =>
      branchesOf(other.branch).some(({ of, part }) => of === branch.of && part !== branch.part),
    );
  return placesOf(step, run).find(
    ({ start, branches }) =>
      start > command.start &&
      !branches.some(isSkipped) &&
      !leavesBetween(command, start, around, run),
  )?.start;
}

/** A script that ends with success between two places, unless it does so instead of what is done at the first. */
function leavesBetween(
  { start, wrapper }: ShellCommand,
  end: number,
  around: readonly ShellBranch[],
  { script }: RunInstruction,
): boolean {
  return script.commands.some((one) => {
    if (one.start <= start || one.start >= end || one.wrapper !== wrapper) return false;
    if (one.name?.value !== 'exit' || !/^0*$/.test(one.args[0]?.value ?? '')) return false;
    return !branchesOf(one.branch).some(({ of, part }) =>
      around.some((branch) => branch.of === of && branch.part !== part),
    );
  });
}

/** Whether a command between two places runs one of these files, or installs it. */
export function isUsedBetween(
  { run, values }: Pick<Call, 'run' | 'values'>,
  names: ReadonlySet<string>,
  [start, end]: readonly [number, number],
): boolean {
  return run.script.commands.some((command) => {
    if (command.start <= start || command.start >= end) return false;
    const name = commandName(command);
    if (name !== '' && names.has(name)) return true;
    if (!RUNNERS.test(name)) return false;
    const texts = command.args.map((word) => values(word));
    return texts.some((text) => !/\s/.test(text) && names.has(lastPart(text)));
  });
}

const RUNNERS =
  /^(?:\.|source|(?:ba|da|z|k|a)?sh|python[\d.]*|perl|ruby|node|php|java|dpkg|rpm|apt|apt-get|dnf|yum|apk|pip[\d.]*|npm|gem)$/;

/** Whether the script gives a program of the system another meaning. */
export function isRedefined(name: string, { script }: RunInstruction): boolean {
  const { text, commands } = script;
  if (!/\(\s*\)|\bfunction\b|\balias\b/.test(text)) return false;
  return (
    new RegExp(`(?<![\\w./-])(?:function\\s+${name}(?![\\w.-])|${name}\\s*\\(\\s*\\))`).test(
      text,
    ) ||
    commands.some(
      (one) =>
        one.name?.value === 'alias' && one.args.some(({ value }) => value.startsWith(`${name}=`)),
    )
  );
}

/** The test around a command, or the one that compares the variable which it sets. */
export function testOf(command: ShellCommand, { script }: RunInstruction): ShellTest | undefined {
  const around = script.tests.find(({ start, end }) => start < command.start && command.end <= end);
  if (around) return around;
  const variable = assignedBy(command, script.commands);
  return variable === undefined
    ? undefined
    : script.tests.find(
        ({ text, start }) =>
          start > command.start && new RegExp(`\\$\\{?${variable}\\b`).test(text),
      );
}

/** The variable of `SUM=$(sha256sum FILE)`. */
export function assignedBy(
  command: ShellCommand,
  commands: readonly ShellCommand[],
): string | undefined {
  for (const { assignments, args, name } of commands) {
    for (const { name: variable, value } of assignments)
      if (value && value.start <= command.start && command.end <= value.end) return variable;
    const exported = /^(?:export|local|readonly|declare)$/.test(name?.value ?? '')
      ? args.find(({ start, end }) => start <= command.start && command.end <= end)
      : undefined;
    const variable = /^(\w+)=/.exec(exported?.value ?? '')?.[1];
    if (variable !== undefined) return variable;
  }
  return undefined;
}
