import { defineManifestRule } from '../rule.js';
import { setKey } from '../yaml-edits.js';
import { isSet, textOf, valueAt } from '../yaml-values.js';

export default defineManifestRule({
  id: 'DEP-LOG-UNBOUNDED',
  name: 'bounded-log',
  severity: 'low',
  severityReason:
    "Availability: who can make the program log fills the disk; the engine's own default may limit it",
  ruleSet: 'all',
  practice: 'denial-of-service',
  title: 'Log has no size limit',
  why: 'The default log driver json-file does not rotate logs: a service that writes many messages fills the disk of the host.',
  remediation: 'Set `max-size`, or use the log driver `local`',
  references: ['https://docs.docker.com/engine/logging/drivers/json-file/'],
  wrong: 'services:\n  app:\n    image: app:1',
  right:
    'services:\n  app:\n    image: app:1\n    logging: { driver: json-file, options: { max-size: 10m } }',
  check(manifest, report) {
    for (const { name, node, partial } of manifest.services) {
      const logging = valueAt(node, 'logging');
      const driver = textOf(valueAt(logging, 'driver')) || 'json-file';
      const legacy = textOf(valueAt(node, 'log_driver'));
      if (driver !== 'json-file' || (legacy !== '' && legacy !== 'json-file')) continue;
      const size = valueAt(logging, 'options', 'max-size');
      if ((isSet(size) && textOf(size) !== '-1') || (partial && !logging)) continue;
      report({
        at: (logging ?? node).key,
        about: name,
        message: `Log of service "${name}" has no size limit`,
        // A new option needs its driver: the default driver of the engine can be one that rejects max-size.
        fix: logging
          ? setKey(logging, ['options', 'max-size'], '10m', DESCRIPTION)
          : setKey(
              node,
              ['logging'],
              '{ driver: json-file, options: { max-size: 10m } }',
              DESCRIPTION,
            ),
      });
    }
  },
});

const DESCRIPTION = 'Rotate the log';
