import { layerUsageRule } from '../layer-usage-rule.js';

/** Source: dive; 0.9 is the default of its CI mode. */
export default layerUsageRule({
  id: 'IMG-EFF',
  name: 'efficient-layers',
  severity: 'low',
  severityReason: 'Size',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Low image efficiency: wasted space in layers',
  why: 'Files that a later layer replaces or deletes are still pulled, stored and readable by anyone who has the image.',
  remediation:
    'Write and delete files in the same RUN, or build in a stage and copy the result; use COPY --chown and --chmod instead of chown and chmod',
  references: ['https://github.com/wagoodman/dive#ci-integration'],
  wrong: 'COPY . /app\nRUN chown -R 1000 /app',
  right: 'COPY --chown=1000 . /app',
  isExceeded: (usage) => usage.efficiency < 0.9,
  message: (usage, hidden) =>
    `Image efficiency is ${(usage.efficiency * 100).toFixed(0)} %: later layers replace or delete ${hidden}`,
});
