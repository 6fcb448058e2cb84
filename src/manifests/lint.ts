import type { Finding } from '../findings/finding.js';
import { distinguish, fingerprint } from '../findings/fingerprint.js';
import { compareRanges } from '../findings/location.js';
import type { Manifest } from './manifest.js';
import type { ManifestRule, Surroundings } from './rule.js';
import { manifestRules } from './rules.js';

/** What every rule says about the manifest, in the order of the file. */
export function lintManifest(
  manifest: Manifest,
  surroundings: Surroundings = {},
  rules: readonly ManifestRule[] = manifestRules,
): Finding[] {
  const subject = { ...manifest, ...surroundings, set: surroundings.set ?? [manifest] };
  const findings: Finding[] = [];
  for (const rule of rules)
    rule.check(subject, (seen) =>
      findings.push({
        rule: rule.id,
        aliases: seen.aliases ?? rule.aliases ?? [],
        check: 'manifest',
        severity: seen.severity ?? rule.severity,
        confidence: seen.confidence ?? 'high',
        tags: [`practice:${rule.practice}`, ...(rule.tags ?? []), ...(seen.tags ?? [])],
        message: seen.message,
        location: { path: manifest.path, ...seen.at },
        fingerprint: fingerprint(rule.id, manifest.path, seen.message),
        status: 'new',
        ...(seen.fix ? { fix: seen.fix } : {}),
        ...(seen.details ? { details: seen.details } : {}),
      }),
    );
  return distinguish(
    findings.sort((a, b) => compareRanges(a.location ?? FIRST, b.location ?? FIRST)),
  );
}

const FIRST = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
