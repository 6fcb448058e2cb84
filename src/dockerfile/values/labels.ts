import type { Observation } from '../../core/rule.js';
import type { LabelType } from '../lint-config.js';
import { instructionsOf } from '../parser/model.js';
import type { LintSubject } from '../rule.js';
import type { Token } from '../text/tokens.js';
import { expandedAt } from '../variables.js';

/** A label that the schema describes, with a known value. */
interface SchemaLabel {
  readonly key: string;
  readonly value: string;
  readonly at: Token;
}

/** The labels to which the schema gives this type. Values with unknown variables are left out. */
function labelsOfType(subject: LintSubject, type: LabelType): SchemaLabel[] {
  const { labelSchema } = subject.config;
  if (labelSchema.size === 0) return [];
  return instructionsOf(subject, 'LABEL').flatMap((label) =>
    label.pairs.flatMap(({ key, value }) => {
      if (!value || labelSchema.get(key.value) !== type) return [];
      const expanded = expandedAt(subject, label, value);
      const isUnknown = value.variables.length > 0 && expanded.includes('$');
      return isUnknown ? [] : [{ key: key.value, value: expanded, at: value }];
    }),
  );
}

/** A check of the values of one type. */
interface LabelCheck {
  readonly type: LabelType;
  readonly isValid: (value: string) => boolean;
  /** The kind of a valid value, with its article: `a valid URL`. */
  readonly expected: string;
}

/** Reports the labels of a type with an invalid value. */
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
