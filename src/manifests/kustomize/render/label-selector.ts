import type { ManifestNode } from '../../manifest-yaml.js';
import { textOf } from '../../yaml-values.js';
import { RenderGap } from './budget.js';

/**
 * Whether labels fit a selector such as `app=web,tier in (a,b),!legacy`. An empty one fits all. Throws RenderGap for an
 * invalid one. Source: Kubernetes, "Labels and Selectors".
 */
export function labelSelector(text: string): (labels: ManifestNode | undefined) => boolean {
  const tests = splitRequirements(text).map(requirementOf);
  return (labels) => tests.every((test) => test(labels));
}

/** Commas in parentheses separate values. */
function splitRequirements(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const KEY = '[\\w./-]+';
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALS = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([\\w.-]*)$`);
const IN = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);

function requirementOf(text: string): (labels: ManifestNode | undefined) => boolean {
  const [, not, name = ''] = EXISTS.exec(text) ?? [];
  if (name !== '') return (labels) => (labels?.entries.has(name) ?? false) === (not === '');
  const [, key = '', operator = '', value = ''] = EQUALS.exec(text) ?? IN.exec(text) ?? [];
  if (key === '') throw new RenderGap(`the selector "${text.slice(0, 60)}" is invalid`);
  const values = operator.includes('in') ? value.split(',').map((one) => one.trim()) : [value];
  const isWanted = operator === '=' || operator === '==' || operator === 'in';
  return (labels) => {
    const label = labels?.entries.get(key);
    return (label !== undefined && values.includes(textOf(label))) === isWanted;
  };
}
