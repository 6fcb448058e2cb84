import type { EditSurroundings } from '../../../src/core/edit-result.js';
import { applyFixes } from '../../../src/core/fix.js';
import type { PlanChange } from '../../../src/core/plan.js';
import { editFile } from '../../../src/remedy/edit/edit.js';

/** The text after a change; otherwise `unchanged: ` or `refused: ` with the reason. */
export function edited(text: string, change: PlanChange, surroundings?: EditSurroundings): string {
  const result = editFile(text, change, surroundings);
  return result.kind === 'edits'
    ? applyFixes(text, [result]).text
    : `${result.kind}: ${result.reason}`;
}
