import { hasUnfinishedWork } from '../lib/deadline.js';
// Several parts of the bundle need these: imported here, the bundle has them once.
import '../core/join-flow.js';
import '../core/variants.js';
import '../github/caches/advisory-cache.js';
import '../github/caches/baseline-cache.js';
import '../licenses/license.js';
import '../reports/stored/serialized-report.js';
import '../repository/git-tree.js';
import { hasOrphans } from './exec-program.js';
import { runStep } from './run.js';

// Comment, alerts and outputs do not depend on whether somebody still reads the log.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

await runStep();
// A program or a check that ran too long and cannot be ended would keep this process alive.
if (hasOrphans() || hasUnfinishedWork()) process.exit();
