import { groupFilesByLayer } from '../files-by-layer.js';
import { defineRule } from '../rule.js';

const KERNELS = /^(?:dev|proc|sys)(?:\/|$)/;

export default defineRule({
  id: 'IMG-WORLDW',
  name: 'no-added-world-writable-files',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'A layer above the base image has files that everybody may write',
  why: 'Whoever breaks into the least process can change what the others run or read.',
  remediation:
    'Give them to the user that writes them: COPY --chown=USER, or chmod o-w. A shared folder needs the sticky bit: chmod 1777.',
  wrong: 'RUN chmod -R 777 /app',
  right: 'COPY --chown=1000:1000 . /app',
  check({ baseLayers }, report) {
    const found = groupFilesByLayer();
    return {
      visible(entry) {
        if ((entry.mode & 0o002) === 0 || entry.layer < baseLayers) return;
        const open =
          entry.type === 'file' || (entry.type === 'directory' && (entry.mode & 0o1000) === 0);
        if (open && !KERNELS.test(entry.path)) found.add(entry);
      },
      end() {
        found.report(report, (list) => `Everybody in the container may write ${list}.`);
      },
    };
  },
});
