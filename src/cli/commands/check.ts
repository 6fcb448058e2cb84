import { check } from '../../check/check.js';
import type { Host } from '../../core/host.js';
import type { Report } from '../../core/report.js';
import type { Options } from '../../options/options.js';
import { readCheckout } from '../../repository/checkouts.js';
import { singleArgument } from './arguments.js';
import { checkFormats, deliver } from './deliver.js';
import { hostOfRun } from './host-of-run.js';

/** `portside check [PATH]`: checks a repository: Dockerfiles, manifests, images, policy. Returns the exit status. */
export async function run(options: Options, host: Host): Promise<number> {
  await checkFormats(options.outputs);
  const root = singleArgument(options, 'check', '.');
  const { report, context } = await check(root, options, await hostOfRun(host, options));
  return deliver({ report: await withCommit(report, root, options), context }, options, host);
}

/** In a workflow, the report says which commit it is about: `portside publish` compares that with the run. */
async function withCommit(
  report: Report,
  root: string,
  { environment }: Pick<Options, 'environment'>,
): Promise<Report> {
  const checkout = environment.workflow && (await readCheckout(root, ''));
  return checkout?.commit ? { ...report, commits: [checkout.commit] } : report;
}
