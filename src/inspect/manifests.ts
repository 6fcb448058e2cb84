import { reason } from '../findings/errors.js';
import type { Finding } from '../findings/finding.js';
import type { Incomplete, Inspection, Target } from '../findings/report.js';
import type { ManifestKind } from '../manifests/kind.js';
import { lintManifest } from '../manifests/lint.js';
import { readManifest } from '../manifests/manifest.js';
import { readText } from './files.js';

/** Judges every manifest; one that cannot be read is incomplete and stops no other. */
export async function inspectManifests(
  root: string,
  manifests: readonly { readonly path: string; readonly kind: ManifestKind }[],
): Promise<Inspection> {
  const targets: Target[] = [];
  const findings: Finding[] = [];
  const incomplete: Incomplete[] = [];
  for (const { path, kind } of manifests) {
    targets.push({ kind: 'manifest', name: path });
    try {
      findings.push(...lintManifest(readManifest(await readText(root, path), path, kind)));
    } catch (error) {
      incomplete.push({ check: 'manifest', target: path, reason: reason(error) });
    }
  }
  return { targets, packages: [], findings, incomplete, notes: [] };
}
