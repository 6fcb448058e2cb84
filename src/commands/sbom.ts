import { inspectTarget } from '../inspect/target.js';
import { DEFAULT_POLICY } from '../policy/policy.js';
import { conclude } from '../result.js';
import type { Command } from './commands.js';
import { checkFormats, deliver } from './deliver.js';
import { oneOperand } from './operands.js';

export default {
  name: 'sbom',
  operands: 'TARGET',
  help: 'what is installed in an image: CycloneDX 1.6 or SPDX 2.3',
  async run(settings, host) {
    checkFormats(settings.outputs);
    const target = oneOperand(settings, 'sbom');
    const inspection = await inspectTarget(target, [], settings, host);
    const result = conclude('.', inspection, DEFAULT_POLICY, settings, settings.now);
    return deliver(result, settings, host, 'cyclonedx');
  },
} satisfies Command;
