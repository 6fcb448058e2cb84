import { reason } from '../findings/errors.js';
import type { Finding } from '../findings/finding.js';
import type { Incomplete, Inspection, Note, Target } from '../findings/report.js';
import type { ManifestKind } from '../manifests/kind.js';
import { lintManifest } from '../manifests/lint.js';
import { type Manifest, readManifest } from '../manifests/manifest.js';
import type { FoundSecret } from '../manifests/rule.js';
import { TemplateError } from '../manifests/yaml.js';
import { searchSecrets } from '../secrets/search.js';
import { readText } from './files.js';
import { repositoryFiles } from './repository-files.js';

/**
 * Judges every manifest, each among all; one that cannot be read is incomplete and stops no other, a template is left
 * out with a note. `registries` is the policy's list; undefined allows all.
 */
export async function inspectManifests(
  root: string,
  files: readonly { readonly path: string; readonly kind: ManifestKind }[],
  registries?: readonly string[],
): Promise<Inspection> {
  const targets: Target[] = [];
  const manifests: Manifest[] = [];
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  const notes: Note[] = [];
  const readFile = repositoryFiles(root);
  for (const { path, kind } of files) {
    targets.push({ kind: 'manifest', name: path });
    try {
      const manifest = readManifest(await readText(root, path), path, kind, readFile);
      manifests.push(manifest);
      for (const message of manifest.notes)
        notes.push({ check: 'manifest', target: path, message });
    } catch (error) {
      if (error instanceof TemplateError)
        notes.push({ check: 'manifest', target: path, message: TEMPLATE });
      else incomplete.push({ check: 'manifest', target: path, reason: reason(error) });
    }
  }
  const surroundings = { set: manifests, registries, secretIn };
  for (const manifest of manifests) findings.push(...lintManifest(manifest, surroundings));
  return { targets, packages: [], findings, incomplete, notes };
}

const TEMPLATE =
  'This is a template, which is no YAML before it is rendered: it was skipped. Render it, and check what comes out';

function secretIn(text: string): FoundSecret | undefined {
  const [secret] = searchSecrets(text);
  return secret && { what: secret.detector.what, confidence: secret.detector.confidence };
}
