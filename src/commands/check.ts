import { check } from '../run.js';
import type { Command } from './commands.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

export default {
  name: 'check',
  operands: '[PATH]',
  help: 'the whole job on a repository: Dockerfiles, manifests, images, policy',
  async run(settings, host) {
    checkFormats(settings.outputs);
    const root = oneOperand(settings, 'check', '.');
    return deliver(await check(root, settings, host), settings, host);
  },
} satisfies Command;
