import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-PORT22', [
  [
    withConfig({ ExposedPorts: { '22/tcp': {}, '80': {} } }),
    ['medium EXPOSE 22: Port 22 (SSH) is exposed'],
  ],
  [
    withConfig({ ExposedPorts: { '2370-2375/tcp': {} } }),
    ['high EXPOSE 2370: Port 2375 (Docker Engine without TLS) is exposed'],
  ],
  [withConfig({ ExposedPorts: { '22/udp': {}, '8022/tcp': {}, x: {} } }), []],
]);
