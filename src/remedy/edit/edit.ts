import { applyFixes } from '../../core/fix.js';
import type { PlanChange } from '../../core/plan.js';
import { isKustomization } from '../../manifests/manifest-kind.js';
import { baseName } from '../../manifests/paths.js';
import { editDockerfileImage } from './dockerfile-image.js';
import { inlineDockerfileAt } from './inline-dockerfile.js';
import { editInstalledPackage } from './installed-package.js';
import { illegalPart } from './legal.js';
import { editManifestImage } from './manifest-image.js';
import { type EditResult, refused } from './result.js';
import { editUpgrade } from './upgrade.js';

/** Larger files are not edited. */
const MAX_LENGTH = 4 * 1024 * 1024;

/**
 * The edits of a file that make a change of a plan. `text` is what the file says now, which may be another text than the one
 * that the plan was made for: the place is found by what it says. A text that says already what the change asks for stays as
 * it is, and one that says something else is refused. Never throws.
 */
export function editFile(text: string, change: PlanChange): EditResult {
  if (text.length > MAX_LENGTH) return refused('The file is too large to edit');
  const illegal = illegalPart(change);
  if (illegal) return illegal;
  const result = findEdits(text, change);
  if (result.kind !== 'edits') return result;
  // What an edit misses or changes besides is seen here: the changed text has to say what the change asks for.
  const changed = applyFixes(text, [result]).text;
  return findEdits(changed, change).kind === 'unchanged'
    ? result
    : refused('The edit would not have the intended effect: change the file by hand');
}

function findEdits(text: string, change: PlanChange): EditResult {
  switch (change.kind) {
    case 'image':
    case 'installed-package':
    case 'upgrade':
      return isManifest(change.path) ? editManifest(text, change) : editDockerfile(text, change);
    default:
      return refused('Nothing in a file is to be edited');
  }
}

type DockerfileChange = Extract<
  PlanChange,
  { kind: 'image' } | { kind: 'installed-package' } | { kind: 'upgrade' }
>;

function editDockerfile(text: string, change: DockerfileChange): EditResult {
  switch (change.kind) {
    case 'image':
      return editDockerfileImage(text, change.path, change);
    case 'installed-package':
      return editInstalledPackage(text, change);
    case 'upgrade':
      return editUpgrade(text, change);
  }
}

/** A Compose file may have a Dockerfile in it. */
function editManifest(text: string, change: DockerfileChange): EditResult {
  const inline = inlineDockerfileAt(text, change.path, change.line);
  if (inline) {
    const line = change.line - inline.linesBefore;
    return inline.outer(editDockerfile(inline.text, { ...change, line }));
  }
  return change.kind === 'image'
    ? editManifestImage(text, change.path, change)
    : refused(`Line ${change.line} is not in a Dockerfile`);
}

function isManifest(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) || isKustomization(baseName(path));
}
