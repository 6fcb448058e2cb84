/**
 * All that stands on the @sigstore packages, behind one import(): a hundred kilobytes that a plain key signature does
 * without, and that a bundler would write once for each import() of a part of them.
 */
export { parseBundle } from '../formats/bundle.js';
export { proveIdentity, proveKey } from './prove.js';
export { loadTrustedRoots } from './trusted-root.js';
