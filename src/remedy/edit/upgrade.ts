import { type EditResult, refused, unchanged } from '../../core/edit-result.js';
import type { PlanChange } from '../../core/plan.js';
import type { Dockerfile, RunInstruction, Stage } from '../../dockerfile/parser/model.js';
import { instructionsOf } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { commandName } from '../../dockerfile/shell/command-line.js';
import type { ShellCommand } from '../../dockerfile/shell/model.js';
import { packageCommand } from '../../dockerfile/shell/package-commands.js';

export type UpgradeChange = Extract<PlanChange, { kind: 'upgrade' }>;

/** The command that upgrades, and the one that it goes next to. */
interface UpgradeSyntax {
  readonly names: readonly string[];
  readonly options: string;
  readonly anchor: 'update' | 'install';
  readonly side: 'before' | 'after';
}

const APT = { names: ['apt-get', 'apt'], options: '-y', anchor: 'update', side: 'after' } as const;
const APK = { names: ['apk'], options: '--no-cache', anchor: 'install', side: 'before' } as const;
const rpm = (...names: readonly string[]) =>
  ({ names, options: '-y', anchor: 'install', side: 'before' }) as const;

const UPGRADES: ReadonlyMap<string, UpgradeSyntax> = new Map<string, UpgradeSyntax>([
  ['apt', APT],
  ['apk', APK],
  ['dnf', rpm('dnf', 'dnf5')],
  ['yum', rpm('yum')],
  ['microdnf', rpm('microdnf')],
]);

/**
 * The edit that adds `apt-get upgrade -y`, or that of another package manager, to the RUN instruction that updates the index
 * of the packages or installs others, so that both are in the same layer.
 */
export function editUpgrade(text: string, change: UpgradeChange): EditResult {
  const syntax = UPGRADES.get(change.manager);
  if (!syntax) return refused(`There is no upgrade for ${change.manager}`);
  const dockerfile = parseDockerfile(change.path, text);
  const commandsOf = (run: RunInstruction, action: string) =>
    run.script.commands.filter(
      (command) =>
        syntax.names.includes(commandName(command)) && packageCommand(command)?.action === action,
    );
  const runs = instructionsOf(dockerfile, 'RUN').filter(
    (run) => commandsOf(run, syntax.anchor).length > 0 || commandsOf(run, 'upgrade').length > 0,
  );
  const stage = dockerfile.stages.find(({ from }) => from.startLine === change.line);
  if (stage)
    return upgradeOfStage(
      dockerfile,
      stage,
      runs.filter((run) => commandsOf(run, 'upgrade').length > 0),
      change,
    );
  const onLine = runs.find(
    ({ startLine, endLine }) => startLine <= change.line && change.line <= endLine,
  );
  const run = onLine ?? (runs.length === 1 ? runs[0] : undefined);
  const action = syntax.anchor === 'update' ? 'updates the index of' : 'installs';
  if (!run)
    return refused(`Line ${change.line} has no RUN that ${action} packages of ${change.manager}`);
  if (commandsOf(run, 'upgrade').length > 0)
    return unchanged(`line ${run.startLine} upgrades the packages`);
  const [anchor] = commandsOf(run, syntax.anchor);
  const edit = anchor && insertUpgrade(dockerfile, run, anchor, syntax);
  return (
    edit ??
    refused(`The RUN in line ${run.startLine} is too complex to add a command: add it by hand`)
  );
}

/** The instructions that upgrade, for a stage without one that installs or updates. Each removes what it downloads. */
const INSTRUCTIONS: ReadonlyMap<string, string> = new Map([
  ['apt', 'apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*'],
  ['apk', 'apk upgrade --no-cache'],
  ['dnf', 'dnf upgrade -y && dnf clean all'],
  ['yum', 'yum upgrade -y && yum clean all'],
  ['microdnf', 'microdnf upgrade -y && microdnf clean all'],
]);

/** The edit that adds a RUN after the FROM of a stage. */
function upgradeOfStage(
  { source }: Dockerfile,
  { from, instructions }: Stage,
  upgrading: readonly RunInstruction[],
  { manager }: UpgradeChange,
): EditResult {
  const known = upgrading.find((run) => instructions.includes(run));
  if (known) return unchanged(`line ${known.startLine} upgrades the packages`);
  const instruction = `RUN ${INSTRUCTIONS.get(manager)}`;
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  const { endLine, endColumn } = from.range;
  const at = { startLine: endLine, startColumn: endColumn, endLine, endColumn };
  return {
    kind: 'edits',
    description: `Add ${instruction}`,
    edits: [{ ...at, text: `${newline}${instruction}` }],
  };
}

function insertUpgrade(
  dockerfile: Dockerfile,
  run: RunInstruction,
  anchor: ShellCommand,
  { options, side }: UpgradeSyntax,
): EditResult | undefined {
  const { source } = dockerfile;
  if (run.exec || run.script.errors.length > 0) return undefined;
  const commands = run.script.commands.filter(isTopLevel);
  const index = commands.indexOf(anchor);
  if (index < 0) return undefined;
  const [previous, next] = [commands[index - 1], commands[index + 1]];
  const neighbor = side === 'after' ? (next ?? previous) : (previous ?? next);
  const joint = jointBetween(source.text, anchor, neighbor, run);
  if (joint === undefined || anchor.joinedBy === '||' || next?.joinedBy === '||') return undefined;
  const command = `${commandName(anchor)} upgrade ${options}`;
  const at = side === 'after' ? anchor.end : anchor.start;
  const added = side === 'after' ? `${joint}${command}` : `${command}${joint}`;
  return {
    kind: 'edits',
    description: `Add ${command}`,
    edits: [{ ...source.range(at, at), text: added }],
  };
}

/** Whether a command is in the list of the RUN itself, without sudo, loops, conditions or pipes. */
function isTopLevel({ depth, wrapper, substituted, pipeline }: ShellCommand): boolean {
  return depth === 0 && !wrapper && !substituted && !pipeline;
}

/** The text between two commands of the list; undefined for a list that is joined in another way. */
function jointBetween(
  text: string,
  anchor: ShellCommand,
  neighbor: ShellCommand | undefined,
  run: RunInstruction,
): string | undefined {
  const lineBreak = () => {
    const lineStart = text.lastIndexOf('\n', anchor.start - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart, anchor.start))?.[0] ?? '';
    return `${text.charAt(lineStart - 2) === '\r' ? '\r\n' : '\n'}${indent}`;
  };
  if (!neighbor) return run.heredocs.length > 0 ? lineBreak() : ' && ';
  const [first, second] = anchor.start < neighbor.start ? [anchor, neighbor] : [neighbor, anchor];
  const gap = text.slice(first.end, second.start).replace(/^[ \t]*#.*$/gm, '');
  if (/^[\s\\`]*&&[\s\\`]*$/.test(gap)) return ' && ';
  if (/^[\s\\`]*;[\s\\`]*$/.test(gap)) return '; ';
  return run.heredocs.length > 0 && /^\s*\n\s*$/.test(gap) ? lineBreak() : undefined;
}
