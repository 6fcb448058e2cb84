import { PortsideError, reason } from '../findings/errors.js';
import { notChecked, verifyTarget } from '../inspect/trust.js';
import { DEFAULT_POLICY } from '../policy/policy.js';
import { conclude } from '../result.js';
import type { Command } from './commands.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

export default {
  name: 'verify',
  operands: 'TARGET',
  help: 'signatures and provenance of an image, or with --bundle of a file',
  async run(settings, host) {
    checkFormats(settings.outputs);
    const target = oneOperand(settings, 'verify');
    const inspection = await verifyTarget(target, settings, host).catch((error: unknown) => {
      if (error instanceof PortsideError && error.kind === 'incomplete')
        return notChecked(target, reason(error));
      throw error;
    });
    // Whoever asks for a proof is refused by anything less than one.
    const policy = {
      ...DEFAULT_POLICY,
      failOn: { severity: 'info', fixable: false, new: false },
    } as const;
    return deliver(conclude('.', inspection, policy, settings, settings.now), settings, host);
  },
} satisfies Command;
