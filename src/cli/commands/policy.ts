import { loadRules } from '../../check/load-rules.js';
import type { Host } from '../../core/host.js';
import { PortsideError, reason } from '../../lib/errors.js';
import { whyNoFile } from '../../lib/regular-file.js';
import type { Options } from '../../options/options.js';
import { POLICY_FILES, readerFor } from '../../policy/effective-policy.js';
import { explainPolicy } from '../../policy/explain.js';
import { validatePolicy } from '../../policy/load.js';
import { anySignerFindings } from '../../policy/unmatched.js';
import { sanitize } from '../../reports/escape.js';
import { checkoutFiles } from '../../repository/base-branch-files.js';
import { maskText } from '../../secrets/mask-text.js';
import { EXIT } from './exit-status.js';

/**
 * `portside policy check [FILE]`: prints every problem of a policy file with its line, or else what it requires. Returns
 * the exit status: 2 for a file with problems.
 */
export async function run(options: Options, host: Host): Promise<number> {
  const [action, file, ...more] = options.positionals;
  if (action !== 'check' || more.length > 0)
    throw new PortsideError(
      'PSE1005',
      'portside policy needs the subcommand check',
      'Use portside policy check [FILE]',
    );
  const { path, text } = await find(file);
  const { policy, problems } = await validatePolicy(
    text,
    path,
    loadRules,
    readerFor(path, checkoutFiles('.').read),
  );
  if (!policy) {
    for (const { line, message, path: file = path } of problems)
      host.error(maskText(`${file}:${line}: ${message}`));
    return EXIT.usage;
  }
  const lines = [path, ...explainPolicy(policy, options.now)].map((line) =>
    sanitize(maskText(line)),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  for (const { rule, message, location } of anySignerFindings(policy))
    host.warning(
      maskText(`${location?.path ?? path}:${location?.startLine ?? 1}: ${message} (${rule})`),
    );
  return 0;
}

async function find(named: string | undefined) {
  for (const path of named === undefined ? POLICY_FILES : [named]) {
    const text = await checkoutFiles('.')
      .read(path)
      .catch((error: unknown) => {
        throw new PortsideError('PSE1008', reason(error), undefined, error);
      });
    if (text !== undefined) return { path, text };
  }
  throw new PortsideError(
    'PSE1008',
    `Cannot read the policy ${named ?? POLICY_FILES[0]}: ${whyNoFile(named ?? POLICY_FILES[0])}`,
    'Name the file: portside policy check FILE',
  );
}
