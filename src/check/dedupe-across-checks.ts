import type { Finding } from '../core/finding.js';
import { type Location, overlaps } from '../core/location.js';
import type { Inspection } from '../core/report.js';
import { compareSeverity } from '../core/severity.js';
import { addTo } from '../lib/group-by.js';
import { ruleBook } from './rule-book.js';

/**
 * Merges findings of different checks about the same thing. The finding of the linter stays when the built image has one
 * about the same line: it has the exact place and the fix; the image's rule becomes an alias, and the worse severity
 * counts. What is merged is not fixed. The finding of the secret stays when there is one about the same file of an image, or about the same value of a
 * manifest that is copied into an image: it names the kind of secret.
 */
export function dedupeAcrossChecks(inspection: Inspection): Inspection {
  return mergeDuplicates({ ...inspection, findings: withoutCopies(inspection.findings) });
}

/** A secret of a manifest that is copied into an image is found twice. The finding that names the instruction stays. */
function withoutCopies(findings: readonly Finding[]): readonly Finding[] {
  const placeOf = ({ check, rule, location }: Finding) =>
    check === 'secret' && location
      ? `${key(rule, location.path, location.startLine)} ${location.startColumn}`
      : undefined;
  const copied = new Set(findings.flatMap((one) => (one.related ? (placeOf(one) ?? []) : [])));
  return findings.filter((one) => one.related || !copied.has(placeOf(one) ?? ''));
}

function mergeDuplicates(inspection: Inspection): Inspection {
  const linted = new Map<string, number[]>();
  const secrets = new Map<string, number>();
  const values = new Map<string, number[]>();
  inspection.findings.forEach((finding, index) => {
    if (finding.check === 'lint' && finding.location)
      for (const rule of [finding.rule, ...finding.aliases])
        addTo(linted, key(rule, finding.location.path, finding.location.startLine), index);
    if (finding.check !== 'secret') return;
    secrets.set(fileKey(finding), index);
    const { path } = finding.location ?? {};
    if (path !== undefined) addTo(values, path, index);
  });
  const merged = [...inspection.findings];
  const gone = new Set<Finding>();
  for (const finding of inspection.findings) {
    const duplicate =
      finding.check === 'hardening'
        ? duplicateOf(finding, { all: inspection.findings, linted, secrets })
        : isValue(finding)
          ? values
              .get(finding.location.path)
              ?.find((index) => isAt(inspection.findings[index], finding))
          : undefined;
    const other = duplicate === undefined ? undefined : merged[duplicate];
    if (duplicate === undefined || !other) continue;
    gone.add(finding);
    merged[duplicate] = {
      ...other,
      ...namesOf(other, finding),
      severity: worse(other.severity, finding.severity),
      includes: [...(other.includes ?? []), finding.fingerprint, ...(finding.includes ?? [])],
      ...(finding.related ? { related: [...(other.related ?? []), ...finding.related] } : {}),
    };
  }
  return { ...inspection, findings: merged.filter((finding) => !gone.has(finding)) };
}

/** The image's rule has that of the linter as an alias, or it is about more than that rule sees, such as the value of a name. */
function namesOf(other: Finding, finding: Finding): Pick<Finding, 'aliases' | 'milder'> {
  const aliases = [...new Set([...other.aliases, finding.rule])];
  const weaker = ruleBook.get(finding.rule)?.mergesWith?.includes(other.rule) ? [other.rule] : [];
  const milder = [...(other.milder ?? []), ...weaker];
  return { aliases, ...(milder.length > 0 && { milder }) };
}

/** Whether the finding is about a secret value in a manifest. */
function isValue(finding: Finding): finding is Finding & { readonly location: Location } {
  return (
    finding.check === 'manifest' &&
    finding.location !== undefined &&
    finding.tags.includes('practice:secrets')
  );
}

function isAt(secret: Finding | undefined, { location }: { readonly location: Location }): boolean {
  return !!secret?.location && overlaps(secret.location, location);
}

/** The findings by what an image's finding can be about, as indexes. */
interface Others {
  readonly all: readonly Finding[];
  readonly linted: ReadonlyMap<string, readonly number[]>;
  readonly secrets: ReadonlyMap<string, number>;
}

/** The index of the linter's finding about the same instruction and variable, or of the secret in the same file. */
function duplicateOf(finding: Finding, { all, linted, secrets }: Others): number | undefined {
  const { location, aliases } = finding;
  const { mergesWith = [], supersededBySecret } = ruleBook.get(finding.rule) ?? {};
  // A finding about several files stays: a secret was not found in all of them.
  if (supersededBySecret && isAboutOneFile(finding)) return secrets.get(fileKey(finding));
  if (!location) return undefined;
  const variable = variableOf(finding);
  for (const rule of [...aliases, ...mergesWith])
    for (let line = location.startLine; line <= location.endLine; line++) {
      const found = linted.get(key(rule, location.path, line))?.find((index) => {
        const own = variableOf(all[index]);
        return own === undefined || variable === undefined || own === variable;
      });
      if (found !== undefined) return found;
    }
  return undefined;
}

/** The variable that a finding is about: an instruction can set several. */
function variableOf(finding: Finding | undefined): unknown {
  const details = finding?.details;
  return details && 'variable' in details ? details.variable : undefined;
}

function isAboutOneFile(finding: Finding): boolean {
  return finding.check === 'hardening' && finding.details?.count === 1;
}

function worse(a: Finding['severity'], b: Finding['severity']): Finding['severity'] {
  return compareSeverity(a, b) < 0 ? a : b;
}

function fileKey({ subject }: Finding): string {
  return `${subject?.image}\n${subject?.layer}\n${subject?.path}`;
}

function key(rule: string, path: string, line: number): string {
  return `${rule}\n${path}\n${line}`;
}
