import { alpineSecdb } from './alpine-secdb.js';
import { amazonLinux } from './amazon-linux.js';
import { archLinux } from './arch-linux.js';
import { bottlerocket } from './bottlerocket.js';
import { fedora } from './fedora.js';
import type { VendorFeed } from './feed.js';
import { photon } from './photon.js';

/** All vendor feeds. */
export const VENDOR_FEEDS: readonly VendorFeed[] = [
  alpineSecdb,
  amazonLinux,
  archLinux,
  bottlerocket,
  fedora,
  photon,
];
