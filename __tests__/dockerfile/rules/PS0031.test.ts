import { testRule } from './test-rule.js';

testRule('PS0031', {
  reported: [['FROM a:1\nRUN apt install -y curl wget=1 ./x.deb $MORE', '2:curl']],
  silent: ['FROM a:1\nRUN apt install -y wget=1 ./x.deb $MORE nano-', 'FROM a:1\nRUN apt update'],
});
