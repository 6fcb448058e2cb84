/**
 * All code that needs the @sigstore packages, loaded by a single import(): a hundred kilobytes that a plain key signature
 * does not need. With several import() calls, the bundler would include the packages several times.
 */
export { parseBundle } from './bundle.js';
export { EMBEDDED_ROOTS, instanceOf } from './embedded-roots.js';
export { loadTrustedRoots } from './trusted-root.js';
export { unknownAuthority } from './unknown-authority.js';
export { verifyByIdentity, verifyByKey } from './verifier.js';
