import type { PlanChange } from '../../core/plan.js';
import { type EditResult, type EditSurroundings, refused, unchanged } from './result.js';

export type RuleFixChange = Extract<PlanChange, { kind: 'rule-fix' }>;

/** The edits that a rule offers for its finding on a line. A finding on another line may be another one. */
export function editRuleFix(
  text: string,
  { rule, line }: RuleFixChange,
  { lint }: Pick<EditSurroundings, 'lint'>,
): EditResult {
  if (!lint) return refused(`The file is not checked by ${rule}`);
  const findings = lint(text).filter((finding) => finding.rule === rule);
  const onLine = findings.filter(({ location }) => location?.startLine === line);
  const fixable = onLine.flatMap(({ fix }) => fix ?? []);
  if (fixable.length > 0) {
    const edits = fixable.flatMap((fix) => fix.edits);
    return { kind: 'edits', description: fixable[0]?.description ?? '', edits };
  }
  if (onLine.length > 0) return refused(`The finding of ${rule} in line ${line} has no fix`);
  return findings.length === 0
    ? unchanged(`the file has no finding of ${rule}`)
    : refused(`Line ${line} has no finding of ${rule}, and other lines do: the file has changed`);
}
