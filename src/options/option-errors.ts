import { PortsideError } from '../lib/errors.js';
import { nearestName } from '../lib/nearest-name.js';
import { commandsWith, optionsOf } from './option-table.js';

/** What to use instead of options that other scanners and linters have. Source: their help, 2026. */
const OTHER_TOOLS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'fail-on-severity': 'Use --fail-on SEVERITY',
    'failure-threshold': 'Use --fail-on SEVERITY',
    'only-fixed':
      'Use --ignore-unfixed to show less; what fails is decided by fail-on: { fixable: true } in the policy',
    'exit-code': 'The exit status is 1 if the policy fails, so no option is needed',
    'no-fail': 'Set fail-on: { severity: none } in the policy',
    file: 'Use --output FILE',
    'no-color': 'Use --color never',
    'skip-dirs':
      'Use --skip "FOLDER/**" to show less; accept what fails with an exception for the path in the policy',
    'skip-files':
      'Use --skip FILE to show less; accept what fails with an exception for the path in the policy',
    exclude:
      'Use --skip GLOB to show less; accept what fails with an exception for the path in the policy',
    ignore:
      'Accept the rule with an exception in the policy, or with a comment: # portside ignore=RULE',
    ignorefile: 'Write exceptions in the policy; .trivyignore is read as well',
    debug: 'Use --verbose',
    scanners: 'Use portside scan --only CHECK,…',
    input: 'Name the file as the target: portside scan FILE',
    config: 'Use --policy FILE; .hadolint.yaml is read where it is',
    'offline-scan': 'Use --offline',
    'skip-db-update': 'Use --offline with --advisories FOLDER',
  }),
);

/** The error for an option that the command does not have. */
export function unknownOption(command: string, name: string): PortsideError {
  const written = `${name.length === 1 ? '-' : '--'}${name}`;
  const message = `portside ${command} has no option ${written.slice(0, 80)}`;
  return new PortsideError('PSE1002', message, adviceFor(command, name));
}

function adviceFor(command: string, name: string): string {
  const elsewhere = commandsWith(name);
  if (elsewhere.length > 0)
    return `It is an option of ${elsewhere.map((one) => `portside ${one}`).join(', ')}`;
  const instead = OTHER_TOOLS.get(name);
  if (instead !== undefined) return instead;
  const near = nearestName(
    name,
    optionsOf(command).map((option) => option.name),
  );
  return near === undefined ? `See portside ${command} --help` : `Did you mean --${near}?`;
}
