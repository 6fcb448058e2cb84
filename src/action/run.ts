import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Result } from '../check/evaluate.js';
import type { Report } from '../core/report.js';
import type { CheckedFolder } from '../github/checkout.js';
import { elapsedSince, readClock } from '../lib/clock.js';
import { PortsideError, reason } from '../lib/errors.js';
import { isInside } from '../lib/paths.js';
import { useProxies } from '../lib/proxy.js';
import { pluralize } from '../lib/text.js';
import { repositoryOfRun, withSafeCache } from '../options/environment.js';
import { type ActionInputs, readInputs } from '../options/inputs.js';
import { VERSION } from '../options/version.js';
import { shorten } from '../reports/escape.js';
import { baselineContext } from '../reports/format.js';
import { gapReason, gapsOf } from '../reports/gaps.js';
import { verdictReasons } from '../reports/headline.js';
import { type RunCaches, restoreRunCaches } from './caches.js';
import { failStep, writeLine } from './job-log.js';
import { createReportFolder, setOutputs, writeReports, writeStored } from './outputs.js';
import { comparedCommit, readPullRequestTrees } from './pull-request.js';
import { registryLogin, secretsOf, withoutSecrets } from './registry-login.js';
import { writeSboms } from './sboms.js';
import { type ActionContext, setUp } from './setup.js';
import { enterWorkingDirectory, type WorkingDirectory } from './working-directory.js';

/** Runs the step. An error is logged and fails it. */
export async function runStep(): Promise<void> {
  try {
    await runInputs();
  } catch (error) {
    // The error must not be inside a collapsed group of the log.
    writeLine('::endgroup::');
    const { maskText } = await import('../secrets/mask-text.js');
    failStep(maskText(reason(error)));
  }
}

/** Validates the inputs, then checks the repository or publishes a stored report. */
async function runInputs(): Promise<void> {
  // The first line of the log appears before anything large is loaded.
  writeLine(`Portside ${VERSION}`);
  const { inputs, warnings } = withCache(readInputs(process.env, readClock()));
  const { proxies } = inputs.options.environment;
  if (proxies) useProxies(proxies);
  const folder = await createReportFolder(inputs);
  const step = await withLogin(await setUp(inputs));
  for (const message of warnings) step.host.warning(message);
  if (inputs.report === undefined) await checkRepository(step, folder);
  else await publishReport(inputs.report, step);
}

/** The step with the login for a registry, which the runner masks in the log from now on. */
async function withLogin(step: ActionContext): Promise<ActionContext> {
  const login = registryLogin(step.inputs, step.github);
  if (!login) return step;
  const { setSecret } = await import('@actions/core');
  for (const secret of secretsOf(login)) setSecret(secret);
  const options = { ...step.inputs.options, registryLogin: login };
  return { ...step, inputs: { ...step.inputs, options } };
}

function withCache(inputs: ActionInputs): {
  readonly inputs: ActionInputs;
  readonly warnings: readonly string[];
} {
  const { environment, warning } = withSafeCache(inputs.options.environment);
  const options = { ...inputs.options, environment };
  const warnings = [...inputs.unknown, ...(warning === undefined ? [] : [warning])];
  return { inputs: { ...inputs, options }, warnings };
}

/** Check → reports and outputs → publish → verdict, in this order: a failed step still has its reports and outputs. */
async function checkRepository(step: ActionContext, folder: string): Promise<void> {
  const { inputs, host, github } = step;
  writeLine('::group::Check');
  const directory = inputs.workingDirectory;
  const checked = await enterWorkingDirectory(await findCheckout(step), directory, step);
  const own = inRepository(step, checked);
  const compared = await comparedCommit(own, checked.root);
  const caches = await restoreRunCaches(step, checked.folder, compared?.sha);
  const found = await runCheck(own, checked, caches);
  writeLine('::endgroup::');
  writeLine(countsLine(found.report, inputs.options.now));

  const { belowFolder } = await import('../reports/below-folder.js');
  const { report, context } = belowFolder(found, checked.folder);
  const shown = belowFolder(await narrowed(found, inputs), checked.folder);
  const { REPORT_FORMATS } = await import('../reports/all-formats.js');
  process.stdout.write(REPORT_FORMATS.get('text')?.render(shown.report, shown.context) ?? '');
  const files = await writeReports({ report, context }, shown, folder);
  const sboms = inputs.sbom ? await writeSboms(inputs.sbom, { report, context }, folder) : [];
  await setOutputs(report, { ...files, sbom: sboms.join('\n') });

  if (github && inputs.publish) {
    const { publish, formatPublished } = await import('../github/publish/publish.js');
    const { images } = inputs.options;
    const published = await publish(shown.report, shown.context, {
      ...publishOptions(step),
      images,
      github,
    });
    host.step(formatPublished(published));
  }

  writeLine('::group::Save caches');
  // Later runs compare paths from the checked folder.
  const stored = report === found.report ? files.report : await writeStored(found, folder);
  await caches.save(stored, checked.commits);
  writeLine('::endgroup::');

  if (report.targets.length === 0) host.warning(`Nothing was checked: ${emptyReason(report)}`);
  if (report.verdict.outcome !== 'pass') failStep(`Portside: ${failureReason(report)}`);
}

/** The step with Git that knows no repository but the checked one. */
function inRepository(step: ActionContext, { top }: WorkingDirectory): ActionContext {
  return { ...step, host: { ...step.host, repository: top } };
}

/** The result, with paths from the checked folder. */
async function runCheck(
  step: ActionContext,
  checked: WorkingDirectory,
  caches: RunCaches,
): Promise<Result> {
  const { inputs, host } = step;
  const { check } = await import('../check/check.js');
  const trees = await readPullRequestTrees(step, checked);
  const dockerfiles = pathsBelow(checked.root, caches.options.dockerfiles, checked.workspace);
  const options = { ...caches.options, dockerfiles };
  const result = await check(checked.root, options, host, trees);
  const report = withNotes(
    withSource(caches.withBaseline(result.report), checked, inputs),
    inputs.unknown,
  );
  const category = categoryOf(inputs.category, checked.folder);
  const login = inputs.options.registryLogin;
  return {
    report: login ? withoutSecrets(report, secretsOf(login)) : report,
    context: { ...result.context, ...baselineContext(report), category },
  };
}

/** The alerts of a folder do not replace those of another folder. */
function categoryOf(category: string | undefined, folder: string): string | undefined {
  return folder === '' ? category : `${category ?? 'portside'}/${folder}`;
}

/** What is shown of a result. */
async function narrowed(result: Result, inputs: ActionInputs): Promise<Result> {
  const { narrow } = await import('../reports/narrow.js');
  const { shown } = inputs.options;
  return shown ? narrow(result, shown) : result;
}

/** Throws PortsideError (usage) when the workspace is empty or contains an untrusted checkout. */
async function findCheckout({ inputs, github, host }: ActionContext): Promise<CheckedFolder> {
  const { selectCheckout } = await import('../github/checkout.js');
  requireWorkspace(process.env.GITHUB_WORKSPACE);
  const program = process.argv[1] ?? '';
  const checkout = await selectCheckout(
    { folder: '.', program, github, host },
    { needed: inputs.options.images.length === 0 },
  );
  if (checkout.root !== '.') host.info(`Checking the repository in ${checkout.root}`);
  const expected = inputs.analyzed?.sha;
  const other = checkout.commits.find((commit) => github?.analyzed && commit !== expected);
  if (other !== undefined)
    throw new PortsideError(
      'PSE1004',
      `Cannot report about commit ${expected}, which the input sha names: the checkout is commit ${other}`,
      'Let sha and ref name what actions/checkout checked out',
    );
  return checkout;
}

/** Throws PortsideError (usage): a step that starts in another folder would check that one. */
function requireWorkspace(workspace: string | undefined): void {
  if (workspace && !existsSync(workspace))
    throw new PortsideError(
      'PSE2005',
      `Cannot check the workspace ${workspace}: there is no such folder`,
      'Let GITHUB_WORKSPACE name the folder of the checkout',
    );
}

/**
 * Paths as the checkout has them: an input names them as in the checkout, or with the folder of the checkout. Throws
 * PortsideError (usage) for a Dockerfile outside of the workspace: links and alerts could not lead to it.
 */
function pathsBelow(root: string, paths: readonly string[], workspace: string): string[] {
  return paths.map((name) => {
    const [, excludes = '', path = name] = /^(!?)(.*)$/s.exec(name) ?? [];
    if (!isInside(workspace, resolve(path)))
      throw new PortsideError(
        'PSE1403',
        `Cannot check dockerfile ${name}: it is outside of the workspace`,
        'Name a Dockerfile of the workspace',
      );
    return `${excludes}${isInside(resolve(root), resolve(path)) ? relative(root, path) : path}`;
  });
}

/** The report with the commits and the repository that it is about. */
function withSource(report: Report, { commits }: CheckedFolder, { options }: ActionInputs): Report {
  return {
    ...report,
    ...(commits.length > 0 && { commits }),
    ...repositoryOfRun(options.environment),
  };
}

/** Inputs without effect are reported with the result: few people read warnings of a green job. */
function withNotes(report: Report, messages: readonly string[]): Report {
  if (messages.length === 0) return report;
  return { ...report, notes: [...report.notes, ...messages.map((message) => ({ message }))] };
}

function countsLine({ targets, packages, findings }: Report, started: Date): string {
  const counts = [
    pluralize(targets.length, 'target'),
    pluralize(packages.length, 'package'),
    pluralize(findings.length, 'finding'),
  ];
  return `${counts.join(', ')} in ${(elapsedSince(started) / 1_000).toFixed(1)} s`;
}

/** Why there are no targets: a search that did not end, or that a name misled, does not know what the repository has. */
function emptyReason(report: Report): string {
  const { open, allowed } = gapsOf(report);
  const [gap] = [...open, ...allowed];
  return gap?.reason === undefined
    ? 'the repository has no Dockerfile and no manifest, and no image is named'
    : `${gap.target}: ${gap.reason}`;
}

/** Why the step fails. An image that cannot be read fails several checks with one reason. */
function failureReason(report: Report): string {
  const { verdict } = report;
  if (verdict.outcome === 'fail')
    return shorten(verdictReasons(report).join('; '), 300) || 'a finding fails the policy';
  const { open } = gapsOf(report);
  const [first, ...more] = new Set(open.flatMap(({ reason }) => reason ?? []));
  const rest = more.length > 0 ? ` (and ${pluralize(more.length, 'more reason')})` : '';
  return `incomplete, ${gapReason(open)}: ${first}${rest}`;
}

/** Publishes the report of a run that could not write (workflow_run). */
async function publishReport(file: string, step: ActionContext): Promise<void> {
  const [{ publishStored }, { formatPublished }, { ruleBook }] = await Promise.all([
    import('../github/publish/publish-stored.js'),
    import('../github/publish/publish.js'),
    import('../check/rule-book.js'),
  ]);
  const { host, github } = step;
  const published = await publishStored(file, ruleBook, {
    ...publishOptions(step),
    github,
    now: step.inputs.options.now,
  });
  if (published) host.step(formatPublished(published));
}

function publishOptions({ inputs, host }: ActionContext) {
  const { token, dependencySnapshot, options, surfaces, matrix }: ActionInputs = inputs;
  return { token, dependencySnapshot, issue: options.issue, matrix, log: host, ...surfaces };
}
