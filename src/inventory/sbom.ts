import type { Distribution, Package } from '../findings/package.js';

/** Whether the bytes are an SBOM that can be read. */
export function isSbom(_bytes: Uint8Array): boolean {
  return false;
}

/** PLACEHOLDER until the inventory helper lands readSbom. */
export function readSbom(
  _bytes: Uint8Array,
  _name: string,
): { readonly packages: readonly Package[]; readonly distribution?: Distribution } {
  return { packages: [] };
}
