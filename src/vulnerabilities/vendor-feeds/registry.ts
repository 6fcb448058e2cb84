import { alpineSecdb } from './alpine-secdb.js';
import { amazonLinux } from './amazon-linux.js';
import { archLinux } from './arch-linux.js';
import { azureOval } from './azure-oval.js';
import { bottlerocket } from './bottlerocket.js';
import { debianTracker } from './debian-tracker.js';
import { fedora } from './fedora.js';
import type { VendorFeed } from './feed.js';
import { oracleOval } from './oracle-oval.js';
import { photon } from './photon.js';
import { redhatVex } from './redhat-vex.js';
import { suseOval } from './suse-oval.js';

/** All vendor feeds. */
export const VENDOR_FEEDS: readonly VendorFeed[] = [
  alpineSecdb,
  amazonLinux,
  archLinux,
  azureOval,
  bottlerocket,
  debianTracker,
  fedora,
  oracleOval,
  photon,
  redhatVex,
  suseOval,
];
