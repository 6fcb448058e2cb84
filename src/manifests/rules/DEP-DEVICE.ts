import { localVolumes } from '../host-paths.js';
import type { ObservedReach } from '../observed-reach.js';
import { defineManifestRule } from '../rule.js';
import { usersAndWritersOf } from '../volume-mounts.js';
import { textOf, valueAt } from '../yaml-values.js';

/** The whole of /dev, memory devices, and block devices by the names that kernel drivers give them. */
const DANGEROUS_DEVICE =
  /^\/dev(\/(mem|kmem|port|kmsg|fuse|((sd|hd|vd|xvd)[a-z]|nvme|mmcblk|dm-|md|loop)[^/]*|mapper\/.*|disk\/.*)?)?$/;

/** Rules for all devices, block devices, and the memory and ports of the kernel (c 1:1, 1:2, 1:4). Source: devices.txt. */
const DANGEROUS_RULE = /^\s*(?:a\b|b\s|c\s+(?:\*|1:(?:\*|1|2|4)\s))/;

/** Source: CIS Docker Benchmark 5.18. */
export default defineManifestRule({
  id: 'DEP-DEVICE',
  name: 'no-host-device',
  severity: 'high',
  severityReason: 'The device reads or writes the memory or disks of the host',
  practice: 'deployment-security',
  title: 'Dangerous host device is exposed',
  why: 'Access to the memory, I/O ports or disks of the host gives full control of it.',
  remediation: 'Remove the device',
  tags: ['cis:5.18'],
  wrong: 'services:\n  app:\n    devices: ["/dev/sda:/dev/sda"]',
  right: 'services:\n  app:\n    devices: ["/dev/ttyUSB0:/dev/ttyUSB0"]',
  check(manifest, report) {
    for (const { name, options, mounts } of localVolumes(manifest)) {
      const device = valueAt(options, 'device');
      const isBind = /(?:^|,)r?bind(?:,|$)/.test(textOf(valueAt(options, 'o')));
      if (device && !isBind && DANGEROUS_DEVICE.test(textOf(device)))
        report({
          at: device.range,
          about: `${name} ${textOf(device)}`,
          reach: usersAndWritersOf(mounts),
          message: `Volume "${name}" mounts the host device ${textOf(device)}`,
        });
    }
    for (const { name, node } of manifest.services) {
      for (const rule of valueAt(node, 'device_cgroup_rules')?.items ?? [])
        if (DANGEROUS_RULE.test(textOf(rule)))
          report({
            at: rule.range,
            about: `${name} ${textOf(rule)}`,
            message: `Service "${name}" has access to host devices by the rule "${textOf(rule)}"`,
          });
      for (const device of valueAt(node, 'devices')?.items ?? []) {
        const source = device.kind === 'map' ? valueAt(device, 'source') : device;
        const [path = '', , access = ''] = textOf(source).split(':');
        if (source && DANGEROUS_DEVICE.test(path))
          report({
            at: source.range,
            about: `${name} ${path}`,
            reach: [...(textOf(valueAt(device, 'permissions')) || access || 'rwm')].map(
              accessReach,
            ),
            message: `Service "${name}" has access to the host device ${path}`,
          });
      }
    }
  },
});

function accessReach(letter: string): ObservedReach {
  return { value: letter, name: ACCESS.get(letter) ?? letter };
}

const ACCESS: ReadonlyMap<string, string> = new Map([
  ['r', 'reading'],
  ['w', 'writing'],
  ['m', 'creating devices'],
]);
