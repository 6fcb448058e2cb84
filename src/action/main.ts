import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../core/host.js';
import type { Report } from '../core/report.js';
import type { AdvisoryCache } from '../github/caches/advisory-cache.js';
import type { GitHubClient } from '../github/client.js';
import type { GitHubContext } from '../github/event.js';
import { PortsideError, reason } from '../lib/errors.js';
import { makeFolder } from '../lib/make-folder.js';
import { type ActionInputs, readInputs } from '../options/inputs.js';
import { VERSION } from '../options/version.js';
import { baselineContext, type ReportContext } from '../reports/format.js';
import { workflowCommand } from '../reports/workflow-command.js';
import type { PullRequestTrees } from '../repository/tree.js';

/** The first line comes before anything heavy is loaded; then one of the two things that the Action does. */
async function main(): Promise<void> {
  process.stdout.write(`Portside ${VERSION}\n`);
  const inputs = readInputs(process.env, new Date());
  const folder = join(inputs.temporaryFolder ?? tmpdir(), 'portside');
  await makeFolder(folder).catch((error: unknown) => {
    throw new PortsideError(
      'PSE1401',
      `Cannot make the folder ${folder} for the reports: ${reason(error)}`,
      'Let RUNNER_TEMP name a folder that may be written',
    );
  });
  if (inputs.report !== undefined) await publishReport(inputs.report, inputs);
  else await checkRepository(folder, inputs);
}

/** Check → reports and outputs → what lands on GitHub → the gate, in this order: a gate hides no report. */
async function checkRepository(folder: string, inputs: ActionInputs): Promise<void> {
  const [{ check }, { FORMATS }, { publish, formatPublished }, { setOutputs }, cache, fetched] =
    await Promise.all([
      import('../check/check.js'),
      import('../reports/all-formats.js'),
      import('../github/publish/publish.js'),
      import('./outputs.js'),
      import('../github/caches/baseline-cache.js'),
      import('../github/caches/advisory-cache.js'),
    ]);
  const { restoreCaches } = await import('../github/caches/restore-caches.js');
  const { host, context } = await surroundings(inputs);
  await refuseWorkspace(inputs, context);
  const kept = context && {
    context,
    checked: inputs.options,
    file: join(folder, 'baseline.json'),
    host,
  };
  say('::group::Checking');
  const advisories = context && fetchedAdvisories(inputs, context, host);
  const reader = context && (await readerFor(inputs, context, host));
  const wanted = {
    baseline: kept && !inputs.options.baseline && cache.baseBranch(context) ? kept : undefined,
    advisories,
  };
  const before = context ? await restoreCaches(wanted, context, reader, host) : {};
  const restored = before.baseline;
  const options =
    restored && 'from' in restored ? { ...inputs.options, baseline: restored } : inputs.options;
  const result = await check('.', options, host, await changeOf(reader, host, context));
  const report =
    restored && 'missing' in restored
      ? { ...result.report, baseline: { with: [], missing: [restored.missing] } }
      : result.report;
  const seconds = ((Date.now() - inputs.options.now.getTime()) / 1_000).toFixed(1);
  const { findings, packages, targets } = report;
  say('::endgroup::');
  say(
    `${targets.length} targets, ${packages.length} packages, ${findings.length} findings in ${seconds} s`,
  );
  const shown = { ...result.context, ...baselineContext(report) };
  process.stdout.write(FORMATS.get('text')?.render(report, shown) ?? '');

  const files = await writeReports(report, shown, folder);
  await setOutputs(report, files);
  if (context && inputs.publish) {
    const published = await publish(report, shown, { ...everywhere(inputs), context, host });
    host.step(formatPublished(published));
  }
  say('::group::Keeping for the next run');
  if (kept) await cache.saveBaseline(files.report, kept);
  if (advisories) await fetched.saveAdvisories(advisories, before.advisories);
  say('::endgroup::');
  if (report.targets.length === 0)
    host.warning('Nothing was checked: here is no Dockerfile, no manifest and no image');
  if (report.verdict.outcome !== 'pass') fail(`Portside: ${failure(report)}`);
}

/** Throws PortsideError (usage) where there is nothing to check, or what is there must not be. */
async function refuseWorkspace(
  { options }: ActionInputs,
  context: GitHubContext | undefined,
): Promise<void> {
  if (context) {
    const { rejectUntrustedCheckout } = await import('../github/untrusted-checkout.js');
    await rejectUntrustedCheckout('.', context);
  }
  if (options.images.length === 0 && (await readdir('.')).length === 0)
    throw new PortsideError(
      'PSE1402',
      'The workspace is empty, so there is nothing to check',
      'Put actions/checkout before this step, or name an image',
    );
}

/** The files that the outputs name. */
async function writeReports(report: Report, shown: ReportContext, folder: string) {
  const { FORMATS } = await import('../reports/all-formats.js');
  const write = async (format: string, name: string) => {
    const file = join(folder, name);
    await writeFile(file, FORMATS.get(format)?.render(report, shown) ?? '');
    return file;
  };
  return {
    report: await write('json', 'report.json'),
    sarif: await write('sarif', 'report.sarif'),
    markdown: await write('markdown', 'report.md'),
  };
}

/** Why the step fails: one image that cannot be read fails several checks, and is said once. */
function failure({ verdict, incomplete }: Report): string {
  if (verdict.outcome === 'fail') return verdict.reasons[0] ?? 'the policy failed it';
  const [first, ...more] = new Set(incomplete.map((i) => i.reason));
  const checks = `${incomplete.length} check${incomplete.length === 1 ? '' : 's'}`;
  return `incomplete, ${checks} could not run: ${first}${more.length > 0 ? ` (and ${more.length} more reasons)` : ''}`;
}

/** Where advisories that are fetched are kept between runs; undefined when none are fetched. */
function fetchedAdvisories(
  { options }: ActionInputs,
  context: GitHubContext,
  host: Host,
): AdvisoryCache | undefined {
  const { advisories, offline, environment, now } = options;
  if (advisories !== undefined || offline || environment.cacheFolder === undefined)
    return undefined;
  return { context, folder: join(environment.cacheFolder, 'advisories'), now, host };
}

/**
 * What a change starts from and comes to: of the local repository where it has the commits, which costs nothing, else
 * by GitHub's API. Undefined where the run is of no change.
 */
async function changeOf(
  reader: GitHubClient | undefined,
  host: Host,
  context: GitHubContext | undefined,
): Promise<PullRequestTrees | undefined> {
  const [
    { baseCommit, githubTree, unknownBaseTree },
    { gitTree },
    { lazyTree },
    { mergeBaseParent },
  ] = await Promise.all([
    import('../github/commit-tree.js'),
    import('../repository/git-tree.js'),
    import('../repository/tree.js'),
    import('../repository/merge-base-parent.js'),
  ]);
  if (!context) return undefined;
  const { sha } = context;
  const head = lazyTree('the change', async () => {
    const local = await gitTree('.', 'HEAD', host).catch(() => undefined);
    return local ?? githubTree(context, { sha, name: 'the change' }, reader);
  });
  const said = baseCommit(context);
  const unknown = said ? undefined : unknownBaseTree(context);
  if (!said) return unknown && { base: unknown, head };
  // The event's own base is as old as the last push to the pull request.
  const { event } = context;
  const merged =
    event.kind === 'pull_request'
      ? await mergeBaseParent('.', sha, event.headSha, host).catch(() => undefined)
      : undefined;
  const commit = { ...said, sha: merged ?? said.sha };
  const local = await gitTree('.', commit.sha, host, commit.name).catch(() => undefined);
  return { base: local ?? githubTree(context, commit, reader), head };
}

/** Asks GitHub what judging needs to know: the base branch’s files, who wrote a cache. Every token may. */
async function readerFor(
  { token }: ActionInputs,
  { api }: GitHubContext,
  host: Host,
): Promise<GitHubClient | undefined> {
  if (!token) return undefined;
  const { connect } = await import('../github/client.js');
  return connect({ api, token, host });
}

/** What another run found, posted by this one, which may write (workflow_run). */
async function publishReport(file: string, inputs: ActionInputs): Promise<void> {
  const [{ publishStored }, { formatPublished }] = await Promise.all([
    import('../github/publish/publish-stored.js'),
    import('../github/publish/publish.js'),
  ]);
  const { host, context } = await surroundings(inputs);
  const { ruleBook } = await import('../check/rule-book.js');
  const published = await publishStored(file, ruleBook, { ...everywhere(inputs), context, host });
  if (published) host.step(formatPublished(published));
}

async function surroundings(inputs: ActionInputs) {
  const [
    { actionsHost },
    { readRunContext },
    { execProgram, hasOrphans },
    { findProgram, runProgram },
  ] = await Promise.all([
    import('../github/actions-host.js'),
    import('../github/event.js'),
    import('./exec-program.js'),
    import('../lib/process.js'),
  ]);
  const { path } = inputs.options.environment;
  const host = actionsHost({
    find: (program) => findProgram(program, path),
    run: (program, args, options = {}) =>
      options.input === undefined && !options.binary
        ? execProgram(program, args, options)
        : runProgram(program, args, options),
  });
  leave = () => {
    if (hasOrphans()) process.exit();
  };
  return { host, context: await readRunContext(process.env, inputs.eventPath, host) };
}

function everywhere({ token, options, dependencySnapshot }: ActionInputs) {
  return {
    issue: options.issue,
    ...(token ? { token } : {}),
    dependencySnapshot,
  } as const;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(message: string): void {
  process.stdout.write(`${workflowCommand('error', message)}\n`);
  process.exitCode = 1;
}

/** Ends a process that a program keeps which was given up. */
let leave = () => {};

await main().catch((error: unknown) => {
  // What went wrong is not to be folded away.
  say('::endgroup::');
  fail(reason(error));
});
leave();
