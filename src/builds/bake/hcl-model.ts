import type { Location } from '../../core/location.js';

/** An expression of HCL, as far as Bake files need it. What is not evaluated is `unknown`, with its text. */
export type HclExpression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly HclExpression[] }
  | { readonly kind: 'variable'; readonly path: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[] }
  | {
      readonly kind: 'map';
      readonly entries: readonly HclEntry[];
    }
  | {
      readonly kind: 'conditional';
      readonly test: HclExpression;
      readonly yes: HclExpression;
      readonly no: HclExpression;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: HclExpression;
      readonly right: HclExpression;
    }
  | { readonly kind: 'not'; readonly operand: HclExpression }
  /** `parts` are the expressions in it: the arguments of a function. */
  | { readonly kind: 'unknown'; readonly text: string; readonly parts: readonly HclExpression[] };

/** An entry of a map: `NAME = "value"` */
export interface HclEntry {
  readonly key: HclExpression;
  readonly value: HclExpression;
  readonly at: Location;
}

export interface HclAttribute {
  readonly value: HclExpression;
  readonly at: Location;
}

/** `target "app" { … }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
  readonly at: Location;
}

/** A file: its blocks, and the attributes outside of them. */
export type HclBody = Pick<HclBlock, 'attributes' | 'blocks'>;
