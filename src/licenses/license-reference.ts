import type { License } from './license.js';

const MAX_ID_LENGTH = 100;

/**
 * The reference for a license that the SPDX list does not have: `LicenseRef-public-domain` for `public domain`. Identifiers
 * consist of letters, digits, dots and hyphens. Source: SPDX 2.3, 10.1.
 */
export function licenseReference(name: string): License {
  const id = name
    .trim()
    .replaceAll('+', '-or-later')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, MAX_ID_LENGTH)
    .replace(/^-+|-+$/g, '');
  return { kind: 'license', id: `LicenseRef-${id || 'unnamed'}` };
}
