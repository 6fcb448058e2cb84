import { service, testRule } from '../rule-cases.js';

testRule('DEP-DEVICE', [
  [
    service('devices: ["/dev/vda1:/d", "/dev/mapper/root:/d", "/dev:/dev", "/dev/dri:/d"]'),
    ['"/dev/vda1:/d"', '"/dev/mapper/root:/d"', '"/dev:/dev"'],
  ],
  [service('devices: ["/dev/nvme0n1", "/dev/null:/dev/null"]'), ['"/dev/nvme0n1"']],
  [
    service('device_cgroup_rules: ["a *:* rwm", "b 8:* rm", "c 1:3 mr", "c 1:1 rwm"]'),
    ['"a *:* rwm"', '"b 8:* rm"', '"c 1:1 rwm"'],
  ],
  [service('devices: [{ source: /dev/mem, target: /dev/mem }]'), ['/dev/mem']],
  [service('devices: ["/dev/ttyUSB0", "/dev/null:/dev/null"]'), []],
]);
