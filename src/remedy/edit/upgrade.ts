import { type EditResult, refused, unchanged } from '../../core/edit-result.js';
import type { Edit } from '../../core/fix.js';
import type { PlanChange, UpgradedPackage } from '../../core/plan.js';
import type {
  Dockerfile,
  Instruction,
  RunInstruction,
  Stage,
} from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { isRootUser } from '../../image/root-user.js';

export type UpgradeChange = Extract<PlanChange, { kind: 'upgrade' }>;
export type RetiredUpgradeChange = Extract<PlanChange, { kind: 'retired-upgrade' }>;

/**
 * The instructions that upgrade the named packages and install none, and remove what they download. Sources: apt-get(8); apk-upgrade(8), with
 * names since apk-tools 2.12: `apk add --upgrade` would write them into the list of what the image needs; dnf(8).
 */
const COMMANDS: ReadonlyMap<string, (names: string) => string> = new Map([
  [
    'apt',
    (names) =>
      `apt-get update && apt-get install -y --only-upgrade --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`,
  ],
  ['apk', (names) => `apk upgrade --no-cache ${names}`],
  ...['dnf', 'yum', 'microdnf'].map(
    (manager) =>
      [
        manager,
        (names: string) => `${manager} upgrade -y ${names} && ${manager} clean all`,
      ] as const,
  ),
]);

/** An upgrade that a step of a plan added to a stage. */
export interface MarkedUpgrade {
  readonly stage: Stage;
  readonly manager: string;
  readonly base: string;
  readonly packages: readonly UpgradedPackage[];
  /** The lines of its comment, and of its last instruction. */
  readonly line: number;
  readonly endLine: number;
  /** The instruction that upgrades. */
  readonly run: RunInstruction;
}

/** `# portside: upgrade until alpine:3.22 has libssl3=3.3.1-r0` */
const MARK = /^portside: upgrade until (\S+) has (\S+=\S+(?: \S+=\S+)*)$/;

function markOf(base: string, packages: readonly UpgradedPackage[]): string {
  const versions = packages.map(({ name, version }) => `${name}=${version}`);
  return `# portside: upgrade until ${base} has ${versions.join(' ')}`;
}

function commandOf(manager: string, packages: readonly UpgradedPackage[]): string {
  return COMMANDS.get(manager)?.(packages.map(({ name }) => name).join(' ')) ?? '';
}

/** The upgrades that plans added. One whose instruction was changed by hand since is none. */
export function markedUpgrades(dockerfile: Dockerfile): readonly MarkedUpgrade[] {
  return dockerfile.stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction, at) => {
      const comment = markAbove(dockerfile, instruction);
      const [, base, versions] = MARK.exec(comment?.text ?? '') ?? [];
      if (!comment || base === undefined || versions === undefined) return [];
      const packages = versions.split(' ').map(packageOf);
      const isWrapped = isUser(instruction, 'root');
      const run = isWrapped ? stage.instructions[at + 1] : instruction;
      if (run?.keyword !== 'RUN') return [];
      const manager = [...COMMANDS.keys()].find(
        (one) => run.text === commandOf(one, packages) && run.flags.length === 0,
      );
      const last = isWrapped ? stage.instructions[at + 2] : run;
      if (manager === undefined || (isWrapped && last?.keyword !== 'USER')) return [];
      const endLine = last?.endLine ?? run.endLine;
      return [{ stage, manager, base, packages, line: comment.line, endLine, run }];
    }),
  );
}

function markAbove({ comments }: Dockerfile, { startLine }: Instruction) {
  return comments.find(({ line }) => line === startLine - 1);
}

function packageOf(written: string): UpgradedPackage {
  const at = written.indexOf('=');
  return { name: written.slice(0, at), version: written.slice(at + 1) };
}

function isUser(instruction: Instruction | undefined, name: string): boolean {
  return instruction?.keyword === 'USER' && instruction.text.trim() === name;
}

/**
 * The edits that add the upgrade of some packages to a stage, where root is in force, or the packages to the upgrade that a
 * step added to it before.
 */
export function editUpgrade(text: string, change: UpgradeChange): EditResult {
  const dockerfile = parseDockerfile(change.path, text);
  const stage = stageOf(dockerfile, change.line);
  if (!stage) return refused(`Line ${change.line} begins no stage on a base image`);
  const marked = markedUpgrades(dockerfile).find((one) => one.stage === stage);
  if (marked) return extend(dockerfile, marked, change);
  const hand = stage.instructions.find((one) => isMark(markAbove(dockerfile, one)?.text));
  if (hand) return refused(`The upgrade in line ${hand.startLine} was changed by hand`);
  return insert(dockerfile, stage, change);
}

function isMark(comment = ''): boolean {
  return comment.startsWith('portside: upgrade until ');
}

/** The stage of this line; in a file that has moved, the only one on a base image. */
function stageOf({ stages }: Dockerfile, line: number): Stage | undefined {
  const onBase = stages.filter(({ image }) => image !== undefined && image !== 'scratch');
  const found = onBase.find(({ from }) => from.startLine <= line && line <= from.endLine);
  return found ?? (onBase.length === 1 ? onBase[0] : undefined);
}

function sorted(packages: readonly UpgradedPackage[]): readonly UpgradedPackage[] {
  return packages.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function extend(
  { source }: Dockerfile,
  { packages, line, run, manager, base }: MarkedUpgrade,
  change: UpgradeChange,
): EditResult {
  if (manager !== change.manager) return refused(`The upgrade in line ${line} uses ${manager}`);
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  for (const { name, version } of change.packages) versions.set(name, version);
  const all = sorted([...versions].map(([name, version]) => ({ name, version })));
  const mark = markOf(base, all);
  const edits: Edit[] = [
    { ...lineRange(source.text, line), text: mark },
    { ...run.range, text: `RUN ${commandOf(manager, all)}` },
  ].filter(({ startLine, startColumn, endLine, endColumn, text }) => {
    const from = source.offsetOf(startLine, startColumn);
    return source.text.slice(from, source.offsetOf(endLine, endColumn)) !== text;
  });
  return edits.length === 0
    ? unchanged(`line ${run.startLine} upgrades the packages`)
    : { kind: 'edits', description: `Upgrade ${all.map(({ name }) => name).join(', ')}`, edits };
}

/** Without its line feed. */
function lineRange(text: string, line: number) {
  const content = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  return { startLine: line, startColumn: 1, endLine: line, endColumn: content.length + 1 };
}

function insert(dockerfile: Dockerfile, stage: Stage, change: UpgradeChange): EditResult {
  const { user, base, manager } = change;
  const packages = sorted(change.packages);
  const root = user === undefined ? stage.from : stage.instructions.find(isRoot);
  const anchor = root ?? stage.from;
  const shell = stage.instructions.find(
    (one) => one.keyword === 'SHELL' && one.start < anchor.start && !isPosixShell(one),
  );
  if (shell) return refused(`Line ${shell.startLine} sets a shell that is not one of POSIX`);
  const run = `RUN ${commandOf(manager, packages)}`;
  const lines = [markOf(base, packages), ...(root ? [run] : ['USER root', run, `USER ${user}`])];
  const newline = dockerfile.source.text.includes('\r\n') ? '\r\n' : '\n';
  const { endLine, endColumn } = anchor.range;
  const at = { startLine: endLine, startColumn: endColumn, endLine, endColumn };
  return {
    kind: 'edits',
    description: `Add ${run}`,
    edits: [{ ...at, text: lines.map((line) => `${newline}${line}`).join('') }],
  };
}

function isRoot(instruction: Instruction): boolean {
  return (
    instruction.keyword === 'USER' &&
    !instruction.text.includes('$') &&
    instruction.text.trim() !== '' &&
    isRootUser(instruction.text.trim())
  );
}

function isPosixShell({ args }: Instruction): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash)$/.test(args[0]?.value ?? '');
}

/** The edit that removes an upgrade that a step of a plan added. */
export function editRetiredUpgrade(text: string, change: RetiredUpgradeChange): EditResult {
  const dockerfile = parseDockerfile(change.path, text);
  const stage = stageOf(dockerfile, change.line);
  const marked = markedUpgrades(dockerfile).find((one) => one.stage === stage);
  if (!marked) return unchanged('the stage has no upgrade that a plan added');
  if (!isSame(marked.packages, change.packages))
    return refused(`The upgrade in line ${marked.line} is another one`);
  const { line, endLine } = marked;
  const end = { endLine: endLine + 1, endColumn: 1 };
  return {
    kind: 'edits',
    description: `Remove the upgrade in line ${marked.run.startLine}`,
    edits: [{ startLine: line, startColumn: 1, ...end, text: '' }],
  };
}

function isSame(a: readonly UpgradedPackage[], b: readonly UpgradedPackage[]): boolean {
  return markOf('', sorted(a)) === markOf('', sorted(b));
}
