import { testRule } from './test-rule.js';

testRule('DL3033', {
  reported: [['FROM a:1\nRUN yum install -y httpd php-8.3 ./x.rpm @tools', '2:httpd']],
  silent: ['FROM a:1\nRUN yum install -y httpd-2.4.62 && yum module install nodejs:20'],
});
