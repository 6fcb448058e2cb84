import { alpineSecdb } from './alpine-secdb.js';
import type { VendorFeed } from './feed.js';

/** All vendor feeds. */
export const VENDOR_FEEDS: readonly VendorFeed[] = [alpineSecdb];
