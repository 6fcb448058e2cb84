import { posix } from 'node:path';
import type { Coverage, FoundCoverage } from '../core/coverage.js';
import { fingerprint } from '../core/fingerprint.js';
import type { Holder } from '../core/holder.js';
import type { ProcessRunner } from '../core/host.js';
import type { Package } from '../core/package.js';
import type { Inspection, Target } from '../core/report.js';
import type { ScannedNeeds } from '../core/runtime-needs.js';
import type { DockerfilePlan } from '../dockerfile/build-plan.js';
import { canTake } from '../dockerfile/context-copies.js';
import { parseDockerignore } from '../dockerfile/dockerignore.js';
import type { ExternalImage } from '../dockerfile/external-images.js';
import { lintSettings } from '../dockerfile/lint-settings.js';
import { instructionsOf } from '../dockerfile/parser/model.js';
import { parseDockerfile } from '../dockerfile/parser/parse.js';
import { isUnprivileged, lineage, targetStage } from '../dockerfile/stages.js';
import { lineStarts, rangeOf } from '../lib/lines.js';
import { baseName } from '../lib/paths.js';
import { type BaseBranchFiles, checkoutFiles } from '../repository/base-branch-files.js';
import { gitIgnored } from '../repository/git-ignore.js';
import { repositoryReader } from '../repository/repository-files.js';
import { NOTHING_TRACKED, type TrackedFiles } from '../repository/tracked.js';
import { searchSecrets } from '../secrets/search.js';
import { spanOf } from '../secrets/secret-span.js';
import {
  type ChartInspection,
  type ChartRequest,
  type ChartTemplates,
  inspectCharts,
} from './charts.js';
import type { Build } from './compose/builds.js';
import type { MissingFile } from './compose/project.js';
import { runningImages } from './deployed-references.js';
import { type Holders, holdersIn, kustomizationsAmong, uniqueHolders } from './holders.js';
import { knownStarts } from './image-needs/offer.js';
import { inspectInlineDockerfiles } from './inline-dockerfiles.js';
import { applyImageOverrides } from './kustomize/image-overrides.js';
import { markPatches, uncheckedResources } from './kustomize/kustomization.js';
import { outsideNotes, renderKustomizations } from './kustomize/rendered-manifests.js';
import { lintManifests } from './lint.js';
import type { Manifest } from './manifest.js';
import { isKustomization, manifestKind } from './manifest-kind.js';
import { withSecrets } from './manifest-secrets.js';
import { neededBy, type OwnStartOf } from './needed-by.js';
import { isVendored, type ReadRepositoryFile } from './paths.js';
import {
  type ManifestFile,
  type ReadManifests,
  type RepositoryTexts,
  readManifests,
} from './read-manifests.js';
import type { FoundSecret, ImageUser, ManifestRuleContext } from './rule.js';
import type { DeployedImage } from './select.js';
import { unreadKinds } from './unread-kinds.js';
import { withUnusedActions } from './unused-actions.js';
import { releasedActions } from './workflow/released-actions.js';

/** Settings for the check of manifests. */
export interface ManifestSettings {
  /** The allowed registries of the policy; absent allows all. */
  readonly registries?: readonly string[] | undefined;
  /** That of the policy; absent: nothing is proposed. */
  readonly leastPrivilege?: ManifestRuleContext['leastPrivilege'];
  /** The current day, for ignore comments with an end; absent for today. */
  readonly now: Date;
  /** The source of .gitignore files, because only committed files are checked; absent for the checkout. */
  readonly configuration?: BaseBranchFiles;
  /** Git tracks these files, so that they are checked although .gitignore lists them. */
  readonly tracked?: Pick<TrackedFiles, 'isTracked'>;
  /** The action.yml files among them are checked as well, whether or not a workflow uses them. */
  readonly scripts?: readonly string[] | undefined;
  /** Runs helm; absent: charts are not rendered. */
  readonly renderer?: ProcessRunner | undefined;
}

/** The findings in the manifests, and the images that they name. */
export interface ManifestInspection extends Inspection {
  readonly images: readonly DeployedImage[];
  /** Those that `dockerfile_inline` of Compose files builds from. */
  readonly externalImages: readonly ExternalImage[];
  /** How the `dockerfile_inline` of Compose files build. */
  readonly plans: readonly DockerfilePlan[];
  /** Those that workflows use, each with its line. */
  readonly actions: readonly Package[];
  /** The findings with the fixes that suit the images that were scanned. Their number and places are the same. */
  readonly fittedTo: (
    needs: readonly ScannedNeeds[],
  ) => Pick<Inspection, 'findings' | 'suppressed'>;
  /** How the manifests start images. */
  readonly starts: readonly OwnStartOf[];
}

/**
 * Checks all manifests together. A manifest that cannot be read is incomplete and stops no other. Templates are not
 * covered, except those of a Helm chart that helm renders; else they are one gap.
 */
export async function inspectManifests(
  root: string,
  files: readonly ManifestFile[],
  settings: ManifestSettings,
): Promise<ManifestInspection> {
  return withSecrets(root, await applyRules(root, files, settings));
}

async function applyRules(
  root: string,
  files: readonly ManifestFile[],
  settings: ManifestSettings,
): Promise<ManifestInspection> {
  const paths = files.map(({ path }) => path);
  const { configuration = checkoutFiles(root), tracked = NOTHING_TRACKED, renderer } = settings;
  const listed = await gitIgnored(root, configuration, paths);
  const ignored = (path: string) => !tracked.isTracked(path) && listed(path);
  const read = repositoryReader(root);
  const readFile = (path: string) => (ignored(path) ? undefined : read(path));
  const texts = { ignored, readFile };
  const parsed = await readAll(root, files, settings, texts);
  const { incomplete, coverage } = parsed;
  const context = manifestRuleContext(root, settings);
  const charts = { root, readFile, context, renderer };
  const { manifests, unread, ...rendered } = await withCharts(parsed, charts);
  const readResource = resourceReader(root, ignored);
  const marked = renderKustomizations(markPatches(manifests), readResource, ignored);
  const deployed = applyImageOverrides(marked);
  const inline = await inspectInlineDockerfiles(marked, {
    readFile,
    settingsOf: lintSettings(root, settings.now, configuration),
  });
  const limits = limitRows();
  const allManifests = [...deployed, ...unread];
  const holders = holdersIn(allManifests);
  const fixed = { ...context, allManifests, holders, onLimit: limits.add };
  const lint = (needsOf?: ManifestRuleContext['needsOf']) => {
    const suppressed = [...rendered.suppressed, ...(inline.suppressed ?? [])];
    const fitted = needsOf ? { ...fixed, needsOf } : fixed;
    const findings = lintManifests(deployed, fitted, undefined, (one) => suppressed.push(one));
    return { findings: [...findings, ...rendered.findings, ...inline.findings], suppressed };
  };
  const linted = lint();
  const usedActions = new Set(manifests.flatMap(({ actions = [] }) => actions));
  const targets = [...paths, ...usedActions].map((name): Target => ({ kind: 'manifest', name }));
  return {
    targets,
    packages: [],
    ...linted,
    incomplete: [...incomplete, ...rendered.incomplete, ...inline.incomplete],
    notes: [...unreadKinds([...manifests, ...rendered.output]), ...outsideNotes(marked)],
    coverage: [
      ...coverage,
      ...limits.rows.values(),
      ...rendered.coverage,
      ...renderedFiles(marked, paths),
      ...marked.flatMap(gapsOf(paths, texts)),
      ...(inline.coverage ?? []),
    ],
    fittedTo: (needs) => lint(neededBy(needs)),
    holders: uniqueHolders([...allHolders(marked, deployed.map(holders)), ...rendered.holders]),
    starts: deployed.flatMap(({ services, containers }) => knownStarts(services, containers)),
    externalImages: inline.externalImages,
    plans: inline.plans,
    actions: usedReleases(manifests),
    images: [...deployed.flatMap(imagesIn), ...rendered.images],
  };
}

/** The manifests, and the actions that no workflow uses. */
async function readAll(
  root: string,
  files: readonly ManifestFile[],
  { scripts = [] }: ManifestSettings,
  texts: RepositoryTexts,
): Promise<ReadManifests> {
  return withUnusedActions(await readManifests(root, files, texts), scripts, texts.readFile);
}

/** The holders of the manifests, and the kustomizations among them. */
function allHolders(manifests: readonly Manifest[], found: readonly Holders[]): Holder[] {
  return [...found.flatMap(({ holders }) => holders), ...kustomizationsAmong(manifests)];
}

/** What rules do not look at because of a limit, each once. */
function limitRows() {
  const rows = new Map<string, Coverage>();
  const add = (target: string, why: string) =>
    rows.set(`${target}\n${why}`, { check: 'manifest', target, state: 'partial', reason: why });
  return { rows, add };
}

/** The manifests that are checked only because a kustomization includes them, as with lint and the folder of an overlay. */
function renderedFiles(manifests: readonly Manifest[], paths: readonly string[]): Coverage[] {
  const files = new Set(manifests.flatMap(({ rendering }) => [...(rendering?.files ?? [])]));
  for (const path of paths) files.delete(path);
  return [...files]
    .filter((path) => /\.(?:ya?ml|json)$/.test(path))
    .map((target) => ({ check: 'manifest', target, state: 'checked' }));
}

/** The actions that workflows about images use. What an action of the repository uses is one, however many workflows use that. */
function usedReleases(manifests: readonly Manifest[]): Package[] {
  const byPlace = new Map<string, Package>();
  const ofImages = manifests.filter(({ workflow }) => workflow?.concernsImages !== false);
  for (const action of ofImages.flatMap(releasedActions)) {
    const { path = '', startLine = 0, startColumn = 0 } = action.location ?? {};
    byPlace.set(`${path}:${startLine}:${startColumn}`, action);
  }
  return [...byPlace.values()];
}

/** The manifests without the templates that helm renders, and what is found in these. */
async function withCharts(
  { manifests: all, unread, charts }: ReadManifests,
  request: Pick<ChartRequest, 'root' | 'readFile' | 'context' | 'renderer'>,
): Promise<ChartInspection & Pick<ReadManifests, 'manifests' | 'unread'>> {
  const templates = pathsOf([...charts.values()]);
  const plain = new Set(all.flatMap(({ path }) => (templates.has(path) ? [] : path)));
  const rendered = await inspectCharts({ ...request, charts, plain });
  const replaced = pathsOf(rendered.charts);
  const isKept = ({ path }: Manifest) => !replaced.has(path);
  return { ...rendered, manifests: all.filter(isKept), unread: unread.filter(isKept) };
}

function imagesIn(manifest: Manifest): DeployedImage[] {
  return runningImages(manifest).map(({ reference, at, place, isComplete }) => ({
    reference,
    place,
    path: manifest.path,
    location: at.range,
    ...(!isComplete && { isUnknown: true }),
  }));
}

/** Bytes of a file that a kustomization names: lists of CustomResourceDefinitions are larger than other manifests. */
const MAX_RESOURCE = 8 * 1024 * 1024;

function resourceReader(root: string, ignored: (path: string) => boolean): ReadRepositoryFile {
  const read = repositoryReader(root, MAX_RESOURCE);
  return (path) => (ignored(path) ? undefined : read(path));
}

function pathsOf(charts: readonly ChartTemplates[]): ReadonlySet<string> {
  return new Set(charts.flatMap(({ paths }) => [...paths]));
}

/** A function that returns the gaps of a manifest that could be read. */
function gapsOf(
  paths: readonly string[],
  { ignored, readFile }: RepositoryTexts,
): (manifest: Manifest) => FoundCoverage[] {
  const checked = new Set(paths);
  const isManifest = (path: string) => {
    if (checked.has(path)) return true;
    const text = isVendored(path) ? undefined : readFile(path);
    return text !== undefined && manifestKind(path, text) !== undefined;
  };
  const exists = (path: string) => readFile(path) !== undefined;
  return (manifest) => {
    const { path, notes, withoutContainers, missing } = manifest;
    const isListing = isKustomization(baseName(path)) && !manifest.isReplaced;
    const reasons = [
      ...notes,
      ...missingReasons(missing.filter((file) => !ignored(file.path))),
      ...(isListing ? uncheckedResources(manifest, { isManifest, exists }) : []),
    ];
    const row = (reason: string): Coverage => ({
      check: 'manifest',
      target: path,
      state: 'partial',
      reason,
    });
    // Kubernetes refuses such an object, so nothing runs that was not checked: it is a patch, or data of a test.
    const partial = withoutContainers.map((one) => ({
      ...row(one),
      counts: 'if touched' as const,
    }));
    return [...reasons.map(row), ...partial];
  };
}

/** More missing files of one manifest are counted but not named. */
const MOST_MISSING = 5;

function missingReasons(files: readonly MissingFile[]): string[] {
  const more = files.length - MOST_MISSING;
  const reasons = files.slice(0, MOST_MISSING).map(missingReason);
  return more > 0 ? [...reasons, `${more} more files that it names cannot be read`] : reasons;
}

function missingReason({ what }: MissingFile): string {
  return `Cannot read ${what}: there is no such file of at most 1 MiB. Commit it, or list it in .gitignore if it is created elsewhere`;
}

/** What manifest rules need besides the manifests. */
export function manifestRuleContext(
  root: string,
  { registries, leastPrivilege, now }: ManifestSettings,
): ManifestRuleContext {
  const readFile = repositoryReader(root);
  return {
    findSecret,
    placeOf: placeReader(readFile),
    builtImageUser: (build) => imageUser(build, readFile),
    hasHealthcheck: (build) => imageHealth(build, readFile),
    leavesOutGit: gitExclusion(readFile),
    ...(registries ? { registries } : {}),
    leastPrivilege,
    now,
  };
}

function placeReader(
  readFile: (path: string) => string | undefined,
): NonNullable<ManifestRuleContext['placeOf']> {
  let last: { readonly path: string; readonly text: string; readonly starts: number[] } | undefined;
  return (part, { path, ...range }) => {
    if (last?.path !== path) {
      const text = readFile(path) ?? '';
      last = { path, text, starts: lineStarts(text) };
    }
    const { text, starts } = last;
    if (part === '') return undefined;
    const { start, end } = spanOf(range, text, starts);
    const at = start + text.slice(start, end).indexOf(part);
    return at < start ? undefined : { path, ...rangeOf(starts, at, at + part.length) };
  };
}

/** Tests whether the build of a Dockerfile at the top cannot get .git: it copies other paths only, or an ignore file leaves it out. */
function gitExclusion(
  readFile: (path: string) => string | undefined,
): (dockerfile: string) => boolean {
  const known = new Map<string, boolean>();
  const isOut = (path: string) => {
    const rules = readFile(`${path}.dockerignore`) ?? readFile('.dockerignore');
    if (rules !== undefined && parseDockerignore(rules).ignores('.git/config') === true)
      return true;
    const text = readFile(path);
    return text !== undefined && !canTake(parseDockerfile(path, text), '.git');
  };
  return (dockerfile) => {
    const path = posix.normalize(dockerfile);
    const answer = known.get(path) ?? isOut(path);
    known.set(path, answer);
    return answer;
  };
}

/** More secrets in one value are a list, which is one finding. */
const MOST_MARKS = 20;

function findSecret(text: string): FoundSecret | undefined {
  const secrets = searchSecrets(text);
  const [first] = secrets;
  if (!first) return undefined;
  const { description, confidence, severity } = first.detector;
  const marks = [...new Set(secrets.map(({ mark }) => mark))];
  const isList = marks.length > MOST_MARKS;
  return {
    kind: description,
    confidence,
    // Of a kind that only a name tells, the value decides, as it does in a variable of that name.
    ...(confidence !== 'low' && { severity }),
    marks: isList ? [fingerprint(...marks.sort())] : marks,
  };
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
