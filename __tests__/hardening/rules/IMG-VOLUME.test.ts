import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-VOLUME', [
  [
    withConfig({ Volumes: { '/etc/': {}, '/data': {} } }),
    ['medium VOLUME /etc/: VOLUME /etc/ covers a system folder'],
  ],
  [withConfig({ Volumes: { '/': {} } }), ['medium VOLUME /: VOLUME / covers a system folder']],
  [
    withConfig({ Volumes: { '/var/run/docker.sock': {} } }),
    ['medium VOLUME /var/run/docker.sock: VOLUME /var/run/docker.sock covers a system folder'],
  ],
  [withConfig({ Volumes: { '/var/lib/app': {} } }), []],
]);
