import { layerUsageRule } from '../layer-usage-rule.js';

/** Source: dive, whose CI default is 0.1. */
export default layerUsageRule({
  id: 'IMG-WASTE',
  name: 'no-wasted-bytes',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'More than a tenth of what the layers above the lowest add is written more than once',
  why: 'Files that a later layer replaces or deletes are still pulled, stored and readable by anybody who has the image.',
  remediation:
    'Do in one RUN what writes and deletes the same files, or build in a stage and copy the result; chown and chmod belong to COPY --chown and --chmod.',
  references: ['https://github.com/wagoodman/dive#ci-integration'],
  wrong: 'COPY data.tar /data.tar\nRUN tar -xf /data.tar && rm /data.tar',
  right: 'ADD data.tar /data',
  bad: (usage) => usage.wastedUserShare > 0.1,
  say: (usage, hidden) =>
    `${(usage.wastedUserShare * 100).toFixed(0)} % of what is added above the lowest layer is written more than once; ${hidden} can be saved.`,
});
