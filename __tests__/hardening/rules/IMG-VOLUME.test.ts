import { testRule, withConfig } from '../rule-cases.js';

testRule('IMG-VOLUME', [
  [
    withConfig({ Volumes: { '/etc/': {}, '/data': {} } }),
    ['high VOLUME /etc/: VOLUME /etc/ covers a system folder'],
  ],
  [withConfig({ Volumes: { '/': {} } }), ['high VOLUME /: VOLUME / covers a system folder']],
  [
    withConfig({ Volumes: { '/var/run/docker.sock': {} } }),
    ['high VOLUME /var/run/docker.sock: VOLUME /var/run/docker.sock covers a system folder'],
  ],
  [withConfig({ Volumes: { '/var/lib/app': {} } }), []],
]);
