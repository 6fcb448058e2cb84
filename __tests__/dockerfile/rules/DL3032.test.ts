import { testRule } from './test-rule.js';

testRule('DL3032', {
  reported: [
    ['FROM a:1\nRUN yum -y install httpd-2 && yum -y clean all && yum -y install b-1', '2:install'],
  ],
  silent: ['FROM a:1\nRUN yum -y install httpd-2; rm -fr /var/cache/yum'],
  fixed: [['FROM a:1\nRUN yum -y install x', 'FROM a:1\nRUN yum -y install x && yum clean all']],
});
