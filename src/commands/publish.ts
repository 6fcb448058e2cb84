import { readFile } from 'node:fs/promises';
import { PortsideError } from '../findings/errors.js';
import { readContext } from '../github/event.js';
import { publishStored } from '../github/publish-stored.js';
import type { Host } from '../host.js';
import { ruleBook } from '../rule-book.js';
import type { Settings } from '../settings/settings.js';
import { oneOperand } from './operands.js';

/**
 * `portside publish REPORT`: posts a stored report to GitHub, from a workflow whose token may write. What the report
 * says fails nothing: the run that made it has judged. Returns the exit status.
 */
export async function run(settings: Settings, host: Host): Promise<number> {
  const file = oneOperand(settings, 'publish');
  const { workflow } = settings.environment;
  if (!workflow)
    throw new PortsideError(
      'usage',
      'portside publish works inside a GitHub workflow only',
      'Run it in a step, with GITHUB_TOKEN in its environment',
    );
  const text = workflow.eventPath && (await readFile(workflow.eventPath, 'utf8').catch(() => ''));
  await publishStored(file, ruleBook, {
    context: readContext(workflow.variables, parsed(text)),
    ...(workflow.token ? { token: workflow.token } : {}),
    host,
    comment: 'auto',
    codeScanning: true,
    annotations: true,
    summary: true,
    review: true,
    issue: settings.issue,
  });
  return 0;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    return undefined;
  }
}
