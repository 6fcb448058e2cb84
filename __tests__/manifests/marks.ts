import { lintManifest } from '../../src/manifests/lint.js';
import type { Manifest } from '../../src/manifests/manifest.js';
import { manifestKind } from '../../src/manifests/manifest-kind.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import type { ManifestRuleContext } from '../../src/manifests/rule.js';
import { manifestRules } from '../../src/manifests/rules/index.js';

/** Reads a text as Compose where it has services, else as Kubernetes. */
export function read(text: string, readFile?: (path: string) => string | undefined): Manifest {
  const compose = /^(services|include|x-[a-z]+|configs):/m.test(text);
  const path = compose ? 'compose.yaml' : 'pod.yaml';
  return readManifest(text, path, manifestKind(path, text) ?? 'kubernetes', readFile);
}

/** `RULE text-it-stands-on` of every finding, or of one rule's alone. */
export function marks(
  manifest: Manifest,
  text: string,
  only?: string,
  around: ManifestRuleContext = {},
) {
  const lines = text.split('\n');
  const rules = manifestRules.filter(({ id }) => only === undefined || id === only);
  return lintManifest(manifest, around, rules).map(({ rule, location }) => {
    const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = location ?? {};
    const end = startLine === endLine ? endColumn - 1 : undefined;
    return `${rule} ${(lines[startLine - 1] ?? '').slice(startColumn - 1, end)}`;
  });
}

/** What one rule marks in a text. */
export function marksOf(rule: string, text: string): string[] {
  return marks(read(text), text, rule).map((mark) => mark.slice(rule.length + 1));
}
