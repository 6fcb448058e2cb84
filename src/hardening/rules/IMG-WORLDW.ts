import { groupFilesByLayer } from '../files-by-layer.js';
import { defineHardeningRule } from '../rule.js';

const KERNEL_FOLDER = /^(?:dev|proc|sys)(?:\/|$)/;

export default defineHardeningRule({
  id: 'IMG-WORLDW',
  name: 'no-added-world-writable-files',
  severity: 'medium',
  severityReason:
    'Any process in the container can replace what others run; an attacker must be in the container',
  practice: 'runtime-security',
  title: 'World-writable files are added above the base image',
  why: 'An attacker who takes over any process can change files that other processes run or read.',
  remediation:
    'Give the files to the user that writes them (COPY --chown=USER, chmod o-w); a shared folder needs the sticky bit: chmod 1777',
  wrong: 'RUN chmod -R 777 /app',
  right: 'COPY --chown=1000:1000 . /app',
  check({ baseLayers }, report) {
    const found = groupFilesByLayer();
    return {
      visible(entry) {
        if ((entry.mode & 0o002) === 0 || entry.layer < baseLayers) return;
        const isOpen =
          entry.type === 'file' || (entry.type === 'directory' && (entry.mode & 0o1000) === 0);
        if (isOpen && !KERNEL_FOLDER.test(entry.path)) found.add(entry);
      },
      end() {
        found.report(report, (list) => `Image adds world-writable files: ${list}`);
      },
    };
  },
});
