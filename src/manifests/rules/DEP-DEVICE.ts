import { defineRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

/** All of them, memory, and block devices under the names that the kernel's drivers give them. */
const DANGEROUS =
  /^\/dev(\/(mem|kmem|port|kmsg|fuse|((sd|hd|vd|xvd)[a-z]|nvme|mmcblk|dm-|md|loop)[^/]*|mapper\/.*|disk\/.*)?)?$/;

/** All devices, block devices, and the kernel's memory and ports (the kernel's devices.txt: c 1:1, 1:2, 1:4). */
const ANY = /^\s*(?:a\b|b\s|c\s+(?:\*|1:(?:\*|1|2|4)\s))/;

/** Source: CIS Docker Benchmark 5.18. */
export default defineRule({
  id: 'DEP-DEVICE',
  name: 'no-host-device',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A device of the host is exposed that opens the host',
  why: 'Memory, ports and disks of the host are the host: who reads or writes them needs no other hole.',
  remediation: 'Remove the device.',
  tags: ['cis:5.18'],
  wrong: 'services:\n  app:\n    devices: ["/dev/sda:/dev/sda"]',
  right: 'services:\n  app:\n    devices: ["/dev/ttyUSB0:/dev/ttyUSB0"]',
  check(manifest, report) {
    for (const { name, node } of manifest.services) {
      for (const rule of valueAt(node, 'device_cgroup_rules')?.items ?? [])
        if (ANY.test(textOf(rule)))
          report({
            at: rule.range,
            message: `The service "${name}" may open devices of the host: ${textOf(rule)}.`,
          });
      for (const device of valueAt(node, 'devices')?.items ?? []) {
        const source = device.kind === 'map' ? valueAt(device, 'source') : device;
        const path = textOf(source).split(':')[0] ?? '';
        if (source && DANGEROUS.test(path))
          report({ at: source.range, message: `The service "${name}" gets the host’s ${path}.` });
      }
    }
  },
});
