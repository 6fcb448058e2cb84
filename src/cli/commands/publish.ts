import { ruleBook } from '../../check/rule-book.js';
import type { Host } from '../../core/host.js';
import { readRunContext } from '../../github/event.js';
import { publishStored } from '../../github/publish/publish-stored.js';
import { PortsideError } from '../../lib/errors.js';
import type { Options } from '../../options/options.js';
import { singleArgument } from './arguments.js';

/**
 * `portside publish REPORT`: publishes a stored report on GitHub, from a workflow whose token can write. The verdict of the
 * report does not fail this command: it failed the run that made the report. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const file = singleArgument(options, 'publish');
  const { workflow } = options.environment;
  if (!workflow)
    throw new PortsideError(
      'PSE1007',
      'portside publish only works in a GitHub workflow',
      'Run it in a step, with GITHUB_TOKEN in its environment',
    );
  await publishStored(file, ruleBook, {
    github: await readRunContext(workflow.variables, workflow.eventPath, host),
    token: workflow.token,
    log: host,
    issue: options.issue,
    now: options.now,
  });
  return 0;
}
