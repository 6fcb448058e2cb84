import { testRule } from './test-rule.js';

testRule('PS0026', {
  reported: [
    ['FROM a:1\nRUN chmod -R 777 /a && chmod a+rw /b && chmod 1777 /tmp', ['2:777', '2:a+rw']],
    ['FROM a:1\nCOPY --chmod=0666 a /a\nRUN chmod 0755 a && chmod +x,u+w b', '2:--chmod=0666'],
  ],
  silent: ['FROM a:1\nRUN chmod 1777 /tmp && chmod 755 /a && chmod u+w /b\nCOPY --chmod=644 a /a'],
});
