import { testRule } from './test-rule.js';

testRule('DL3048', {
  reported: [
    ['FROM a:1\nLABEL Good=x a..b=x io.docker.x=y ok.key=z', ['2:Good', '2:a..b', '2:io.docker.x']],
  ],
  silent: ['FROM a:1\nLABEL org.example.key-1=x com.example/a_b=y'],
  fixed: [['FROM a:1\nLABEL "My.Key"=x', 'FROM a:1\nLABEL "my.key"=x']],
  unfixed: ['FROM a:1\nLABEL My.Key=x my.key=y'],
});
