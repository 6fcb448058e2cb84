import { applyFixes } from '../../../src/core/fix.js';
import type { PlanChange } from '../../../src/core/plan.js';
import { editFile } from '../../../src/remedy/edit/edit.js';

/** The text after a change; otherwise `unchanged: ` or `refused: ` with the reason. */
export function edited(text: string, change: PlanChange): string {
  const result = editFile(text, change);
  return result.kind === 'edits'
    ? applyFixes(text, [result]).text
    : `${result.kind}: ${result.reason}`;
}
