import { PortsideError } from '../findings/errors.js';
import { keyAuthority, verifyRegistryImage } from '../inspect/trust.js';
import { DEFAULT_POLICY } from '../policy/policy.js';
import { conclude } from '../result.js';
import type { Settings } from '../settings/settings.js';
import type { Authority } from '../trust/authority.js';
import type { Command } from './commands.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

export default {
  name: 'verify',
  operands: 'TARGET',
  help: 'signatures of an image in a registry, by key',
  async run(settings, host) {
    checkFormats(settings.outputs);
    const target = oneOperand(settings, 'verify');
    const authorities = await signedBy(settings);
    const inspection = await verifyRegistryImage(
      target.replace(/^registry[:/]/, ''),
      authorities,
      settings,
      host,
    );
    // Whoever asks for a proof is refused by anything less than one.
    const policy = {
      ...DEFAULT_POLICY,
      failOn: { severity: 'info', fixable: false, new: false },
    } as const;
    return deliver(conclude('.', inspection, policy, settings, settings.now), settings, host);
  },
} satisfies Command;

async function signedBy(settings: Settings): Promise<Authority[]> {
  if (settings.trust.key !== undefined) return [await keyAuthority(settings.trust.key)];
  throw new PortsideError(
    'usage',
    'portside verify needs to know who must have signed',
    'Give --key FILE',
  );
}
