import { discover } from '../discover.js';
import type { Command } from './commands.js';
import { oneOperand } from './operands.js';

export default {
  name: 'discover',
  operands: '[PATH]',
  help: 'prints what would be checked, as JSON',
  async run(settings) {
    const found = await discover(oneOperand(settings, 'discover', '.'));
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return 0;
  },
} satisfies Command;
