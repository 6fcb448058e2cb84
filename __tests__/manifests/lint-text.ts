import type { Finding } from '../../src/core/finding.js';
import { lintManifest } from '../../src/manifests/lint.js';
import type { Manifest } from '../../src/manifests/manifest.js';
import { manifestKind } from '../../src/manifests/manifest-kind.js';
import { readManifest } from '../../src/manifests/read-manifest.js';
import type { ManifestRuleContext } from '../../src/manifests/rule.js';
import { manifestRules } from '../../src/manifests/rules/index.js';
import { NOW } from '../now.js';

/** Reads a text as a workflow if it has jobs, as a Compose file if it has services, else as a Kubernetes manifest. */
export function manifestOf(
  text: string,
  readFile?: (path: string) => string | undefined,
): Manifest {
  if (/^jobs:/m.test(text))
    return aboutImages(readManifest(text, '.github/workflows/w.yml', 'workflow', readFile));
  const isCompose = /^(services|include|x-[a-z]+|configs):/m.test(text);
  const path = isCompose ? 'compose.yaml' : 'pod.yaml';
  return readManifest(text, path, manifestKind(path, text) ?? 'kubernetes', readFile);
}

/** A workflow as one that builds an image: most rules are about no other. */
export function aboutImages(manifest: Manifest): Manifest {
  const { workflow } = manifest;
  return workflow ? { ...manifest, workflow: { ...workflow, concernsImages: true } } : manifest;
}

/** `RULE text` for every finding in a manifest: the text is that of the marked range. */
export function marksOf(
  manifest: Manifest,
  text: string,
  context: Partial<ManifestRuleContext> = {},
  rules = manifestRules,
): string[] {
  return lintManifest(manifest, { now: NOW, leastPrivilege: 'propose', ...context }, rules).map(
    ({ rule, location }) => {
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = location ?? {};
      const end = startLine === endLine ? endColumn - 1 : undefined;
      const line = text.split('\n')[startLine - 1] ?? '';
      return `${rule} ${line.slice(startColumn - 1, end)}`;
    },
  );
}

/** The texts that one rule marks. */
export function markedTexts(
  rule: string,
  text: string,
  context: Partial<ManifestRuleContext> = {},
): string[] {
  // Alone: findings of several rules about one problem are joined.
  const rules = manifestRules.filter(({ id }) => id === rule);
  if (rules.length === 0) throw new Error(`no rule ${rule}`);
  return marksOf(manifestOf(text), text, context, rules)
    .filter((mark) => mark.startsWith(`${rule} `))
    .map((mark) => mark.slice(rule.length + 1));
}

/** The findings of one rule. */
export function findingsOf(
  rule: string,
  text: string,
  context: Partial<ManifestRuleContext> = {},
  path?: string,
): readonly Finding[] {
  const rules = manifestRules.filter(({ id }) => id === rule);
  const manifest = manifestOf(text);
  return lintManifest(
    path === undefined ? manifest : { ...manifest, path },
    { now: NOW, leastPrivilege: 'propose', ...context },
    rules,
  ).filter((finding) => finding.rule === rule);
}

/** `SEVERITY LEVEL` of the findings of one rule: the level of the Pod Security Standards that they violate. */
export function podSecurityLevels(rule: string, text: string): string[] {
  return findingsOf(rule, text).flatMap(({ severity, tags }) =>
    tags.filter((tag) => tag.startsWith('pss:')).map((tag) => `${severity} ${tag}`),
  );
}
