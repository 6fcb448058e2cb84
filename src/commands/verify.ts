import { PortsideError, reason } from '../findings/errors.js';
import type { Host } from '../host.js';
import { notChecked, verifyTarget } from '../inspect/trust.js';
import { DEFAULT_POLICY } from '../policy/presets.js';
import { conclude } from '../result.js';
import type { Settings } from '../settings/settings.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

/** `portside verify TARGET`: signatures and provenance of an image, or with --bundle of a file. Returns the exit status. */
export async function run(settings: Settings, host: Host): Promise<number> {
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
    failOn: { ...DEFAULT_POLICY.failOn, severity: 'info', new: false },
  } as const;
  return deliver(conclude('.', inspection, policy, settings, settings.now), settings, host);
}
