import type { ManifestNode } from './manifest-yaml.js';
import { textOf } from './yaml-values.js';

/**
 * A single value. `fixed`, `flag` and `number` must be known before the manifest is used, `variable` can contain a
 * variable, `free` anything, such as a script.
 */
type ScalarShape = 'fixed' | 'flag' | 'number' | 'variable' | 'free';

/** The values that rules expect at a place of a manifest. Keys that no rule uses are not part of the shape. */
export type Shape =
  | ScalarShape
  | { readonly list: Shape }
  /** Keys that are not in the map have the shape of `values`. */
  | { readonly map: Readonly<Record<string, Shape>>; readonly values?: Shape }
  | { readonly values: Shape }
  /** Not null. */
  | { readonly required: Shape }
  /** One of several kinds, such as a list or a map. */
  | { readonly oneOf: readonly Shape[] };

/** A value that is not of the expected kind, or that is not known before the manifest is rendered. */
export interface Misfit {
  readonly at: ManifestNode;
  /** The keys from the start of the shape: `spec.containers`. */
  readonly path: string;
  /** The rest of a sentence: `is a map, not a list`. */
  readonly problem: string;
}

/** How the values of one format are checked. */
export interface ShapeOptions {
  /** Whether a scalar is not known yet: a placeholder of a template or a variable. */
  readonly isPlaceholder: (node: ManifestNode, shape: ScalarShape) => boolean;
}

/** The values below `node` that do not have the shape. Rules would skip them without a finding. */
export function misfitsOf(
  node: ManifestNode,
  shape: Shape,
  options: ShapeOptions,
  path = '',
): Misfit[] {
  if (typeof shape === 'string') return scalarMisfits(node, shape, options, path);
  if ('required' in shape)
    // `!reset` of Compose removes a value on purpose.
    return isNull(node) && node.tag === undefined
      ? [{ at: node, path, problem: `has no value, but must be ${describe(shape.required)}` }]
      : misfitsOf(node, shape.required, options, path);
  if (isNull(node)) return [];
  if ('oneOf' in shape) {
    const fitting = shape.oneOf.find((one) => kindOf(one) === node.kind);
    return fitting
      ? misfitsOf(node, fitting, options, path)
      : [wrongKind(node, shape, options, path)];
  }
  if (kindOf(shape) !== node.kind) return [wrongKind(node, shape, options, path)];
  if ('list' in shape)
    return node.items.flatMap((item, index) =>
      misfitsOf(item, { required: shape.list }, options, `${path}[${index}]`),
    );
  return [...node.entries].flatMap(([key, value]) => {
    const named = 'map' in shape ? ownShape(shape.map, key) : undefined;
    const expected = named ?? shape.values;
    return expected
      ? misfitsOf(value, expected, options, path === '' ? key : `${path}.${key}`)
      : [];
  });
}

function ownShape(map: Readonly<Record<string, Shape>>, key: string): Shape | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function scalarMisfits(
  node: ManifestNode,
  shape: ScalarShape,
  options: ShapeOptions,
  path: string,
): Misfit[] {
  if (isNull(node)) return [];
  if (node.kind !== 'scalar' || (shape !== 'free' && options.isPlaceholder(node, shape)))
    return [wrongKind(node, shape, options, path)];
  const pattern = PATTERNS[shape];
  return !pattern || node.hasVariable || pattern.test(textOf(node))
    ? []
    : [{ at: node, path, problem: `is not ${describe(shape)}` }];
}

const PATTERNS: Readonly<Partial<Record<ScalarShape, RegExp>>> = {
  flag: /^(true|false|yes|no|on|off|y|n)$/i,
  number: /^[-+]?[\d.]+$/,
};

function wrongKind(
  node: ManifestNode,
  shape: Shape,
  { isPlaceholder }: ShapeOptions,
  path: string,
): Misfit {
  const problem =
    node.kind === 'scalar' && isPlaceholder(node, 'fixed')
      ? 'is a placeholder'
      : `is ${describe(node.kind)}, not ${describe(shape)}`;
  return { at: node, path, problem };
}

function isNull({ kind, scalar }: ManifestNode): boolean {
  return kind === 'scalar' && scalar === null;
}

function kindOf(shape: Shape): ManifestNode['kind'] {
  if (typeof shape === 'string') return 'scalar';
  if ('required' in shape) return kindOf(shape.required);
  return 'list' in shape ? 'list' : 'map';
}

const DESCRIPTIONS = {
  scalar: 'a single value',
  fixed: 'a single value',
  free: 'a single value',
  variable: 'a single value',
  flag: 'true or false',
  number: 'a number',
  list: 'a list',
  map: 'a map',
} as const;

function describe(shape: Shape | ManifestNode['kind']): string {
  if (typeof shape === 'string') return DESCRIPTIONS[shape];
  if ('oneOf' in shape) return shape.oneOf.map(describe).join(' or ');
  if ('required' in shape) return describe(shape.required);
  return DESCRIPTIONS[kindOf(shape)];
}

/** More places are counted but not named. */
const MOST_NAMED = 5;

/** One sentence for each place of a file that was not checked, with its line. */
export function misfitNotes(misfits: readonly Misfit[], path: string): string[] {
  const places = [...new Map(misfits.map((misfit) => [misfit.at, misfit])).values()];
  const notes = places.slice(0, MOST_NAMED).map(({ at: { range }, path: keys, problem }) => {
    const file = range.path === path ? '' : ` of ${range.path}`;
    return `Line ${range.startLine}${file}: ${keys || 'the document'} ${problem}, so it was not checked`;
  });
  const more = places.length - notes.length;
  return more > 0 ? [...notes, `${more} more places have values that were not checked`] : notes;
}
