import type { Finding } from '../core/finding.js';
import type { Location } from '../core/location.js';
import type { Inspection } from '../core/report.js';
import { compareSeverity } from '../core/severity.js';
import { ruleBook } from './rule-book.js';

/**
 * What the linter and the built image both say of one line is one finding (DESIGN §4): the linter's, which has the exact
 * place and the fix, with the image's rule as an alias and the worse of both severities. So is a file of an image that
 * is made for secrets and in which one was found, and a value of a manifest or its env file which is copied into an image,
 * too: the secret's, which says what it is.
 */
export function dedupeAcrossChecks(inspection: Inspection): Inspection {
  const linted = new Map<string, number>();
  const secrets = new Map<string, number>();
  const values = new Map<string, number>();
  inspection.findings.forEach((finding, index) => {
    if (finding.check === 'lint' && finding.location)
      for (const rule of [finding.rule, ...finding.aliases])
        linted.set(key(rule, finding.location.path, finding.location.startLine), index);
    if (finding.check !== 'secret') return;
    secrets.set(fileKey(finding), index);
    if (finding.location) values.set(lineKey(finding.location), index);
  });
  const merged = [...inspection.findings];
  const gone = new Set<Finding>();
  for (const finding of inspection.findings) {
    const twin =
      finding.check === 'hardening'
        ? twinOf(finding, linted, secrets)
        : isValue(finding)
          ? values.get(lineKey(finding.location))
          : undefined;
    const other = twin === undefined ? undefined : merged[twin];
    if (twin === undefined || !other) continue;
    gone.add(finding);
    merged[twin] = {
      ...other,
      aliases: [...new Set([...other.aliases, finding.rule])],
      severity: worse(other.severity, finding.severity),
      ...(finding.related ? { related: [...(other.related ?? []), ...finding.related] } : {}),
    };
  }
  return { ...inspection, findings: merged.filter((finding) => !gone.has(finding)) };
}

/** A secret that a manifest hands to a container. */
function isValue(finding: Finding): finding is Finding & { readonly location: Location } {
  return (
    finding.check === 'manifest' &&
    finding.location !== undefined &&
    finding.tags.includes('practice:secrets')
  );
}

function lineKey({ path, startLine }: Location): string {
  return `${path}\n${startLine}`;
}

/** Where the linter says the same, on a line of the instruction that the image's finding stands on. */
function twinOf(
  finding: Finding,
  linted: ReadonlyMap<string, number>,
  secrets: ReadonlyMap<string, number>,
): number | undefined {
  const { location, aliases } = finding;
  // A finding about several files would lose those in which nothing was found.
  if (ruleBook.get(finding.rule)?.supersededBySecret && isAboutOneFile(finding))
    return secrets.get(fileKey(finding));
  if (!location) return undefined;
  for (const rule of aliases)
    for (let line = location.startLine; line <= location.endLine; line++) {
      const found = linted.get(key(rule, location.path, line));
      if (found !== undefined) return found;
    }
  return undefined;
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
