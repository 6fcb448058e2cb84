import { testRule } from './test-rule.js';

testRule('DL3038', {
  reported: [['FROM a:1\nRUN dnf install httpd-2', '2:install']],
  silent: ['FROM a:1\nRUN microdnf install --assumeyes httpd-2'],
  fixed: [['FROM a:1\nRUN dnf install x', 'FROM a:1\nRUN dnf install -y x']],
});
