import { testRule } from './test-rule.js';

testRule('DL3028', {
  reported: [['FROM a:1\nRUN gem install --no-document rake rails:8.0.1', '2:rake']],
  silent: [
    'FROM a:1\nRUN gem install -v 1.2 rake',
    'FROM a:1\nRUN gem install puma:6 -- --with-opt-dir /opt',
  ],
});
