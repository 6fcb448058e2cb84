import { incompleteInspection } from '../core/incomplete-inspection.js';
import type { Inspector } from '../core/inspector.js';
import { EMPTY_INSPECTION, type Inspection } from '../core/report.js';
import type { Deadline } from '../lib/deadline.js';
import type { CheckContext } from '../policy/check-context.js';
import type { AskedByAdvisories } from './advisory-options.js';
import { inspectReports } from './inspect-reports.js';

/** The reports of other scanners, if there is no image with whose findings they are merged. */
export const reportInspector: Inspector<
  { readonly deployed: Inspection },
  { readonly reports: Inspection },
  CheckContext<AskedByAdvisories | 'images'> & { readonly deadline: Deadline }
> = {
  inspect: async ({ deployed }, { root, policy, options, host, deadline }) => {
    const images = options.images.length + policy.images.length + deployed.targets.length;
    if (images > 0) return { reports: EMPTY_INSPECTION };
    const reports = await deadline.orElse(
      () => inspectReports(root, options, host),
      (reason) => incompleteInspection('vulnerability', options.externalReports, reason),
    );
    return { reports };
  },
};
