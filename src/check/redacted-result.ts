import type { Inspection } from '../core/report.js';
import type { Settings } from '../options/options.js';
import type { Policy } from '../policy/policy.js';
import { redact } from '../secrets/redact.js';
import { type Circumstances, judgeWith, type Result } from './evaluate.js';
import { ruleBook } from './rule-book.js';

export type { Circumstances, Result } from './evaluate.js';

/**
 * Judges what was found by rules of any family (judged.ts), and hides secrets from whatever is reported. Source lines come
 * from the files below `root`.
 */
export function conclude(
  root: string,
  inspection: Inspection,
  policy: Policy,
  settings: Settings,
  started: Date,
  circumstances: Circumstances = {},
): Result {
  const { report, context } = judgeWith(
    ruleBook,
    root,
    inspection,
    policy,
    settings,
    started,
    circumstances,
  );
  const { silenced = [] } = report;
  const { findings: all, source } = redact([...report.findings, ...silenced], (path) =>
    context.source?.(path),
  );
  const findings = all.slice(0, report.findings.length);
  const quiet = all.slice(report.findings.length);
  return {
    report: { ...report, findings, ...(quiet.length > 0 && { silenced: quiet }) },
    context: { ...context, source },
  };
}
