import { check, listFiles } from '../../check/check.js';
import type { Host } from '../../core/host.js';
import type { Report } from '../../core/report.js';
import type { LedgerEntry } from '../../discover/ledger.js';
import type { Options } from '../../options/options.js';
import { sanitize } from '../../reports/escape.js';
import { readCheckout } from '../../repository/checkouts.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';
import { hostOfRun } from './host-of-run.js';

/**
 * `portside check [PATH]`: checks a repository: Dockerfiles, manifests, images, policy. With `--list`, it only says what it
 * would do with each file. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  await checkFormats(options.outputs);
  const root = singleArgument(options, 'check', '.');
  if (options.list) {
    process.stdout.write(ledgerLines(await listFiles(root, options, host)));
    return 0;
  }
  const { report, context } = await check(root, options, await hostOfRun(host, options));
  return deliver({ report: await withCommit(report, root, options), context }, options, host);
}

/** In a job of GitHub or GitLab, the report says which commit it is about: `portside publish` compares that with the run. */
async function withCommit(
  report: Report,
  root: string,
  { environment }: Pick<Options, 'environment'>,
): Promise<Report> {
  const isJob = environment.workflow !== undefined || environment.gitlab !== undefined;
  const checkout = isJob ? await readCheckout(root, '') : undefined;
  return checkout?.commit ? { ...report, commits: [checkout.commit] } : report;
}

/** One line for each file: its path, a tab, and what is done with it. */
function ledgerLines(ledger: readonly LedgerEntry[]): string {
  const line = ({ path, kinds, reason }: LedgerEntry) =>
    `${sanitize(path)}\t${reason === undefined ? kinds.join(', ') || 'of no interest' : `not read: ${sanitize(reason)}`}\n`;
  return ledger.map(line).join('');
}
