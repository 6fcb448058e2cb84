import type { Cataloguer } from './cataloguer.js';
import { dpkg } from './cataloguers/dpkg.js';
import { npm } from './cataloguers/npm.js';

/** Every format that the inventory reads. */
export const CATALOGUERS: readonly Cataloguer[] = [dpkg, npm];
