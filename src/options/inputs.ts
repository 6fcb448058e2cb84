import { isSeverity, SEVERITIES, type Severity } from '../core/severity.js';
import { PortsideError } from '../lib/errors.js';
import { readEnvironment } from './environment.js';
import { malwareScanner } from './malware.js';
import type { Options } from './options.js';
import { platformList } from './platform-list.js';

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
  /** The commit and ref that the checkout is, if it is another than that of the run. */
  readonly analyzed?: { readonly sha: string; readonly ref: string };
  /** Replaces `portside` in the categories of code scanning. */
  readonly category?: string;
  /** The runner's folder for temporary files, which gets the reports. */
  readonly temporaryFolder?: string;
  /** The file with the payload of the event. */
  readonly eventPath?: string;
}

/** Reads the inputs of the Action from the runner's variables (INPUT_*). Throws PortsideError (usage). */
export function readInputs(env: NodeJS.ProcessEnv, now: Date): ActionInputs {
  const input = (name: string) => env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  const [policy, advisories] = [input('policy'), input('advisories')];
  const [token, report] = [input('token'), input('report')];
  const [temporaryFolder, eventPath] = [env.RUNNER_TEMP, env.GITHUB_EVENT_PATH];
  const failOn = severity('fail-on', input('fail-on'));
  const malware = input('malware');
  const baseline = input('baseline');
  const analyzed = analyzedCommit(input('sha'), input('ref'));
  const category = input('category');
  return {
    ...(token ? { token } : {}),
    ...(analyzed ? { analyzed } : {}),
    ...(category ? { category } : {}),
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
      platforms: platformList(lines(input('platform')), 'The input platform'),
      ...(failOn ? { failOn } : {}),
      ...shown(
        severity('severity', input('severity')),
        flag('only-fixed', input('only-fixed')),
        lines(input('exclude')),
      ),
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
      verbose: false,
      fix: false,
      dryRun: false,
      trust: {
        annotations: new Map(),
        denySelfHosted: false,
        insecureRegistry: false,
      },
      environment: readEnvironment(env),
      now,
    },
  };
}

/** What is shown of the findings; the verdict is about all of them. */
function shown(
  threshold: Severity | undefined,
  onlyFixed: boolean,
  exclude: readonly string[],
): Pick<Options, 'shown'> {
  if (threshold === undefined && !onlyFixed && exclude.length === 0) return {};
  return { shown: { ...(threshold && { severity: threshold }), onlyFixed, exclude } };
}

function severity(name: string, text: string | undefined): Severity | undefined {
  const word = text?.toLowerCase();
  if (word === undefined || isSeverity(word)) return word;
  throw new PortsideError(
    'PSE1003',
    `The input ${name} takes ${SEVERITIES.join(', ')}, not "${text}"`,
  );
}

/** The inputs sha and ref, which need each other, as those of github/codeql-action/upload-sarif do. */
function analyzedCommit(
  sha: string | undefined,
  ref: string | undefined,
): ActionInputs['analyzed'] {
  if (sha === undefined && ref === undefined) return undefined;
  if (sha === undefined || ref === undefined)
    throw new PortsideError(
      'PSE1004',
      `The input ${sha === undefined ? 'ref needs sha' : 'sha needs ref'}: together they say what the checkout is`,
      'Set both, or none',
    );
  if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha))
    throw new PortsideError('PSE1003', `The input sha takes a full commit hash, not "${sha}"`);
  if (!/^refs\/(?:heads\/.|tags\/.|pull\/\d+\/(?:merge|head)$)/.test(ref))
    throw new PortsideError(
      'PSE1003',
      `The input ref takes refs/heads/BRANCH, refs/tags/TAG, refs/pull/N/merge or refs/pull/N/head, not "${ref}"`,
    );
  return { sha, ref };
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
