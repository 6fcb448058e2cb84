import { isSeverity, SEVERITIES } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import { readEnvironment } from './environment.js';
import { malwareScanner } from './malware.js';
import type { Options } from './options.js';

/** What action.yml asks for, beside what the command line has too. */
export interface ActionInputs {
  readonly options: Options;
  readonly token?: string;
  /** Show the result on GitHub; else a later job does. */
  readonly publish: boolean;
  /** A stored report to publish instead of checking. */
  readonly report?: string;
  /** Tell GitHub's dependency graph what the images hold. */
  readonly dependencySnapshot: boolean;
  /** The runner's folder for temporary files; reports are written below it. */
  readonly temporaryFolder?: string;
  /** The file that holds the event's payload. */
  readonly eventPath?: string;
}

/** The Action's inputs in the runner's variables (INPUT_*). Throws PortsideError (usage). */
export function readInputs(env: NodeJS.ProcessEnv, now: Date): ActionInputs {
  const input = (name: string) => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  const [policy, advisories, platform] = [input('policy'), input('advisories'), input('platform')];
  const [token, report, temporaryFolder, eventPath] = [
    input('token'),
    input('report'),
    env.RUNNER_TEMP,
    env.GITHUB_EVENT_PATH,
  ];
  const failOn = input('fail-on');
  const malware = input('malware');
  const baseline = input('baseline');
  if (failOn !== undefined && !isSeverity(failOn))
    throw new PortsideError(
      'PSE1003',
      `The input fail-on takes ${SEVERITIES.join(', ')}, not "${failOn}"`,
    );
  return {
    ...(token ? { token } : {}),
    ...(report ? { report } : {}),
    dependencySnapshot: flag('dependency-snapshot', input('dependency-snapshot')),
    publish: input('publish') === undefined || flag('publish', input('publish')),
    ...(temporaryFolder ? { temporaryFolder } : {}),
    ...(eventPath ? { eventPath } : {}),
    options: {
      operands: [],
      images: lines(input('image')),
      dockerfiles: lines(input('dockerfile')),
      outputs: [],
      ...(policy ? { policy } : {}),
      ...(advisories ? { advisories } : {}),
      ...(platform ? { platform } : {}),
      ...(failOn ? { failOn } : {}),
      ...(baseline ? { baseline: { from: baseline } } : {}),
      vex: lines(input('vex')),
      attestedSbom: false,
      issue: flag('issue', input('issue')),
      externalReports: [],
      from: [],
      ...(malware ? { malware: malwareScanner(malware, 'The input malware') } : {}),
      offline: flag('offline', input('offline')),
      verifyDigests: false,
      quiet: false,
      fix: false,
      dryRun: false,
      trust: { annotations: new Map(), denySelfHosted: false, insecureRegistry: false },
      environment: readEnvironment(env),
      now,
    },
  };
}

function lines(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** YAML 1.2's booleans, as the runner's own inputs are. */
function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || /^false$/i.test(text)) return false;
  if (/^true$/i.test(text)) return true;
  throw new PortsideError('PSE1003', `The input ${name} takes true or false, not "${text}"`);
}
