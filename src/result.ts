import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import type { Check } from './findings/finding.js';
import { distinguish } from './findings/fingerprint.js';
import type { Inspection, Report } from './findings/report.js';
import { type Baseline, compareWithBaseline } from './policy/baseline.js';
import { startExceptions } from './policy/exceptions.js';
import { judge, withSeverity } from './policy/judge.js';
import type { Policy } from './policy/policy.js';
import type { ReportContext } from './reports/format.js';
import { ruleBook } from './rule-book.js';
import type { Settings } from './settings/settings.js';
import { VERSION } from './settings/version.js';

/** A judged report, and what the formats need beside it. */
export interface Result {
  readonly report: Report;
  readonly context: ReportContext;
}

/** Judges what was found, after comparing it with what was before. Source lines come from the files below `root`. */
export function conclude(
  root: string,
  inspection: Inspection,
  policy: Policy,
  settings: Settings,
  started: Date,
  baseline?: Baseline,
): Result {
  const { only } = settings;
  // Malicious packages are found by the same advisories, and are the last thing to hide.
  const wanted = (check: Check) =>
    only === undefined ||
    only.includes(check === 'malware' ? 'vulnerability' : check) ||
    only.includes(check);
  const incomplete = inspection.incomplete.filter((item) => wanted(item.check));
  const found = distinguish(inspection.findings.filter((finding) => wanted(finding.check)));
  const compared = baseline
    ? compareWithBaseline(found, baseline, {
        targets: inspection.targets,
        incomplete,
        wholeRepository: settings.dockerfiles.length === 0,
      })
    : { findings: found, notes: [] };
  const exceptions = startExceptions(policy.exceptions, settings.now);
  const findings = exceptions.apply(compared.findings);
  const gate = settings.failOn ? withSeverity(policy, settings.failOn) : policy;
  return {
    report: {
      schema: 'portside-report/1',
      tool: { name: 'portside', version: VERSION },
      targets: inspection.targets,
      packages: inspection.packages,
      findings,
      incomplete,
      notes: [...inspection.notes, ...compared.notes, ...exceptions.notes(true)],
      verdict: judge(findings, incomplete, gate, settings.now),
    },
    context: {
      rules: ruleBook,
      started,
      ended: new Date(),
      source: sourceReader(root),
      ...(baseline === undefined ? {} : { baseline: baseline.name }),
      ...(policy.path === undefined ? {} : { policy: policy.path }),
    },
  };
}

/** Each file is read once; one that cannot be read has no lines to show. */
function sourceReader(root: string): (path: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (path) => {
    if (!texts.has(path)) texts.set(path, read(joinPath(root, path)));
    return texts.get(path);
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It is only shown: whoever could not check the file has said so.
    return undefined;
  }
}
