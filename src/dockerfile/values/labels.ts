import type { Observation } from '../../core/rule.js';
import type { LabelType } from '../lint-config.js';
import { instructionsOf } from '../parser/model.js';
import type { Token } from '../parser/tokens.js';
import type { LintSubject } from '../rule.js';
import { expandedAt } from '../variables.js';

/** A label of the schema with a value that is known. */
export interface SchemaLabel {
  readonly key: string;
  readonly value: string;
  readonly at: Token;
}

/** The labels that the schema gives this type; values that hold unknown variables are left out. */
function labelsOfType(subject: LintSubject, type: LabelType): SchemaLabel[] {
  const { labelSchema } = subject.config;
  if (labelSchema.size === 0) return [];
  return instructionsOf(subject, 'LABEL').flatMap((label) =>
    label.pairs.flatMap(({ key, value }) => {
      if (!value || labelSchema.get(key.value) !== type) return [];
      const known = expandedAt(subject, label, value);
      const unknown = value.variables.length > 0 && known.includes('$');
      return unknown ? [] : [{ key: key.value, value: known, at: value }];
    }),
  );
}

/** What the label schema can ask of a value. */
interface LabelCheck {
  readonly type: LabelType;
  readonly isValid: (value: string) => boolean;
  /** What a valid value is, with its article: `a valid URL`. */
  readonly expected: string;
}

/** Reports the labels of a type whose value is not valid for it. */
export function reportInvalidLabels(
  subject: LintSubject,
  report: (observation: Observation) => void,
  { type, isValid, expected }: LabelCheck,
): void {
  for (const { key, value, at } of labelsOfType(subject, type)) {
    if (value === '' || isValid(value)) continue;
    report({
      at: at.range,
      message: `Label "${key}" is not ${expected}: "${value.slice(0, 200)}"`,
    });
  }
}
