import {
  type EditResult,
  type EditSurroundings,
  MAX_LENGTH,
  refused,
  TOO_LARGE,
} from '../../core/edit-result.js';
import { applyFixes, type Edit } from '../../core/fix.js';
import type { PlanChange } from '../../core/plan.js';
import { parseDockerfile } from '../../dockerfile/parser/parse.js';
import { baseName } from '../../lib/paths.js';
import { inlineDockerfileAt } from '../../manifests/inline-dockerfile.js';
import { readManifestText } from '../../manifests/manifest-document.js';
import { isKustomization } from '../../manifests/manifest-kind.js';
import { editDockerfileImage } from './dockerfile-image.js';
import { editInstalledPackage } from './installed-package.js';
import { illegalPart } from './legal.js';
import { editManifestImage } from './manifest-image.js';
import { editPackageJson } from './package-json.js';
import { type DependencyChange, editRequirements } from './requirements.js';
import { editRuleFixes } from './rule-fix.js';
import { editRetiredUpgrade, editUpgrade } from './upgrade.js';

/**
 * The edits of a file that make a change of a plan. `text` is what the file says now, which may be another text than the one
 * that the plan was made for: the place is found by what it says. A text that says already what the change asks for stays as
 * it is, and one that says something else is refused. Never throws.
 */
export function editFile(
  text: string,
  change: PlanChange,
  surroundings: EditSurroundings = {},
): EditResult {
  if (text.length > MAX_LENGTH) return TOO_LARGE;
  const illegal = illegalPart(change);
  if (illegal) return illegal;
  if (change.kind === 'rule-fix')
    return editRuleFixes(text, [change], surroundings)[0] ?? refused('Nothing is to be edited');
  const result = findEdits(text, change, surroundings);
  if (result.kind !== 'edits') return result;
  // What an edit misses or changes besides is seen here: the changed text has to say what the change asks for.
  const changed = applyFixes(text, [result]).text;
  return isMade(text, changed, change, surroundings)
    ? result
    : refused('The edit would not have the intended effect: change the file by hand');
}

/** Whether the text after the edits says what the change asks for, and is still valid. */
function isMade(
  before: string,
  after: string,
  change: PlanChange,
  surroundings: EditSurroundings,
): boolean {
  const problems = (text: string) => parseDockerfile('', text).problems.length;
  const breaks = isDockerfileChange(change) && problems(after) > problems(before);
  return !breaks && findEdits(after, change, surroundings).kind === 'unchanged';
}

/** Whether a change is one of a Dockerfile that is a file of its own. */
function isDockerfileChange(change: PlanChange): boolean {
  const { kind, path = '' } = change;
  return /^(?:image|installed-package|upgrade|retired-upgrade)$/.test(kind) && !isManifest(path);
}

function findEdits(text: string, change: PlanChange, surroundings: EditSurroundings): EditResult {
  switch (change.kind) {
    case 'image':
    case 'installed-package':
    case 'upgrade':
    case 'retired-upgrade':
      return isManifest(change.path) ? editManifest(text, change) : editDockerfile(text, change);
    case 'dependency':
      return editDependency(text, change, surroundings);
    default:
      return refused('Nothing in a file is to be edited');
  }
}

function editDependency(
  text: string,
  change: DependencyChange,
  { lockfile }: EditSurroundings,
): EditResult {
  const name = baseName(change.path);
  if (name === 'package.json') return editPackageJson(text, change, lockfile);
  return change.manager === 'pip' && /\.(?:txt|in)$/.test(name)
    ? editRequirements(text, change)
    : refused(`${change.path} is not edited`);
}

type DockerfileChange = Extract<
  PlanChange,
  { kind: 'image' | 'installed-package' | 'upgrade' | 'retired-upgrade' }
>;

function editDockerfile(text: string, change: DockerfileChange): EditResult {
  switch (change.kind) {
    case 'image':
      return editStages(text, change);
    case 'installed-package':
      return editInstalledPackage(text, change);
    case 'upgrade':
      return editUpgrade(text, change);
    case 'retired-upgrade':
      return editRetiredUpgrade(text, change);
  }
}

/** The edits of all stages that the change is about. */
function editStages(
  text: string,
  change: Extract<DockerfileChange, { kind: 'image' }>,
): EditResult {
  return editLines(change, (line) => editDockerfileImage(text, change.path, { ...change, line }));
}

/** The edits of all lines of a change together; refused if one of them is. */
function editLines(
  { line: first, lines = [] }: { readonly line: number; readonly lines?: readonly number[] },
  editLine: (line: number) => EditResult,
): EditResult {
  const edits = new Map<string, Edit>();
  let shown: EditResult | undefined;
  for (const line of [first, ...lines].slice(0, MOST_STAGES)) {
    const result = editLine(line);
    if (result.kind === 'refused') return result;
    if (shown?.kind !== 'edits') shown = result;
    if (result.kind !== 'edits') continue;
    for (const edit of result.edits) edits.set(JSON.stringify(edit), edit);
  }
  return shown?.kind === 'edits'
    ? { ...shown, edits: [...edits.values()] }
    : (shown ?? refused('No line is to be edited'));
}

/** No Dockerfile that people write has more stages on one image. */
const MOST_STAGES = 100;

/** A Compose file may have Dockerfiles in it. */
function editManifest(text: string, change: DockerfileChange): EditResult {
  const manifest = readManifestText(text, change.path);
  if ('kind' in manifest) return manifest;
  return editLines(change, (at) => {
    const one = change.kind === 'image' ? { ...change, lines: [] } : change;
    const inline = inlineDockerfileAt(manifest, at);
    if (inline)
      return inline.outer(editDockerfile(inline.text, { ...one, line: at - inline.linesBefore }));
    return one.kind === 'image'
      ? editManifestImage(manifest, change.path, { ...one, line: at })
      : refused(`Line ${at} is not in a Dockerfile`);
  });
}

function isManifest(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) || isKustomization(baseName(path));
}
