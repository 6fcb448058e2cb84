import type { Distribution, Package } from '../../core/package.js';
import { isObject } from '../clean-string.js';

/** A JSON object's members. */
export type Json = Readonly<Record<string, unknown>>;

/** What one document lists, before packages that are listed twice are joined. */
export interface Listed {
  readonly packages: Package[];
  readonly distribution?: Distribution;
  readonly unidentified: string[];
}

/** The objects in a list; none when it is no list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
