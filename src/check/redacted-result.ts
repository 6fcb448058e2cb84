import type { Inspection } from '../core/report.js';
import type { Options } from '../options/options.js';
import type { Policy } from '../policy/policy.js';
import { redact } from '../secrets/redact.js';
import { type EvaluateOptions, evaluateWith, type Result } from './evaluate.js';
import { ruleBook } from './rule-book.js';

export type { EvaluateOptions, Result } from './evaluate.js';

/**
 * Judges what was found by rules of any family (judged.ts), and hides secrets from whatever is reported. Source lines come
 * from the files below `root`.
 */
export function evaluate(
  root: string,
  inspection: Inspection,
  policy: Policy,
  settings: Options,
  started: Date,
  circumstances: EvaluateOptions = {},
): Result {
  const { report, context } = evaluateWith(
    ruleBook,
    root,
    inspection,
    policy,
    settings,
    started,
    circumstances,
  );
  const { suppressed = [] } = report;
  const { findings: all, source } = redact(
    [...report.findings, ...suppressed],
    (path) => context.source?.(path),
    ruleBook,
  );
  const findings = all.slice(0, report.findings.length);
  const quiet = all.slice(report.findings.length);
  return {
    report: { ...report, findings, ...(quiet.length > 0 && { suppressed: quiet }) },
    context: { ...context, source },
  };
}
