import { resolve } from 'node:path';

/** The bundles that the end-to-end tests run: the committed ones, or those of `npm run build -- FOLDER`. */
const DIST = process.env.PORTSIDE_DIST ?? 'dist';
export const CLI = resolve(DIST, 'cli/index.js');
export const ACTION = resolve(DIST, 'action/index.js');
