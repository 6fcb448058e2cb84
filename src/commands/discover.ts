import { discover } from '../discover.js';
import type { Settings } from '../settings/settings.js';
import { oneOperand } from './operands.js';

/** `portside discover [PATH]`: prints what would be checked, as JSON. Returns the exit status. */
export async function run(settings: Settings): Promise<number> {
  const found = await discover(oneOperand(settings, 'discover', '.'));
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  return 0;
}
