import type { HclExpression } from './hcl-model.js';

/** A value whose text has parts that are not known: `app-${TAG}`. */
export interface UnknownValue {
  readonly isUnknown: true;
  readonly text: string;
}

export type HclValue =
  | string
  | number
  | boolean
  | null
  | UnknownValue
  | readonly HclValue[]
  | ReadonlyMap<string, HclValue>;

/** What expressions are evaluated with. */
export interface HclScope {
  /** The value of a variable; undefined for one that is not known. */
  readonly variable: (name: string) => HclValue | undefined;
  /** Characters that texts may still have, because each of many can use a long one. */
  readonly budget: {
    left: number;
    /** Whether parts of the file were not read. */
    isCut?: boolean;
  };
}

const MAX_TEXT = 10_000;
const TOO_LONG = `\${…}`;

/** The value of an expression; what depends on something unknown is unknown, and keeps how it is written. */
export function evaluateHcl(expression: HclExpression, scope: HclScope): HclValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'unknown':
      return unknownValue(`\${${expression.text}}`);
    case 'template':
      return templateValue(expression.parts, scope);
    case 'variable':
      return variableValue(expression.path, scope);
    case 'list':
      return expression.items.map((item) => evaluateHcl(item, scope));
    case 'map':
      return new Map(
        expression.entries.map(({ key, value }) => [
          textOfValue(evaluateHcl(key, scope)),
          evaluateHcl(value, scope),
        ]),
      );
    case 'not': {
      const operand = evaluateHcl(expression.operand, scope);
      return isUnknownValue(operand) ? operand : !isTruthy(operand);
    }
    case 'conditional': {
      const test = evaluateHcl(expression.test, scope);
      if (isUnknownValue(test)) return test;
      return evaluateHcl(isTruthy(test) ? expression.yes : expression.no, scope);
    }
    case 'binary':
      return binaryValue(expression, scope);
  }
}

function unknownValue(text: string): UnknownValue {
  return { isUnknown: true, text };
}

export function isUnknownValue(value: HclValue): value is UnknownValue {
  return typeof value === 'object' && value !== null && 'isUnknown' in value;
}

/** The text of a scalar; empty for lists, maps and null. Unknown parts stay as they are written. */
export function textOfValue(value: HclValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  return isUnknownValue(value) ? value.text : '';
}

function templateValue(parts: readonly HclExpression[], scope: HclScope): HclValue {
  const values = parts.map((part) => evaluateHcl(part, scope));
  const text = values.map(textOfValue).join('').slice(0, MAX_TEXT);
  scope.budget.left -= text.length;
  if (scope.budget.left < 0) return unknownValue(TOO_LONG);
  return values.some(isUnknownValue) ? unknownValue(text) : text;
}

function variableValue([name = '', ...path]: readonly string[], { variable }: HclScope): HclValue {
  const written = unknownValue(`\${${[name, ...path].join('.')}}`);
  let value = variable(name);
  for (const key of path) {
    if (value instanceof Map) value = (value as ReadonlyMap<string, HclValue>).get(key);
    else if (Array.isArray(value)) value = (value as readonly HclValue[])[Number(key)];
    else return written;
  }
  return value ?? written;
}

function binaryValue(
  { operator, left, right }: Extract<HclExpression, { kind: 'binary' }>,
  scope: HclScope,
): HclValue {
  const [one, other] = [evaluateHcl(left, scope), evaluateHcl(right, scope)];
  for (const side of [one, other]) if (isUnknownValue(side)) return side;
  if (operator === '&&') return isTruthy(one) && isTruthy(other);
  if (operator === '||') return isTruthy(one) || isTruthy(other);
  const isSame = textOfValue(one) === textOfValue(other);
  return operator === '==' ? isSame : !isSame;
}

function isTruthy(value: HclValue): boolean {
  return value === true || value === 'true' || value === '1';
}
