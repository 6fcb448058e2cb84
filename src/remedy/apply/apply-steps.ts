import type { EditResult, RefusedEdit } from '../../core/edit-result.js';
import type { Finding } from '../../core/finding.js';
import { applyFixes, clashes, type Edit, type Fix } from '../../core/fix.js';
import type { ProcessRunner } from '../../core/host.js';
import type { PlanChange, PlanStep } from '../../core/plan.js';
import { reason } from '../../lib/errors.js';
import { editFile } from '../edit/edit.js';
import { editRuleFixes, type RuleFixChange } from '../edit/rule-fix.js';
import { lockChangeOf } from './lock-of-manifest.js';
import { type LockfileEntry, type ManagerContext, NotRaised } from './lockfiles/manager.js';
import { MANAGERS } from './lockfiles/managers.js';
import { isMissing, readEditable, UnsafeFile } from './safe-file.js';
import type { EditedFile } from './write-files.js';

/** What became of a step. */
export interface StepOutcome {
  readonly step: PlanStep;
  readonly state: /** Files change. */
    | 'changed'
    /** The files have the change already. */
    | 'unchanged'
    /** Another step changes the same characters: it can be done in the next run. */
    | 'postponed'
    /** A person has to do it, with the command if there is one. */
    | 'by-hand'
    /** It does not apply. Nothing is changed at all, unless the request is for what can be done. */
    | 'refused';
  /** A sentence. */
  readonly reason?: string;
  readonly command?: readonly string[];
}

export interface AppliedSteps {
  readonly outcomes: readonly StepOutcome[];
  /** Empty if a step was refused, unless the request is for what can be done. */
  readonly files: readonly EditedFile[];
}

export interface ApplyRequest {
  readonly root: string;
  /** Whether a file may be changed at all: the check read it, or Git tracks it. */
  readonly isOwn: (path: string) => boolean;
  readonly files: readonly string[];
  /** The fixes that the check found for a step about a rule that needs more than the file. */
  readonly ruleFixes: (step: PlanStep) => readonly Fix[];
  /** The rules that need only the text of the file; undefined for a file that has none. */
  readonly lintOf: (path: string) => ((text: string) => readonly Finding[]) | undefined;
  /** Whether the other steps are done if one does not apply. Each step is done completely or not at all. */
  readonly whatCanBeDone?: boolean;
  /** Why no package manager may run, as a sentence; undefined if one may. */
  readonly noManagers?: string | undefined;
  readonly host: ProcessRunner;
  readonly variable: (name: string) => string | undefined;
  readonly passesCredentials?: ManagerContext['passesCredentials'];
  /** Milliseconds for one run of a package manager. */
  readonly timeout: number;
}

/** The changes of steps that edit a text themselves. */
type TextChange = Exclude<PlanChange, { readonly kind: 'locked-package' | 'rebuild' }>;

/**
 * What the steps make of the files: all of them, or none if a step does not apply; all that apply, if the request is for
 * what can be done. Nothing is written. Edits of texts come
 * first, since package managers read the manifests.
 */
export async function applySteps(
  steps: readonly PlanStep[],
  request: ApplyRequest,
): Promise<AppliedSteps> {
  const texts = fileTexts(request);
  const outcomes = new Map<string, StepOutcome>();
  const note = (outcome: StepOutcome) => outcomes.set(outcome.step.id, outcome);
  for (const outcome of editTexts(steps, texts, request)) note(outcome);
  const isRefused = () =>
    request.whatCanBeDone !== true &&
    [...outcomes.values()].some(({ state }) => state === 'refused');
  for (const step of steps) {
    if (outcomes.has(step.id)) continue;
    const change = lockChange(step, request);
    if (!change) note(byHand(step));
    // A package manager takes seconds, and its result would not be used.
    else if (!isRefused()) note(await raise(step, change, texts, request));
  }
  const ordered = steps.flatMap((step) => outcomes.get(step.id) ?? []);
  return { outcomes: ordered, files: isRefused() ? [] : texts.changes() };
}

/** The texts of files as the steps leave them. */
interface FileTexts {
  /** The text of a file that is only read. Throws UnsafeFile. */
  read(path: string): string;
  /** The text of a file that may be changed. Throws UnsafeFile. */
  get(path: string): string;
  set(path: string, text: string): void;
  changes(): readonly EditedFile[];
}

function fileTexts({ root, isOwn }: ApplyRequest): FileTexts {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const get = (path: string) => {
    const known = after.get(path);
    if (known !== undefined) return known;
    if (!isOwn(path)) throw new UnsafeFile('it is not a file of the repository');
    const text = readEditable(root, path);
    before.set(path, text);
    after.set(path, text);
    return text;
  };
  return {
    read: (path) => after.get(path) ?? readEditable(root, path),
    get,
    set(path, text) {
      get(path);
      after.set(path, text);
    },
    changes: () =>
      [...before].flatMap(([path, old]) => {
        const text = after.get(path) ?? old;
        return text === old ? [] : [{ path, before: old, after: text }];
      }),
  };
}

/**
 * All edits are made in the text that the check saw, so that the line of one is not moved by another. Of two steps that
 * change the same characters, the later one is postponed.
 */
function editTexts(
  steps: readonly PlanStep[],
  texts: FileTexts,
  request: ApplyRequest,
): readonly StepOutcome[] {
  const outcomes: StepOutcome[] = [];
  const edited = new Map<string, StepFixes[]>();
  const editsOf = ruleFixResults(steps, texts, request);
  for (const step of steps) {
    const { change } = step;
    if (!change || !isTextChange(change) || lockChange(step, request)) continue;
    const found = textEdits(step, change, texts, { ...request, editsOf });
    if ('kind' in found) {
      outcomes.push({ step, state: found.kind, reason: found.reason });
      continue;
    }
    const all = edited.get(change.path) ?? [];
    edited.set(change.path, all);
    all.push({ step, fixes: found });
  }
  for (const [path, all] of edited) outcomes.push(...editFileOnce(path, all, texts));
  return outcomes;
}

interface StepFixes {
  readonly step: PlanStep;
  readonly fixes: readonly Fix[];
}

/** The edits for the rules that need only the text of a file, of all steps about it at once. */
function ruleFixResults(
  steps: readonly PlanStep[],
  texts: FileTexts,
  { ruleFixes, lintOf }: ApplyRequest,
): ReadonlyMap<PlanStep, EditResult> {
  const byFile = new Map<string, { readonly step: PlanStep; readonly change: RuleFixChange }[]>();
  for (const step of steps) {
    const { change } = step;
    if (change?.kind !== 'rule-fix' || ruleFixes(step).length > 0) continue;
    const all = byFile.get(change.path) ?? [];
    byFile.set(change.path, all);
    all.push({ step, change });
  }
  const results = new Map<PlanStep, EditResult>();
  for (const [path, all] of byFile) {
    const found = orRefused(path, () => {
      const lint = lintOf(path);
      const changes = all.map(({ change }) => change);
      return editRuleFixes(texts.get(path), changes, lint ? { lint } : {});
    });
    for (const [index, { step }] of all.entries()) {
      const result = 'kind' in found ? found : found[index];
      if (result) results.set(step, result);
    }
  }
  return results;
}

/** A step is done completely or not at all. */
function editFileOnce(
  path: string,
  all: readonly StepFixes[],
  texts: FileTexts,
): readonly StepOutcome[] {
  const before = texts.get(path);
  let done = all.flatMap(({ fixes }) => fixes);
  const fit = applyFixes(before, done);
  if (fit.applied.length === done.length) {
    texts.set(path, fit.text);
    return all.map(({ step }) => ({ step, state: 'changed' }));
  }
  const whole = all.filter(
    ({ fixes }) => applyFixes(before, fixes).applied.length === fixes.length,
  );
  const postponed = clashing(whole);
  done = whole.flatMap(({ step, fixes }) => (postponed.has(step) ? [] : fixes));
  texts.set(path, applyFixes(before, done).text);
  const reason = `Another step changes the same text of ${path}: run portside fix again afterwards`;
  return all.map((one): StepOutcome => {
    const { step } = one;
    if (!whole.includes(one))
      return { step, state: 'refused', reason: `Its edits of ${path} overlap: change it by hand` };
    return postponed.has(step) ? { step, state: 'postponed', reason } : { step, state: 'changed' };
  });
}

/** The steps that change the same characters as an earlier one. */
function clashing(all: readonly StepFixes[]): ReadonlySet<PlanStep> {
  const done: Edit[] = [];
  const postponed = new Set<PlanStep>();
  for (const { step, fixes } of all) {
    const edits = fixes.flatMap((fix) => fix.edits);
    if (edits.some((edit) => done.some((other) => clashes(edit, other)))) postponed.add(step);
    else done.push(...edits);
  }
  return postponed;
}

/** What a package manager has to do for a step. */
function lockChange(
  { change }: PlanStep,
  { root }: Pick<ApplyRequest, 'root'>,
): LockfileEntry | undefined {
  if (change?.kind === 'locked-package') return change;
  if (change?.kind !== 'dependency') return undefined;
  return lockChangeOf(change, (path) => isThere(root, path));
}

/** False for a path that is not safe: the edit of the file is refused. */
function isThere(root: string, path: string): boolean {
  try {
    return !isMissing(root, path);
  } catch {
    return false;
  }
}

function isTextChange(change: PlanChange): change is TextChange {
  return change.kind !== 'locked-package' && change.kind !== 'rebuild';
}

function textEdits(
  step: PlanStep,
  change: TextChange,
  texts: FileTexts,
  { ruleFixes, editsOf }: ApplyRequest & { readonly editsOf: ReadonlyMap<PlanStep, EditResult> },
): readonly Fix[] | Exclude<EditResult, { readonly kind: 'edits' }> {
  return orRefused(change.path, () => {
    const text = texts.get(change.path);
    const fixes = change.kind === 'rule-fix' ? ruleFixes(step) : [];
    if (fixes.length > 0) return fixes;
    const result = editsOf.get(step) ?? editFile(text, change);
    return result.kind === 'edits' ? [result] : result;
  });
}

/** What `edit` returns; the refused edit if a file is not safe to read or to change. */
function orRefused<T>(path: string, edit: () => T): T | RefusedEdit {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof UnsafeFile)) throw error;
    return { kind: 'refused', reason: `Cannot edit ${path}: ${error.message}` };
  }
}

function byHand(step: PlanStep): StepOutcome {
  const command = step.change?.kind === 'rebuild' ? step.change.command : undefined;
  return { step, state: 'by-hand', ...(command && { command }) };
}

async function raise(
  step: PlanStep,
  change: LockfileEntry,
  texts: FileTexts,
  request: ApplyRequest,
): Promise<StepOutcome> {
  const { path, name, to, command } = change;
  const manager = MANAGERS.find(
    ({ id, lockfiles }) => id === change.manager && lockfiles.some((file) => isNamed(path, file)),
  );
  if (change.runsProjectCode || !manager) return { step, state: 'by-hand', command };
  if (request.noManagers !== undefined)
    return { step, state: 'by-hand', command, reason: request.noManagers };
  try {
    const raised = await manager.raise(change, managerContext(texts, request));
    for (const [file, text] of raised) texts.set(file, text);
    return { step, state: raised.size > 0 ? 'changed' : 'unchanged' };
  } catch (error) {
    if (!(error instanceof NotRaised) && !(error instanceof UnsafeFile)) throw error;
    const why = `Cannot raise ${name} to ${to} in ${path}: ${reason(error)}`;
    return { step, state: 'refused', reason: why, command };
  }
}

function isNamed(path: string, file: string): boolean {
  return path === file || path.endsWith(`/${file}`);
}

function managerContext(texts: FileTexts, request: ApplyRequest): ManagerContext {
  const { host, files, variable, passesCredentials, timeout, root } = request;
  return {
    ...{ host, files, variable, passesCredentials, timeout },
    text: (path) => (isMissing(root, path) ? undefined : texts.read(path)),
    override(text, { name, to, path }, manifest) {
      const change = { kind: 'dependency', path: manifest, manager: 'npm', name, to } as const;
      const result = editFile(text, change, { lockfile: { name: path, text: texts.read(path) } });
      if (result.kind !== 'edits') throw new NotRaised(result.reason);
      return applyFixes(text, [{ description: '', edits: result.edits }]).text;
    },
  };
}
