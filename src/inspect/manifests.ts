import { parseDockerfile } from '../dockerfile/parse.js';
import { isUnprivileged } from '../dockerfile/rules/PS0013.js';
import { lineage, targetStage } from '../dockerfile/stages.js';
import { reason } from '../findings/errors.js';
import type { Incomplete, Inspection, Note, Target } from '../findings/report.js';
import type { Build } from '../manifests/compose.js';
import { chartOf } from '../manifests/helm.js';
import type { ManifestKind } from '../manifests/kind.js';
import { withoutLacks } from '../manifests/kustomize.js';
import { lintManifests } from '../manifests/lint.js';
import { type Manifest, readManifest } from '../manifests/manifest.js';
import type { FoundSecret, ImageUser, Surroundings } from '../manifests/rule.js';
import { TemplateError } from '../manifests/yaml.js';
import { searchSecrets } from '../secrets/search.js';
import { readText } from './files.js';
import { gitIgnored } from './git-ignored.js';
import { repositoryFiles } from './repository-files.js';

/**
 * Judges every manifest, each among all; one that cannot be read is incomplete and stops no other, a template is left
 * out with a note, those of a chart with one together. `registries` is the policy's list; undefined allows all. `now`
 * is the day that ignore comments end on or after.
 */
export async function inspectManifests(
  root: string,
  files: readonly { readonly path: string; readonly kind: ManifestKind }[],
  registries?: readonly string[],
  now?: Date,
): Promise<Inspection> {
  const targets: Target[] = [];
  const manifests: Manifest[] = [];
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const readFile = committedFiles(root);
  const charts = new Map<string, number>();
  for (const { path, kind } of files) {
    targets.push({ kind: 'manifest', name: path });
    try {
      const manifest = readManifest(await readText(root, path), path, kind, readFile);
      manifests.push(manifest);
      for (const message of manifest.notes)
        notes.push({ check: 'manifest', target: path, message });
    } catch (error) {
      const chart = error instanceof TemplateError ? chartOf(path, readFile) : undefined;
      if (chart !== undefined) charts.set(chart, (charts.get(chart) ?? 0) + 1);
      else if (error instanceof TemplateError)
        notes.push({ check: 'manifest', target: path, message: TEMPLATE });
      else incomplete.push({ check: 'manifest', target: path, reason: reason(error) });
    }
  }
  for (const [target, count] of charts)
    notes.push({ check: 'manifest', target, message: chartNote(count) });
  const surroundings = manifestSurroundings(root, registries, now);
  const findings = lintManifests(withoutLacks(manifests), surroundings);
  return { targets, packages: [], findings, incomplete, notes };
}

const TEMPLATE =
  'This is a template, which is no YAML before it is rendered: it was skipped. Render it, and check what comes out';

function chartNote(count: number): string {
  const what =
    count === 1
      ? 'A template of this Helm chart was'
      : `${count} templates of this Helm chart were`;
  return `${what} skipped. Render the chart with helm template, and check what comes out`;
}

/** What the rules ask about beside the manifests. */
export function manifestSurroundings(
  root: string,
  registries?: readonly string[],
  now?: Date,
): Surroundings {
  const readFile = committedFiles(root);
  return {
    secretIn,
    imageUser: (build) => imageUser(build, readFile),
    ...(registries ? { registries } : {}),
    ...(now ? { now } : {}),
  };
}

/** The repository's text files without those that Git leaves out: only what is committed is judged. */
export function committedFiles(root: string): (path: string) => string | undefined {
  const ignored = gitIgnored(root);
  const read = repositoryFiles(root);
  return (path) => (path.startsWith('..') || ignored(path) ? undefined : read(path));
}

function secretIn(text: string): FoundSecret | undefined {
  const [secret] = searchSecrets(text);
  return secret && { what: secret.detector.what, confidence: secret.detector.confidence };
}

/** Undefined where the Dockerfile is not there, has no such stage, or its USER holds a variable. */
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
