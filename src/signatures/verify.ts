/**
 * All verification of signatures and attestations, loaded by a single import(): most runs need none. With several import()
 * calls, the bundler would include what they share several times.
 */
export { SCANNED_PREDICATE_TYPES, verifiedAttestations } from './attestations.js';
export { materialsOf, unreadMaterials } from './provenance/materials.js';
export { checkDrift } from './registries.js';
export { storedProvenance } from './stored-provenance.js';
export { verifyAttestation } from './verify-attestation.js';
export { verifyBaseImages } from './verify-base-images.js';
export { verifyBlob } from './verify-blob.js';
export { verifyImage } from './verify-image.js';
export { verifyProvenance } from './verify-provenance.js';
