import { IMAGE_CHECKS } from '../inspect/images.js';
import { inspectTarget } from '../inspect/target.js';
import { loadPolicy } from '../policy-file.js';
import { conclude } from '../result.js';
import type { Command } from './commands.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

export default {
  name: 'scan',
  operands: 'TARGET',
  help: 'an image or an SBOM: vulnerabilities, secrets, hardening',
  async run(settings, host) {
    checkFormats(settings.outputs);
    const target = oneOperand(settings, 'scan');
    const policy = await loadPolicy('.', undefined, settings);
    const inspection = await inspectTarget(target, settings.only ?? IMAGE_CHECKS, settings, host);
    return deliver(conclude('.', inspection, policy, settings, settings.now), settings, host);
  },
} satisfies Command;
