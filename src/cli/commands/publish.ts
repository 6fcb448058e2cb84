import { ruleBook } from '../../check/rule-book.js';
import type { Host } from '../../core/host.js';
import { PortsideError } from '../../lib/errors.js';
import type { Environment, GitLabEnvironment } from '../../options/environment.js';
import type { Options } from '../../options/options.js';
import { singleArgument } from './arguments.js';

/**
 * `portside publish REPORT`: publishes a stored report on GitHub, from a workflow whose token can write, or as a note on the
 * merge request of a GitLab pipeline. The verdict of the report does not fail this command: it failed the run that made the
 * report. Returns the exit status.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const file = singleArgument(options, 'publish');
  const { workflow, gitlab } = options.environment;
  if (workflow) await publishOnGitHub(file, options, host, workflow);
  else if (gitlab) await comment(file, options, host, gitlab);
  else
    throw new PortsideError(
      'PSE1007',
      'portside publish only works in a GitHub workflow or a GitLab job',
      'Run it in a step with GITHUB_TOKEN in its environment, or in a merge request pipeline',
    );
  return 0;
}

async function publishOnGitHub(
  file: string,
  options: Pick<Options, 'issue' | 'now'>,
  host: Host,
  workflow: NonNullable<Environment['workflow']>,
): Promise<void> {
  const { readRunContext } = await import('../../github/event.js');
  const { publishStored } = await import('../../github/publish/publish-stored.js');
  await publishStored(file, ruleBook, {
    github: await readRunContext(workflow.variables, workflow.eventPath, host),
    token: workflow.token,
    log: host,
    issue: options.issue,
    now: options.now,
  });
}

async function comment(
  file: string,
  { issue, now }: Pick<Options, 'issue' | 'now'>,
  host: Host,
  gitlab: GitLabEnvironment,
): Promise<void> {
  if (issue)
    throw new PortsideError(
      'PSE1004',
      '--issue has no effect in a GitLab job: issues are kept on GitHub alone',
      'Remove it',
    );
  const { publishOnGitLab } = await import('../../gitlab/publish.js');
  await publishOnGitLab(file, ruleBook, { ...gitlab, log: host, now });
}
