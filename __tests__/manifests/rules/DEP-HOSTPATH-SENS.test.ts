import { expect, it } from '@jest/globals';
import { findingsOf } from '../lint-text.js';
import { pod, service, testRule } from '../rule-cases.js';

const volume = (source: string) =>
  `kind: PersistentVolume\nmetadata: { name: v }\nspec: { ${source} }\n`;

testRule('DEP-HOSTPATH-SENS', [
  [
    service('volumes: ["/etc/localtime:/etc/localtime:ro", "/etc/timezones:/x"]'),
    ['"/etc/timezones:/x"'],
  ],
  [service('volumes: ["/:/host"]'), ['"/:/host"']],
  [service('volumes: ["~/.ssh:/root/.ssh:ro", "~/code:/x"]'), ['"~/.ssh:/root/.ssh:ro"']],
  [service('volumes: ["$HOME/.config/gcloud:/x"]'), ['"$HOME/.config/gcloud:/x"']],
  [service('volumes: ["/var/../etc/:/x"]'), ['"/var/../etc/:/x"']],
  [service('volumes: ["/etc/ssl/certs:/x:ro"]'), ['"/etc/ssl/certs:/x:ro"']],
  [service('volumes: ["/srv/data:/x", "./etc:/y", "/home/me/app:/z", "/etcetera:/q"]'), []],
  [
    `${service('volumes: [d:/x]')}volumes: { d: { driver_opts: { device: /proc/1 } } }`,
    ['/proc/1'],
  ],
  [volume('hostPath: { path: /sys }'), ['/sys']],
  [volume('local: { path: /var/lib/kubelet }'), ['/var/lib/kubelet']],
  [volume('hostPath: { path: /srv/data }'), []],
  [volume('hostPath: { path: /sys }').replace('PersistentVolume', 'Disk'), []],
  [pod('volumes: [{ hostPath: { path: /var/lib/kubelet/ } }]'), ['/var/lib/kubelet/']],
]);

it('the layers of an overlay, and files that are configurations, are paths of the host', () => {
  const volumes = (options: string) => `volumes: { a: { driver_opts: ${options} } }`;
  const overlay = volumes('{ type: overlay, device: overlay, o: "lowerdir=/srv:/,upperdir=/up" }');
  const texts = [overlay, 'configs: { a: { file: /etc/shadow } }', 'secrets: { a: { file: ./a } }'];
  const found = texts.map((text) =>
    findingsOf('DEP-HOSTPATH-SENS', `${service('image: x')}${text}`).map(({ message }) => message),
  );
  expect(found).toEqual([
    ['Volume "a" mounts / of the host'],
    ['Configuration "a" mounts /etc/shadow of the host'],
    [],
  ]);
});

it.each([
  ['/proc:/host/proc:ro', 'medium'],
  ['/sys:/host/sys:ro', 'medium'],
  ['/proc:/host/proc', 'high'],
  ['/proc/1:/x:ro', 'high'],
  ['/:/host:ro', 'high'],
])('%s is %s', (volume, severity) => {
  expect(findingsOf('DEP-HOSTPATH-SENS', service(`volumes: ["${volume}"]`))).toMatchObject([
    { severity },
  ]);
});
