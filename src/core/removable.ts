import type { Location } from './location.js';

/** A part of an image that nothing in it uses. */
export interface Removable {
  /** The name of the target. */
  readonly image: string;
  /** Follows "remove": `npm of the base image`. */
  readonly name: string;
  /** The package URLs that go with it. */
  readonly purls: ReadonlySet<string>;
  /** The bytes of its files, if the image gets smaller by them. */
  readonly bytes?: number;
  /** The instruction that installs it, or that comes before its removal. */
  readonly location?: Location;
  /** Why nothing uses it, and how to remove it: each a sentence. */
  readonly notes: readonly string[];
}
