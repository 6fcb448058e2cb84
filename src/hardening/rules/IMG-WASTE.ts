import { layerUsageRule } from '../layer-usage-rule.js';

/** Source: dive; 0.1 is the default of its CI mode. */
export default layerUsageRule({
  id: 'IMG-WASTE',
  name: 'no-wasted-bytes',
  severity: 'low',
  severityReason: 'Size',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'More than 10 % of the added layers is duplicated data',
  why: 'Files that a later layer replaces or deletes are still pulled, stored and readable by anyone who has the image.',
  remediation:
    'Write and delete files in the same RUN, or build in a stage and copy the result; use COPY --chown and --chmod instead of chown and chmod',
  references: ['https://github.com/wagoodman/dive#ci-integration'],
  wrong: 'COPY data.tar /data.tar\nRUN tar -xf /data.tar && rm /data.tar',
  right: 'ADD data.tar /data',
  isExceeded: (usage) => usage.wastedUserShare > 0.1,
  message: (usage, hidden) =>
    `${(usage.wastedUserShare * 100).toFixed(0)} % of the added layers is duplicated data; ${hidden} can be saved`,
});
