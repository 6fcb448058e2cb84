import { testRule } from './test-rule.js';

testRule('DL3037', {
  reported: [["FROM a:1\nRUN zypper -n install 'httpd=2.4' curl", '2:curl']],
  silent: [
    'FROM a:1\nRUN zypper -n install -t pattern devel_basis',
    'FROM a:1\nRUN zypper -n install vim=9 !nano ~pico -- -ed',
  ],
});
