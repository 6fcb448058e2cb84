import { testRule } from './test-rule.js';

testRule('DL3030', {
  reported: [['FROM a:1\nRUN yum install httpd-2', '2:install']],
  silent: ['FROM a:1\nRUN yum -qy install httpd-2 && yum check-update'],
  fixed: [['FROM a:1\nRUN yum install x', 'FROM a:1\nRUN yum install -y x']],
});
