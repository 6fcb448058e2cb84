import type { ManifestNode } from '../manifest-yaml.js';
import { textOf } from '../yaml-values.js';

const FACTORS: ReadonlyMap<string, number> = new Map([
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['', 1],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((unit, index) => [unit, 1000 ** (index + 1)] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (unit, index) => [unit, 1024 ** (index + 1)] as const,
  ),
]);

/**
 * The number that a quantity such as `250m` or `64Mi` is: cores, bytes or pieces. Undefined for a value that is missing or
 * no quantity, such as a placeholder. Source: Kubernetes API, "Quantity".
 */
export function quantityOf(node: ManifestNode | undefined): number | undefined {
  const [, number = '', unit = '', exponent = ''] =
    /^\+?(\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:([numkMGTPE]|[KMGTPE]i)|[eE]([-+]?\d{1,2}))?$/.exec(
      textOf(node),
    ) ?? [];
  const factor = FACTORS.get(unit);
  if (number === '' || factor === undefined) return undefined;
  return Number(number) * factor * 10 ** Number(exponent);
}

/** A number of bytes or cores as people write it: `1.5Gi`, `250m`. */
export function quantityText(amount: number, resource: string): string {
  if (resource === 'cpu')
    return Number.isInteger(amount) ? String(amount) : `${Math.round(amount * 1000)}m`;
  const unit = ['Ti', 'Gi', 'Mi', 'Ki'].find((one) => amount >= (FACTORS.get(one) ?? 1)) ?? '';
  return `${Math.round((amount / (FACTORS.get(unit) ?? 1)) * 100) / 100}${unit}`;
}

/** Whether a quantity is missing or zero: `0`, `0Mi`, `0.0`. */
export function isZeroOrUnset(node: ManifestNode | undefined): boolean {
  const text = textOf(node);
  return text === '' || /^0*\.?0*[a-zA-Z]*$/.test(text);
}
