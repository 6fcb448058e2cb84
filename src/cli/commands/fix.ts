import { check } from '../../check/check.js';
import { ruleBook } from '../../check/rule-book.js';
import type { Host } from '../../core/host.js';
import { isSettled } from '../../core/passive-remedies.js';
import type { Plan, PlanStep } from '../../core/plan.js';
import type { Report } from '../../core/report.js';
import { readRunContext } from '../../github/event.js';
import { untrustedReason } from '../../github/trusted-run.js';
import { PortsideError } from '../../lib/errors.js';
import { pluralize } from '../../lib/text.js';
import { unifiedDiff } from '../../lib/unified-diff.js';
import type { Options, RemedyOptions } from '../../options/options.js';
import {
  type AppliedSteps,
  applyPlan,
  type EditedFile,
  type StepOutcome,
  selectSteps,
  writeFiles,
} from '../../remedy/fix/apply-plan.js';
import { escapeLogLine, sanitize } from '../../reports/escape.js';
import { gapsOf } from '../../reports/gaps.js';
import { PLAN_FORMATS, stepCommand, stepTitle } from '../../reports/plan-document.js';
import { maskingHost } from '../../secrets/mask-text.js';
import { maskVersions } from '../../secrets/mask-versions.js';
import { singleArgument } from './arguments.js';
import { announceGaps, writeDocument } from './deliver.js';
import { EXIT, gapStatus } from './exit-status.js';
import { writePatch } from './fix-patch.js';
import {
  type ProposingRun,
  propose,
  requireProposingRun,
  withoutDeclined,
} from './fix-pull-request.js';
import { rescannedImages, rescanSteps } from './fix-rescan.js';
import { rememberEdits, undoEdits } from './fix-undo.js';
import { hostOfRun } from './host-of-run.js';

const NO_STEPS: RemedyOptions = {
  steps: [],
  allSafe: false,
  write: false,
  undo: false,
  pullRequest: false,
  rescan: false,
};

/**
 * `portside fix [PATH]`: checks a repository, and prints the plan that clears its findings, or does steps of it: shows their
 * edits, writes them, or proposes them in a pull request. Returns the exit status.
 */
export async function run(options: Options, log: Host): Promise<number> {
  const host = maskingHost(await hostOfRun(log, options));
  const wanted = options.remedy ?? NO_STEPS;
  requireRepeatedSteps(options, wanted);
  const root = singleArgument(options, 'fix', '.');
  if (wanted.undo) {
    await undoEdits(root, host);
    return 0;
  }
  const published = wanted.rescan ? await rescannedImages(root, options, host) : undefined;
  if (wanted.rescan && !published) return EXIT.done;
  const proposing = wanted.pullRequest ? await requireProposingRun(root, options, host) : undefined;
  const { report, unasked = [] } = await check(root, options, host);
  host.progress('');
  const plan = report.plan ?? { steps: [] };
  if (isPlanWanted(wanted)) await printPlan(plan, report, { options, host });
  else if (
    !(await doSteps(plan, { root, report, unasked, options, host, wanted, proposing, published }))
  )
    return EXIT.failed;
  announceGaps(report, options, host);
  // A pull request that was asked for is not known to be up to date.
  return gapStatus([...gapsOf(report).open, ...(proposing ? unasked : [])]);
}

/** Without a choice of steps, the plan is printed. */
function isPlanWanted({ steps, allSafe }: RemedyOptions): boolean {
  return steps.length === 0 && !allSafe;
}

/** Throws PortsideError (usage) for `--step A B`: B would be read as the folder. */
function requireRepeatedSteps(
  { positionals }: Pick<Options, 'positionals'>,
  { steps }: RemedyOptions,
): void {
  const [last] = positionals.slice(-1);
  if (positionals.length < 2 || steps.length === 0 || last === undefined) return;
  throw new PortsideError(
    'PSE1005',
    `portside fix takes one folder, not ${positionals.length}`,
    `Repeat --step for each step: --step ${steps[0]} --step ${last}`,
  );
}

async function printPlan(
  plan: Plan,
  { findings, baseline }: Report,
  {
    options: { outputs },
    host,
  }: { readonly options: Pick<Options, 'outputs'>; readonly host: Host },
): Promise<void> {
  const added = findings.filter(({ status }) => status === 'new');
  const fresh = baseline && new Set(added.map(({ fingerprint }) => fingerprint));
  for (const output of outputs.length > 0 ? outputs : [{ format: 'text' }])
    await writeDocument(output, PLAN_FORMATS[output.format]?.(plan, fresh) ?? '', host);
}

/** What the steps of a plan ask of the options. */
type AskedByFix = 'now' | 'environment' | 'offline' | 'images' | 'dockerfiles';

interface FixRun {
  readonly root: string;
  readonly report: Report;
  /** What the plan needs and could not be asked, each a sentence. */
  readonly unasked: readonly string[];
  readonly options: Pick<Options, AskedByFix>;
  readonly host: Host;
  readonly wanted: RemedyOptions;
  readonly proposing: ProposingRun | undefined;
  /** The images of a rescan. */
  readonly published: readonly string[] | undefined;
}

/**
 * Does the chosen steps of the plan. Returns false if one does not apply. Then nothing is changed if the steps were named;
 * of all safe steps, those are done that can be. Returns false also if a named step is left to a person or to the next run.
 */
async function doSteps(plan: Plan, run: FixRun): Promise<boolean> {
  const { host, wanted } = run;
  const selected = selectSteps(plan, wanted.allSafe ? 'all-safe' : wanted.steps);
  const possible = wanted.rescan ? rescanSteps(selected, run.report, host) : selected;
  const named = wanted.allSafe ? [] : possible.map(({ id }) => id);
  const steps = run.proposing
    ? await withoutDeclined(possible, run.proposing, { ...run, named })
    : possible;
  const declined = new Set(possible.filter((step) => !steps.includes(step)));
  const applied = await applyChosen(steps, run, declined);
  host.progress('');
  for (const outcome of applied.outcomes) announceOutcome(outcome, host);
  const left = plan.steps.length - possible.length;
  if (left > 0 && !wanted.rescan)
    host.info(`${pluralize(left, 'other step')} not chosen: portside fix shows the plan`);
  const refused = isRefused(applied);
  if (refused && !wanted.allSafe) {
    host.error(`No file was changed. ${adviceWithout(applied)}`);
    return false;
  }
  if (run.proposing) {
    const others = plan.steps.filter((step) => !declined.has(step) && !isSettled(step.remedy));
    for (const sentence of run.unasked) host.warning(`not asked: ${sentence}`);
    await propose(applied, run.proposing, {
      ...run,
      named,
      isComplete: isComplete(run),
      left: others,
    });
  } else await deliverEdits(applied, run);
  return !refused && (wanted.allSafe || areDone(applied, host));
}

async function applyChosen(
  steps: readonly PlanStep[],
  run: FixRun,
  declined: ReadonlySet<PlanStep>,
): Promise<AppliedSteps> {
  const { workflow } = run.options.environment;
  const github =
    workflow && (await readRunContext(workflow.variables, workflow.eventPath, run.host));
  return applyPlan(steps, {
    ...run,
    declined,
    // The events of such a run are trusted, so the files are those of people who can write to the repository.
    passesCredentials: run.proposing !== undefined,
    rules: ruleBook,
    untrusted: github && untrustedReason(github),
    whatCanBeDone: run.wanted.allSafe,
  });
}

/** Whether everything was checked and asked. A policy can allow that a check fails, but its findings are not gone for that. */
function isComplete({ report, unasked }: FixRun): boolean {
  const { open, allowed } = gapsOf(report);
  return unasked.length + open.length === 0 && !allowed.some(({ state }) => state === 'failed');
}

/** Whether nothing is left of the named steps; else says which are, and what to do. */
function areDone({ outcomes }: AppliedSteps, host: Host): boolean {
  const stepsOf = (wanted: StepOutcome['state']) =>
    outcomes.flatMap(({ step, state }) =>
      state === wanted && !isSettled(step.remedy) ? [step] : [],
    );
  const [byHand, postponed] = [stepsOf('by-hand'), stepsOf('postponed')];
  for (const step of byHand)
    host.error(`Not done: step ${step.id}. Do it by hand: ${stepTitle(step)}`);
  if (postponed.length > 0) {
    const ids = postponed.map(({ id }) => id);
    const noun = ids.length === 1 ? 'step' : 'steps';
    const again = ids.map((id) => `--step ${id}`).join(' ');
    host.error(`Left for the next run: ${noun} ${ids.join(', ')}. Run portside fix ${again}`);
  }
  return byHand.length + postponed.length === 0;
}

function isRefused({ outcomes }: AppliedSteps): boolean {
  return outcomes.some(({ state }) => state === 'refused');
}

/** How to do the steps that can be done. */
function adviceWithout({ outcomes }: AppliedSteps): string {
  const possible = outcomes.flatMap(({ state, step }) =>
    state === 'changed' ? [`--step ${step.id}`] : [],
  );
  return possible.length === 0
    ? 'Do the steps by hand'
    : `Choose only steps that can be done: ${possible.join(' ')}`;
}

const LABELS: Readonly<Record<StepOutcome['state'], string>> = {
  changed: 'edit',
  unchanged: 'done already',
  postponed: 'left for the next run',
  'by-hand': 'by hand',
  refused: 'cannot be done',
};

function announceOutcome({ step, state, reason, command }: StepOutcome, host: Host): void {
  const run =
    command === undefined || state === 'changed' ? '' : `. Run: ${stepCommand(step, command)}`;
  const why = reason === undefined ? '' : `. ${reason}`;
  const isWaiting = state === 'by-hand' && (step.remedy === 'wait' || isSettled(step.remedy));
  const line = `${isWaiting ? '' : `${LABELS[state]}: `}${stepTitle(step)}${why}${run}`;
  if (state === 'refused') host.error(line);
  else host.info(line);
}

/** Shows the edits, or writes them where the options say. */
async function deliverEdits(
  applied: AppliedSteps,
  { root, report, wanted, host }: FixRun,
): Promise<void> {
  const { files } = applied;
  if (files.length === 0) host.info('There is no edit to make');
  else if (wanted.write) {
    await writeFiles(root, files);
    const undo = (await rememberEdits(files, { root, host })) ? '. Take back: --undo' : '';
    host.info(`${pluralize(files.length, 'file')} changed: ${pathsOf(files)}${undo}`);
    const images = imagesOf(applied, report);
    if (images !== '')
      host.info(`Build the image again, then check it: until then, the findings of ${images} stay`);
  } else if (wanted.patch !== undefined) {
    await writePatch(wanted.patch, files, { root, host });
  } else {
    for (const file of files)
      await writeDocument({ format: 'patch' }, shownDiff(file, report, host), host);
    host.info(`${pluralize(files.length, 'file')} would change. Add --write to change them`);
  }
}

/** The images with findings that the edits clear when they are built again. */
function imagesOf({ outcomes }: AppliedSteps, { findings }: Report): string {
  const cleared = new Set(
    outcomes.flatMap(({ state, step }) => (state === 'changed' ? step.findings : [])),
  );
  const images = findings.flatMap(({ fingerprint, subject }) =>
    cleared.has(fingerprint) && subject?.image !== undefined ? subject.image : [],
  );
  return [...new Set(images)].map(sanitize).join(' and ');
}

function pathsOf(files: readonly EditedFile[]): string {
  return files.map(({ path }) => path).join(', ');
}

/** The diff for a terminal or a job log: without secrets and control characters. */
function shownDiff(file: EditedFile, { findings }: Report, host: Host): string {
  const shown = maskVersions(file, findings, ruleBook);
  if (!shown) {
    host.warning(
      `The edits of ${file.path} are not shown: it is too large to look for secrets in it`,
    );
    return '';
  }
  const line = (text: string) => escapeLogLine(text.split('\t').map(sanitize).join('\t'));
  return unifiedDiff(file.path, shown.before, shown.after)
    .split('\n')
    .map((text) => line(text.replace(/\r$/, '')))
    .join('\n');
}
