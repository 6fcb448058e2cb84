import { isSeverity, SEVERITIES } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import { readEnvironment } from './environment.js';
import { malwareScanner } from './malware.js';
import type { Options } from './options.js';

/** The inputs of action.yml: the options of the command line, and those that only the Action has. */
export interface ActionInputs {
  readonly options: Options;
  readonly token?: string;
  /** Whether to publish the result on GitHub; if not, a later job does. */
  readonly publish: boolean;
  /** A stored report, which is published instead of a check. */
  readonly report?: string;
  /** Whether to submit the packages of the images to GitHub's dependency graph. */
  readonly dependencySnapshot: boolean;
  /** The runner's folder for temporary files, which gets the reports. */
  readonly temporaryFolder?: string;
  /** The file with the payload of the event. */
  readonly eventPath?: string;
}

/** Reads the inputs of the Action from the runner's variables (INPUT_*). Throws PortsideError (usage). */
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
      positionals: [],
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
      requireTargets: false,
      offline: flag('offline', input('offline')),
      verifyDigests: false,
      quiet: false,
      fix: false,
      dryRun: false,
      trust: {
        annotations: new Map(),
        denySelfHosted: false,
        ignoreLog: false,
        insecureRegistry: false,
      },
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

/** A boolean of YAML 1.2, as @actions/core reads it. */
function flag(name: string, text: string | undefined): boolean {
  if (text === undefined || /^false$/i.test(text)) return false;
  if (/^true$/i.test(text)) return true;
  throw new PortsideError('PSE1003', `The input ${name} takes true or false, not "${text}"`);
}
