import { testRule } from './test-rule.js';

testRule('DL3041', {
  reported: [
    ['FROM a:1\nRUN dnf module install nodejs php:8.3', '2:nodejs'],
    ['FROM a:1\nRUN microdnf install --setopt install_weak_deps=0 httpd-$V', '2:httpd-$V'],
  ],
  silent: [`FROM a:1\nARG V=2.4\nRUN dnf install httpd-$\{V} $ALL`],
});
