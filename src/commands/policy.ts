import { PortsideError } from '../findings/errors.js';
import { namedPolicy } from '../policy-file.js';
import type { Settings } from '../settings/settings.js';

/** `portside policy check [FILE]`: validates a policy file and says what it asks for. Returns the exit status. */
export async function run(settings: Settings): Promise<number> {
  const [action, file, ...more] = settings.operands;
  if (action !== 'check' || more.length > 0)
    throw new PortsideError(
      'usage',
      'portside policy knows one action',
      'portside policy check [FILE]',
    );
  const policy = await namedPolicy({ policy: file ?? '.github/portside.yml' });
  const { severity, fixable, new: fresh } = policy.failOn;
  const conditions = [fixable ? 'that have a fix' : '', fresh ? 'that are new' : ''].filter(
    Boolean,
  );
  process.stdout.write(
    [
      `${policy.path}: fails on findings of severity ${severity} or worse${conditions.length > 0 ? ` ${conditions.join(' and ')}` : ''}`,
      `registries: ${policy.registries?.join(', ') ?? 'any'}`,
      `signatures required: ${policy.trust.map((t) => t.images).join(', ') || 'none'}`,
      `exceptions: ${policy.exceptions.length}`,
      '',
    ].join('\n'),
  );
  return 0;
}
