import type { Outcome, Report } from '../findings/report.js';

/**
 * Several reports as one, such as the legs of a matrix. What two say in the same words is there once; the worst verdict
 * is the verdict. Associative, so that merged reports may be merged again. At least one report.
 */
export function mergeReports(first: Report, ...others: readonly Report[]): Report {
  const all = [first, ...others];
  const outcomes = all.map((r) => r.verdict.outcome);
  const outcome = WORST_FIRST.find((o) => outcomes.includes(o)) ?? 'pass';
  const compared = all.flatMap((r) => r.baseline ?? []);
  const policyChange = [...new Set(all.flatMap((r) => r.policyChange ?? []))];
  return {
    schema: first.schema,
    tool: first.tool,
    targets: once(
      all.flatMap((r) => r.targets),
      (t) => t.name,
    ),
    packages: once(
      all.flatMap((r) => r.packages),
      (p) => p.purl,
    ),
    findings: once(
      all.flatMap((r) => r.findings),
      (f) => f.fingerprint,
    ),
    incomplete: once(
      all.flatMap((r) => r.incomplete),
      (i) => i.reason,
    ),
    notes: once(
      all.flatMap((r) => r.notes),
      (n) => n.message,
    ),
    ...(compared.length > 0 && {
      baseline: {
        with: [...new Set(compared.flatMap((c) => c.with))],
        missing: [...new Set(compared.flatMap((c) => c.missing))],
      },
    }),
    ...(policyChange.length > 0 && { policyChange }),
    verdict: { outcome, reasons: [...new Set(all.flatMap((r) => r.verdict.reasons))] },
  };
}

const WORST_FIRST: readonly Outcome[] = ['fail', 'incomplete', 'pass'];

/** Each different value once, in order of first appearance; only those with the same `key` have to be compared. */
function once<T>(values: readonly T[], key: (value: T) => string): T[] {
  const seen = new Map<string, T | Set<string>>();
  return values.filter((value) => {
    const name = key(value);
    const before = seen.get(name);
    if (before === undefined) {
      seen.set(name, value);
      return true;
    }
    const texts = before instanceof Set ? before : new Set([JSON.stringify(before)]);
    seen.set(name, texts);
    const text = JSON.stringify(value);
    if (texts.has(text)) return false;
    texts.add(text);
    return true;
  });
}
