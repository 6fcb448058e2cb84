import { readFileCapabilities } from '../capabilities.js';
import { formatList } from '../format.js';
import { defineHardeningRule } from '../rule.js';

/** Further files are not reported. */
const MAX_FILES = 20;

/** Source: capabilities(7), "File capabilities". */
export default defineHardeningRule({
  id: 'IMG-FILECAP',
  name: 'no-added-file-capabilities',
  severity: 'medium',
  severityReason:
    'A user of the container gets a capability, confined to the container; high for one that controls the host',
  practice: 'runtime-security',
  title: 'File with Linux capabilities is added above the base image',
  why: 'Any user who runs the file gets its capabilities, including unprivileged users.',
  remediation:
    'Remove the capabilities: setcap -r FILE. Ports below 1024 need none if net.ipv4.ip_unprivileged_port_start is 0, as in Docker',
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  wrong: 'RUN setcap cap_sys_admin+ep /usr/local/bin/tool',
  right: 'RUN setcap -r /usr/local/bin/tool',
  check({ files, baseLayers }, report) {
    let count = 0;
    return {
      visible(entry) {
        const value = entry.xattrs?.get('security.capability');
        if (!value || entry.layer < baseLayers || count >= MAX_FILES) return;
        const found = readFileCapabilities(value);
        if (found?.names.length === 0) return;
        const before = files.history(entry.path).findLast(({ layer }) => layer < baseLayers);
        const baseValue = before?.xattrs?.get('security.capability');
        if (baseValue && Buffer.from(baseValue).equals(Buffer.from(value))) return;
        count++;
        report({
          message: found
            ? `/${entry.path} gives every user capabilities: ${formatList(found.names)}`
            : `/${entry.path} has capabilities that cannot be read`,
          severity: found?.dangerous ? 'high' : undefined,
          layer: entry.layer,
          path: entry.path,
          details: { capabilities: found?.names ?? [] },
        });
      },
    };
  },
});
