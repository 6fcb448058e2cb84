import type { Coverage } from '../../core/coverage.js';
import type { Finding } from '../../core/finding.js';
import type { Incomplete, Inspection, Note, Target } from '../../core/report.js';
import { instructionsOf } from '../../dockerfile/parser/model.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { isUnprivileged } from '../../dockerfile/rules/PS0013.js';
import { lineage, targetStage } from '../../dockerfile/stages.js';
import { reason } from '../../lib/errors.js';
import type { Build } from '../../manifests/compose/project.js';
import { helmChartOf } from '../../manifests/helm/chart.js';
import { applyImageOverrides } from '../../manifests/kustomize/image-overrides.js';
import { markPatches } from '../../manifests/kustomize/kustomization.js';
import { lintManifests } from '../../manifests/lint.js';
import type { Manifest } from '../../manifests/manifest.js';
import type { ManifestKind } from '../../manifests/manifest-kind.js';
import { TemplateError } from '../../manifests/manifest-yaml.js';
import { readManifest } from '../../manifests/read-manifest.js';
import type { FoundSecret, ImageUser, ManifestRuleContext } from '../../manifests/rule.js';
import { type BaseBranchFiles, checkoutFiles } from '../../repository/base-branch-files.js';
import { gitIgnored } from '../../repository/git-ignore.js';
import { searchSecrets } from '../../secrets/search.js';
import { readInputText } from '../discover/input-text.js';
import { repositoryReader } from '../discover/repository-files.js';

/** Settings for the check of manifests. */
export interface ManifestSettings {
  /** The allowed registries of the policy; absent allows all. */
  readonly registries?: readonly string[] | undefined;
  /** The current day, for ignore comments with an end; absent for today. */
  readonly now?: Date;
  /** The source of .gitignore files, because only committed files are checked; absent for the checkout. */
  readonly configuration?: BaseBranchFiles;
}

/**
 * Checks all manifests together. A manifest that cannot be read is incomplete and stops no other. A template is skipped
 * with a note; the templates of a Helm chart share one note.
 */
export async function inspectManifests(
  root: string,
  files: readonly { readonly path: string; readonly kind: ManifestKind }[],
  options: ManifestSettings = {},
): Promise<Inspection> {
  const targets: Target[] = [];
  const manifests: Manifest[] = [];
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  // Files that are checked themselves report their own problems.
  const reported = new Set(files.map(({ path }) => path));
  const ignored = await gitIgnored(
    root,
    options.configuration ?? checkoutFiles(root),
    files.map(({ path }) => path),
  );
  const read = repositoryReader(root);
  const readFile = (path: string) => (ignored(path) ? undefined : read(path));
  const charts = new Map<string, number>();
  const coverage: Coverage[] = [];
  const skip = (path: string, templates: number, gap: Pick<Coverage, 'state' | 'reason'>) => {
    const chart = helmChartOf(path, readFile);
    if (chart !== undefined) charts.set(chart, (charts.get(chart) ?? 0) + templates);
    else coverage.push({ check: 'manifest', target: path, ...gap });
  };
  for (const { path, kind } of files) {
    targets.push({ kind: 'manifest', name: path });
    try {
      const manifest = readManifest(await readInputText(root, path), path, kind, readFile);
      manifests.push(manifest);
      coverage.push({ check: 'manifest', target: path, state: 'checked' });
      for (const reason of manifest.notes)
        coverage.push({ check: 'manifest', target: path, state: 'partial', reason });
      for (const broken of manifest.unreadable)
        if (!reported.has(broken.path)) {
          reported.add(broken.path);
          incomplete.push({ check: 'manifest', target: broken.path, reason: broken.reason });
        }
      if (manifest.templateCount > 0)
        skip(path, manifest.templateCount, { state: 'partial', reason: partNote(manifest) });
    } catch (error) {
      if (error instanceof TemplateError) skip(path, 1, TEMPLATE);
      else incomplete.push({ check: 'manifest', target: path, reason: reason(error) });
    }
  }
  for (const [target, count] of charts)
    coverage.push({
      check: 'manifest',
      target,
      state: 'not-covered',
      reason: chartNote(count),
    });
  const context = manifestRuleContext(root, options);
  const suppressed: Finding[] = [];
  const suppress = (finding: Finding) => suppressed.push(finding);
  const findings = lintManifests(
    applyImageOverrides(markPatches(manifests)),
    context,
    undefined,
    suppress,
  );
  return { targets, packages: [], findings, suppressed, incomplete, notes, coverage };
}

const TEMPLATE = {
  state: 'not-covered',
  reason: 'This is an unrendered template. Render it, and check the result',
} as const;

function partNote({ templateCount, documents }: Manifest): string {
  const all = templateCount + documents.length;
  const what = templateCount === 1 ? 'is a template and was' : 'are templates and were';
  return `Of its ${all} documents ${templateCount} ${what} skipped. Render it, and check the result`;
}

function chartNote(count: number): string {
  const what =
    count === 1
      ? 'A template of this Helm chart was'
      : `${count} templates of this Helm chart were`;
  return `${what} skipped. Render the chart with helm template, and check the result`;
}

/** What manifest rules need besides the manifests. */
export function manifestRuleContext(
  root: string,
  { registries, now }: ManifestSettings,
): ManifestRuleContext {
  const readFile = repositoryReader(root);
  return {
    findSecret,
    builtImageUser: (build) => imageUser(build, readFile),
    hasHealthcheck: (build) => imageHealth(build, readFile),
    ...(registries ? { registries } : {}),
    ...(now ? { now } : {}),
  };
}

function findSecret(text: string): FoundSecret | undefined {
  const [secret] = searchSecrets(text);
  return secret && { kind: secret.detector.description, confidence: secret.detector.confidence };
}

/** Undefined if the Dockerfile does not exist or has no such stage. */
function imageHealth(
  { dockerfile: path, target }: Build,
  readFile: (path: string) => string | undefined,
): boolean | undefined {
  const text = readFile(path);
  const stage = text === undefined ? undefined : targetStage(parseDockerfile(path, text), target);
  if (!stage) return undefined;
  const checks = lineage(stage).flatMap((part) => instructionsOf(part, 'HEALTHCHECK').at(-1) ?? []);
  return checks[0]?.type === 'CMD';
}

/** Undefined if the Dockerfile does not exist, has no such stage, or its USER contains a variable. */
function imageUser(
  { dockerfile: path, target }: Build,
  readFile: (path: string) => string | undefined,
): ImageUser | undefined {
  const text = readFile(path);
  if (text === undefined) return undefined;
  const dockerfile = parseDockerfile(path, text);
  const stage = targetStage(dockerfile, target);
  if (!stage) return undefined;
  const stages = lineage(stage);
  const last = stage === dockerfile.stages.at(-1);
  const users = stages.flatMap(({ instructions }) => instructions.findLast(isUser) ?? []);
  const [user] = users;
  if (!user)
    return isUnprivileged(stages) ? undefined : { at: { path, ...stage.from.range }, last };
  if (user.text.includes('$')) return undefined;
  return { name: user.text.trim(), at: { path, ...user.range }, last };
}

function isUser({ keyword }: { readonly keyword: string }): boolean {
  return keyword === 'USER';
}
