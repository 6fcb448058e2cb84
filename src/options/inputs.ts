import type { Narrowing } from '../core/narrowing.js';
import { SBOM_FORMATS, type SbomFormat } from '../core/sbom-formats.js';
import type { Severity } from '../core/severity.js';
import { COMMENT_MODES, type Surfaces } from '../core/surfaces.js';
import { PortsideError } from '../lib/errors.js';
import { isCount, object } from '../lib/json.js';
import { nearestName } from '../lib/nearest-name.js';
import { duration } from './duration.js';
import { readEnvironment } from './environment.js';
import { INPUT_NAMES } from './input-names.js';
import { choice, flag, type InputText, inputReader, lines, severity } from './input-values.js';
import { malwareScanner } from './malware.js';
import { NOT_GIVEN, type Options } from './options.js';
import { plainOptions } from './plain-options.js';
import { platformList } from './platform-list.js';
import { present } from './present.js';

/** The inputs of action.yml: the options of the command line, and those that only the Action has. */
export interface ActionInputs {
  readonly options: Options;
  readonly token?: string;
  /** Whether to publish the result on GitHub; if not, a later job does. */
  readonly publish: boolean;
  /** Where the result appears on GitHub. */
  readonly surfaces: Surfaces;
  /** A sentence for each variable INPUT_* that is no input of the Action. */
  readonly unknown: readonly string[];
  /** A stored report, which is published instead of a check. */
  readonly report?: string;
  /** The folder of the workspace to check instead of the repository. */
  readonly workingDirectory?: string;
  /** The login for the registry of the images; both or none. */
  readonly registryUsername?: string;
  readonly registryPassword?: string;
  /** The format of the SBOMs to write. */
  readonly sbom?: SbomFormat;
  /** Whether to submit the packages of the images to GitHub's dependency graph. */
  readonly dependencySnapshot: boolean;
  /** The commit and ref that the checkout is, if it is another than that of the run. */
  readonly analyzed?: { readonly sha: string; readonly ref: string };
  /** Replaces `portside` in the categories of code scanning. */
  readonly category?: string;
  /** The position of the job in its matrix, from 0, and the number of jobs of the matrix. */
  readonly matrix?: { readonly index: number; readonly total: number };
  /** The runner's folder for temporary files, which gets the reports. */
  readonly temporaryFolder?: string;
  /** The id of the step: two steps of a job have reports of their own. */
  readonly step?: string;
  /** The file with the payload of the event. */
  readonly eventPath?: string;
}

/** Reads the inputs of the Action from the runner's variables (INPUT_*). Throws PortsideError (usage). */
export function readInputs(env: NodeJS.ProcessEnv, now: Date): ActionInputs {
  const input = inputReader(env);
  const [temporaryFolder, eventPath] = [env.RUNNER_TEMP, env.GITHUB_EVENT_PATH];
  const sbom = choice(input, 'sbom', SBOM_FORMATS);
  const analyzed = analyzedCommit(input('sha'), input('ref'));
  return {
    ...present({
      token: input('token'),
      category: input('category'),
      report: input('report'),
      workingDirectory: input('working-directory'),
      registryUsername: input('registry-username'),
      registryPassword: input('registry-password'),
      matrix: matrixJob(input('strategy')),
      temporaryFolder: temporaryFolder || undefined,
      step: env.GITHUB_ACTION?.replace(/[^\w-]+/g, '-').slice(0, 100) || undefined,
      eventPath: eventPath || undefined,
    }),
    ...(analyzed ? { analyzed } : {}),
    ...(sbom ? { sbom } : {}),
    dependencySnapshot: flag(input, 'dependency-snapshot'),
    publish: flag(input, 'publish', true),
    surfaces: surfaces(input),
    unknown: unknownInputs(env),
    options: checkOptions(input, env, now),
  };
}

/** GitHub's context `strategy` as JSON; undefined for another text, such as that of a job without a strategy. */
function matrixJob(text: string | undefined): ActionInputs['matrix'] {
  let strategy: unknown;
  try {
    strategy = JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
  const { 'job-index': index, 'job-total': total } = object(strategy);
  return isCount(index) && isCount(total) && index < total ? { index, total } : undefined;
}

/** Where the result appears: everywhere, unless an input says otherwise. */
function surfaces(input: InputText): Surfaces {
  return {
    comment: choice(input, 'comment', COMMENT_MODES) ?? 'auto',
    review: flag(input, 'review', true),
    annotations: flag(input, 'annotations', true),
    codeScanning: flag(input, 'code-scanning', true),
    summary: flag(input, 'summary', true),
  };
}

function checkOptions(input: InputText, env: NodeJS.ProcessEnv, now: Date): Options {
  const malware = input('malware');
  const baseline = input('baseline');
  const timeout = input('timeout');
  return {
    ...plainOptions({
      flag: ({ input: name }) => name !== undefined && flag(input, name),
      list: ({ input: name }) => lines(name && input(name)),
      text: ({ input: name }) => name && input(name),
    }),
    ...NOT_GIVEN,
    positionals: [],
    images: lines(input('image')),
    dockerfiles: lines(input('dockerfile')),
    // Later runs compare with it.
    outputs: [{ format: 'json' }],
    platforms: platformList(lines(input('platform')), 'The input platform'),
    failOn: severity(input, 'fail-on'),
    shown: shown(severity(input, 'severity'), flag(input, 'only-fixed'), lines(input('exclude'))),
    baseline: baseline === undefined ? undefined : { from: baseline },
    vex: lines(input('vex')),
    externalReports: [],
    feeds: [],
    malware: malware === undefined ? undefined : malwareScanner(malware, 'The input malware'),
    requireTargets: false,
    // A number without a unit is minutes, as in timeout-minutes of a workflow.
    timeout: timeout === undefined ? undefined : duration(timeout, 'The input timeout', 'm'),
    vexOut: undefined,
    only: undefined,
    color: undefined,
    remedy: undefined,
    trust: { annotations: new Map(), denySelfHosted: false },
    environment: readEnvironment(env),
    now,
  };
}

/** At most so many unknown inputs are reported. */
const MAX_UNKNOWN = 20;

/** A sentence for each variable INPUT_* that is no input: a misspelled input has no effect. */
function unknownInputs(env: NodeJS.ProcessEnv): string[] {
  const known: ReadonlySet<string> = new Set(INPUT_NAMES);
  return Object.keys(env)
    .filter((name) => /^INPUT_./i.test(name))
    .map((name) => name.slice('INPUT_'.length).toLowerCase())
    .filter((name) => !known.has(name))
    .slice(0, MAX_UNKNOWN)
    .map((name) => {
      const near = nearestName(name, INPUT_NAMES);
      const advice = near === undefined ? 'See the inputs in action.yml' : `Did you mean ${near}?`;
      return `The input "${name.slice(0, 80)}" matches nothing. ${advice}`;
    });
}

/** What is shown of the findings; the verdict is about all of them. */
function shown(
  threshold: Severity | undefined,
  onlyFixed: boolean,
  exclude: readonly string[],
): Narrowing | undefined {
  if (threshold === undefined && !onlyFixed && exclude.length === 0) return undefined;
  return { ...(threshold && { severity: threshold }), onlyFixed, exclude };
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
