import { fileCapabilities } from '../capabilities.js';
import { formatList } from '../programs.js';
import { defineRule } from '../rule.js';

/** Files that are told one by one. */
const MOST = 20;

/** Source: capabilities(7), "File capabilities". */
export default defineRule({
  id: 'IMG-FILECAP',
  name: 'no-added-file-capabilities',
  severity: 'medium',
  practice: 'runtime-security',
  title: 'A file with Linux capabilities was added above the base image',
  why: 'Whoever starts the file has its capabilities, also a user that the container keeps unprivileged.',
  remediation:
    'Remove them: setcap -r FILE. A port below 1024 needs none where net.ipv4.ip_unprivileged_port_start is 0, as in Docker.',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  wrong: 'RUN setcap cap_sys_admin+ep /usr/local/bin/tool',
  right: 'RUN setcap -r /usr/local/bin/tool',
  check({ files, baseLayers }, report) {
    let count = 0;
    return {
      visible(entry) {
        const value = entry.xattrs?.get('security.capability');
        if (!value || entry.layer < baseLayers || count >= MOST) return;
        const found = fileCapabilities(value);
        if (found?.names.length === 0) return;
        const before = files.history(entry.path).findLast(({ layer }) => layer < baseLayers);
        const same = before?.xattrs?.get('security.capability');
        if (same && Buffer.from(same).equals(Buffer.from(value))) return;
        count++;
        report({
          message: found
            ? `/${entry.path} has the capabilities ${formatList(found.names)}, whoever starts it.`
            : `/${entry.path} has capabilities that cannot be read.`,
          ...(found?.dangerous ? { severity: 'high' } : {}),
          layer: entry.layer,
          path: entry.path,
          details: { capabilities: found?.names ?? [] },
        });
      },
    };
  },
});
