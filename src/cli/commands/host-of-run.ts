import type { Host } from '../../core/host.js';
import { readRunContext } from '../../github/event.js';
import { untrustedFiles } from '../../github/trusted-run.js';
import type { Options } from '../../options/options.js';

/** The host, which knows in a workflow whether the files may come from anybody. */
export async function hostOfRun(
  host: Host,
  { environment: { workflow } }: Pick<Options, 'environment'>,
): Promise<Host> {
  const github = workflow && (await readRunContext(workflow.variables, workflow.eventPath, host));
  return github ? { ...host, untrusted: untrustedFiles(github) } : host;
}
