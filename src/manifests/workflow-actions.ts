import { type Finding, vulnerabilityDetails } from '../core/finding.js';
import type { Package } from '../core/package.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import { PortsideError } from '../lib/errors.js';
import type { CheckContext } from '../policy/check-context.js';
import { type AskedByAdvisories, advisoryOptions } from '../vulnerabilities/advisory-options.js';
import { withPolicyAdvisories } from '../vulnerabilities/policy-advisories.js';
import { needsNetwork } from '../vulnerabilities/sources/open.js';
import { readManifestYaml, TemplateError } from './manifest-yaml.js';
import { readManifest } from './read-manifest.js';
import { releasedActions, releasedActionsOf } from './workflow/released-actions.js';
import { isWorkflowPath, stepsOf } from './workflow/workflow.js';
import { valueAt } from './yaml-values.js';

/**
 * Compares the actions that workflows use with advisories: known vulnerabilities and malicious releases, each on the line
 * that uses the action. The coverage has a row for each workflow.
 */
export async function inspectActions(
  actions: readonly Package[],
  { root, policy, options: given, host }: CheckContext<AskedByAdvisories>,
): Promise<Inspection> {
  const workflows = [...new Set(actions.flatMap(({ paths }) => paths))];
  if (workflows.length === 0) return EMPTY_INSPECTION;
  const options = { ...given, ...withPolicyAdvisories(root, policy, given) };
  if (options.offline && needsNetwork(options) && options.advisories === undefined)
    return { ...EMPTY_INSPECTION, coverage: workflows.map(notAsked) };
  host.progress('comparing the actions of workflows with advisories');
  const { inspectVulnerabilities } = await import('../vulnerabilities/inspect.js');
  const found = await inspectVulnerabilities(
    actions,
    undefined,
    {
      ...advisoryOptions('', options, host),
      // These are about images.
      ...{ image: undefined, vex: [], externalReports: [] },
      isComponentList: true,
    },
    host,
  );
  const ofEach = <T>(rows: readonly T[]) =>
    workflows.flatMap((target) => rows.map((row) => ({ ...row, target })));
  return {
    ...EMPTY_INSPECTION,
    findings: found.findings.map((finding) => withComment(finding, actions)),
    incomplete: ofEach(found.incomplete),
    coverage: ofEach(found.coverage),
    notes: found.notes.map((note) => ({ ...note, target: WORKFLOWS })),
    missingFacts: ofEach(found.missingFacts),
  };
}

const WORKFLOWS = '.github/workflows';

/** Who works offline without advisories has not asked for them: the row says what was left out. */
function notAsked(target: string) {
  return {
    check: 'vulnerability',
    target,
    state: 'not-covered',
    informational: true,
    reason:
      'Its actions were not compared with advisories: offline, and none were passed. Pass them with --advisories',
  } as const;
}

/** A comment can be wrong: whoever reads the finding must know that it was compared. */
function withComment(finding: Finding, actions: readonly Package[]): Finding {
  const { location, subject } = finding;
  const used = actions.find(
    (one) =>
      one.purl === subject?.purl &&
      one.location?.path === location?.path &&
      one.location?.startLine === location?.startLine,
  );
  if (used?.evidence !== 'comment') return finding;
  return { ...finding, message: `${finding.message} (a commit; its comment says ${used.version})` };
}

/** The actions that the text of a workflow or an action of the repository uses; none if it cannot be read. */
export function actionsInText(text: string, path: string): Package[] {
  try {
    if (!isWorkflowPath(path)) {
      const runs = valueAt(readManifestYaml(text, path)[0], 'runs');
      return releasedActionsOf(stepsOf(runs, text.split('\n')), path);
    }
    return releasedActions(readManifest(text, path, 'workflow'));
  } catch (error) {
    if (!(error instanceof PortsideError) && !(error instanceof TemplateError)) throw error;
    return [];
  }
}

/** Whether a finding is about an action of a workflow. */
export function isAboutAction(finding: Finding): boolean {
  const { purl = '', image } = finding.subject ?? {};
  return (
    vulnerabilityDetails(finding) !== undefined &&
    image === undefined &&
    purl.startsWith('pkg:githubactions/')
  );
}

/** The actions that workflows used before a change. */
interface ActionsBefore {
  readonly before: readonly Package[];
  /** The workflows that the change touches: only these can have lost an action. */
  readonly changed: ReadonlySet<string>;
}

/**
 * What inspectActions() would find today in the actions that workflows used before. The findings about those that did not
 * change are taken over, so that an advisory that was published meanwhile is not blamed on a change.
 */
export async function actionFindingsBefore(
  { before, changed }: ActionsBefore,
  { findings }: Pick<Inspection, 'findings'>,
  context: CheckContext<AskedByAdvisories>,
): Promise<readonly Finding[]> {
  const placesOf = ({ purl, paths }: Package) => paths.map((path) => `${purl}\n${path}`);
  const used = new Set(before.flatMap(placesOf));
  const unchanged = findings.filter(
    (finding) =>
      isAboutAction(finding) && used.has(`${finding.subject?.purl}\n${finding.subject?.path}`),
  );
  const known = new Set(findings.filter(isAboutAction).map(({ subject }) => subject?.purl));
  const gone = before.filter(
    ({ purl, paths }) => !known.has(purl) && paths.some((path) => changed.has(path)),
  );
  const { findings: others } = await inspectActions(gone, context);
  const remaining = new Set(unchanged.map(({ fingerprint }) => fingerprint));
  return [...unchanged, ...others.filter(({ fingerprint }) => !remaining.has(fingerprint))];
}
