import { layerUsageRule } from '../layer-usage-rule.js';

/** Source: dive, whose CI default is 0.9. */
export default layerUsageRule({
  id: 'IMG-EFF',
  name: 'efficient-layers',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'The layers carry much that is not seen in the container',
  why: 'Files that a later layer replaces or deletes are still pulled, stored and readable by anybody who has the image.',
  remediation:
    'Do in one RUN what writes and deletes the same files, or build in a stage and copy the result; chown and chmod belong to COPY --chown and --chmod.',
  references: ['https://github.com/wagoodman/dive#ci-integration'],
  wrong: 'COPY . /app\nRUN chown -R 1000 /app',
  right: 'COPY --chown=1000 . /app',
  bad: (usage) => usage.efficiency < 0.9,
  say: (usage, hidden) =>
    `Layer efficiency is ${(usage.efficiency * 100).toFixed(0)} %: ${hidden} of the layers are replaced or deleted by later ones.`,
});
