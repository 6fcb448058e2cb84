import type { YamlRange } from '../lib/yaml-node.js';

/** One of those that a problem reaches. */
export interface ObservedReach {
  /** Where it is, if it can be renamed: a container, service or object. */
  readonly at?: YamlRange;
  /** What the value is about, if that is a text: a user or group. */
  readonly of?: string;
  /** What identifies it, or what about the thing at the place counts; ALL_OF_IT for what includes all others. */
  readonly value: string;
  /** For messages: `container "web"`. */
  readonly name: string;
}
