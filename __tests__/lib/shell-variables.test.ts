import { expect, it } from '@jest/globals';
import {
  fillVariables,
  fillVariablesOrDefaults,
  variableNames,
} from '../../src/lib/shell-variables.js';

it.each([
  [`$A/\${B}-\${C:-1}\${A%x}`, ['A', 'B', 'C']],
  [`a $1 $$ \${#N} $(date)`, []],
  ['', []],
])('%j uses the variables %j', (text, names) => {
  expect([...variableNames(text)]).toEqual(names);
});

it.each([
  [`$A-\${B}`, '1-2'],
  [`$AB \${A:-0} $1`, `$AB \${A:-0} $1`],
  ['$A$A', '11'],
])('%j with A=1 and B=2 is %j', (text, replaced) => {
  const values = new Map([
    ['A', '1'],
    ['B', '2'],
  ]);
  expect(fillVariables(text, (name) => values.get(name))).toBe(replaced);
});

it.each([
  [`\${A:-0}\${C:-0}\${D=3}`, '103'],
  [`\${C:-$A} $C \${C:+1} \${A}`, `\${C:-1} $C \${C:+1} 1`],
])('%j with A=1 and defaults is %j', (text, replaced) => {
  expect(fillVariablesOrDefaults(text, (name) => (name === 'A' ? '1' : undefined))).toBe(replaced);
});
