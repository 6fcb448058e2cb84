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
  [
    `${service('volumes: ["a:/a"]')}volumes: { a: { driver_opts: { type: ext4, device: /dev/sda1 } }, b: { driver_opts: { type: nfs, device: ":/x" } } }`,
    ['/dev/sda1'],
  ],
  [`${service('')}volumes: { a: { driver_opts: { type: none, o: bind, device: /dev/sda1 } } }`, []],
  [service('devices: ["/dev/ttyUSB0", "/dev/null:/dev/null"]'), []],
]);
