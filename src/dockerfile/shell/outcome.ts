import { forEachChild, type SyntaxNode } from 'unbash';
import type { FailureEffect, ShellCommand } from './model.js';

/** What follows if a node fails, and if it succeeds. Computed when it is asked for: most commands are never asked. */
export interface Outcomes {
  readonly failure: () => FailureEffect;
  readonly success: () => FailureEffect;
}

/** Options of the shell that runs a command, as far as the script sets them. */
export interface ShellSettings {
  readonly errexit?: boolean;
  readonly pipefail?: boolean;
}

export const STOPS: Outcomes = { failure: () => 'stops', success: () => 'ignored' };

/** Of what runs in the background, or in a condition that decides nothing. */
export const LOST: Outcomes = { failure: () => 'ignored', success: () => 'ignored' };

/** The outcomes of the statement of a list; those of the list hold for its last one only. */
export function inList(list: Outcomes, isLast: boolean): Outcomes {
  return isLast ? list : { failure: unlessIgnored(list, 'errexit'), success: () => 'ignored' };
}

/** The outcomes of the body of a loop, whose result is that of the last time. */
export function inLoop(loop: Outcomes): Outcomes {
  return inList(loop, false);
}

function unlessIgnored({ failure }: Outcomes, outcome: FailureEffect): () => FailureEffect {
  return () => (failure() === 'ignored' ? 'ignored' : outcome);
}

/** The outcomes of the command at `index` of `a && b || c`. */
export function inAndOr(
  { commands, operators }: Extract<SyntaxNode, { type: 'AndOr' }>,
  index: number,
  around: Outcomes,
): Outcomes {
  const or = operators.indexOf('||', index);
  const fallback = or < 0 ? undefined : commands[or + 1];
  const next = operators[index] === '&&' ? commands[index + 1] : undefined;
  const isLast = index === commands.length - 1;
  return {
    failure: () => {
      if (fallback) return goesOn(fallback) ? 'ignored' : 'stops';
      // What follows by && is not done, so the content is not used.
      if (!isLast && around.failure() === 'errexit') return 'stops';
      return around.failure();
    },
    success: () => (next ? (goesOn(next) ? 'ignored' : 'stops') : around.success()),
  };
}

/** The outcomes of an element of a pipeline: its result is that of the last one, which may be a search of the output. */
export function inPipeline(
  { commands }: Extract<SyntaxNode, { type: 'Pipeline' }>,
  index: number,
  around: Outcomes,
): Outcomes {
  const last = commands.at(-1);
  if (index === commands.length - 1) return around;
  const isSearched = last?.type === 'Command' && /^(?:[ef]?grep)$/.test(last.name?.value ?? '');
  if (isSearched) return around;
  return { failure: unlessIgnored(around, 'pipefail'), success: () => 'ignored' };
}

/** The outcomes of the condition of `if`. Without `else` the script goes on. */
export function inCondition(node: SyntaxNode): Outcomes {
  if (node.type === 'While' && leaves(node.body)) return LOST;
  if (node.type === 'While')
    return node.kind === 'until' ? STOPS : { failure: () => 'ignored', success: () => 'stops' };
  if (node.type !== 'If' && node.type !== 'Elif') return LOST;
  const { then: yes } = node;
  const no = node.type === 'If' ? node.else : undefined;
  return {
    failure: () => (no && !goesOn(no) ? 'stops' : 'ignored'),
    success: () => (goesOn(yes) ? 'ignored' : 'stops'),
  };
}

/** Whether a loop may end, or the script with success, before its condition says so. */
function leaves(node: SyntaxNode): boolean {
  if (node.type === 'Command') {
    const name = node.name?.value ?? '';
    return (
      name === 'break' ||
      (/^(?:exit|return)$/.test(name) && succeeds(name, node.args[0]?.text ?? ''))
    );
  }
  let found = false;
  forEachChild(node, (child) => {
    found ||= leaves(child);
  });
  return found;
}

/** The outcomes of what stands after `!`. */
export function negated({ failure, success }: Outcomes): Outcomes {
  return { failure: success, success: failure };
}

/** Whether a script goes on after a node: all that it runs succeeds. Programs that are not known may fail. */
function goesOn(node: SyntaxNode): boolean {
  const names: boolean[] = [];
  const collect = (one: SyntaxNode) => {
    if (one.type === 'Command')
      names.push(succeeds(one.name?.value ?? '', one.args[0]?.text ?? ''));
    forEachChild(one, collect);
  };
  collect(node);
  return names.length > 0 && names.every((one) => one);
}

function succeeds(name: string, argument: string): boolean {
  return /^(?:exit|return)$/.test(name) ? /^0+$/.test(argument) : HARMLESS.has(name);
}

const HARMLESS: ReadonlySet<string> = new Set(
  (
    'true : echo printf cat ls rm mv cp ln mkdir touch chmod chown sleep cd export set unset continue break tar unzip ' +
    'curl wget install tee sed'
  ).split(' '),
);

/** The settings after `set -e`, `set +e`, `set -o pipefail`; the same for other commands. */
export function afterCommand(settings: ShellSettings, command: ShellCommand): ShellSettings {
  if (command.name?.value !== 'set') return settings;
  return command.args.reduce(
    (all, { value }, index) => withOption(all, value, command.args[index + 1]?.value),
    settings,
  );
}

/** The settings that the arguments of a shell give: `-ec`, `-o pipefail`. */
export function settingsOf(args: readonly string[]): ShellSettings {
  return args.reduce<ShellSettings>(
    (all, value, index) => withOption(all, value, args[index + 1]),
    {},
  );
}

function withOption(
  settings: ShellSettings,
  value: string,
  next: string | undefined,
): ShellSettings {
  const [, sign, letters = ''] = /^([-+])([a-zA-Z]+)$/.exec(value) ?? [];
  if (sign === undefined) return settings;
  const isOn = sign === '-';
  return {
    ...settings,
    ...((letters.includes('e') || (letters.endsWith('o') && next === 'errexit')) && {
      errexit: isOn,
    }),
    ...(letters.endsWith('o') && next === 'pipefail' && { pipefail: isOn }),
  };
}

/** The outcome with what is known of the shell: `errexit` and `pipefail` stay where the script does not set them. */
export function resolveOutcome(outcome: FailureEffect, settings: ShellSettings): FailureEffect {
  if (outcome === 'stops' || outcome === 'ignored') return outcome;
  const isSet = settings[outcome];
  return isSet === undefined ? outcome : isSet ? 'stops' : 'ignored';
}
