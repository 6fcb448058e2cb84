import type { Finding } from './finding.js';
import type { ClearedCounts } from './plan.js';
import { isExploited, isMalicious } from './urgency.js';

/** How many findings a step clears. */
export function clearedCounts(findings: readonly Finding[]): ClearedCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0, malicious: 0, exploited: 0 };
  for (const finding of findings) {
    counts[finding.severity]++;
    if (isMalicious(finding)) counts.malicious++;
    if (isExploited(finding)) counts.exploited++;
  }
  return counts;
}
