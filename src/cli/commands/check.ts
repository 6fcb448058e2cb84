import { check, listFiles } from '../../check/check.js';
import type { Host } from '../../core/host.js';
import type { LedgerEntry } from '../../discover/ledger.js';
import type { Options } from '../../options/options.js';
import { sanitize } from '../../reports/escape.js';
import { readCheckout } from '../../repository/checkouts.js';
import { cleanCommit } from '../../repository/clean-commit.js';
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
  const commit = await commitOf(root, options, host);
  const about = commit === undefined ? report : { ...report, commits: [commit] };
  return deliver({ report: about, context }, options, host);
}

/**
 * The commit that the report is about. `portside publish` compares it with the commit of the workflow, and a later run with
 * its base commit: outside a workflow, a checkout with changes is about none.
 */
async function commitOf(
  root: string,
  { environment, outputs }: Pick<Options, 'environment' | 'outputs'>,
  host: Host,
): Promise<string | undefined> {
  if (environment.workflow) return (await readCheckout(root, ''))?.commit;
  return outputs.some(({ format }) => format === 'json') ? cleanCommit(root, host) : undefined;
}

/** One line for each file: its path, a tab, and what is done with it. */
function ledgerLines(ledger: readonly LedgerEntry[]): string {
  const line = ({ path, kinds, reason }: LedgerEntry) =>
    `${sanitize(path)}\t${reason === undefined ? kinds.join(', ') || 'other: secrets only' : `not read: ${sanitize(reason)}`}\n`;
  return ledger.map(line).join('');
}
