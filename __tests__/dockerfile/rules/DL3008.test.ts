import { testRule } from './test-rule.js';

testRule('DL3008', {
  reported: [
    ['FROM a:1\nRUN apt-get install -y linux-headers-$(uname -r)', '2:linux-headers-$(uname -r)'],
    [
      'FROM a:1\nRUN apt-get update \\\n # why\n && apt-get -t stable install -y \\\n  curl=7 \\\n  "wget" ./x.deb',
      '6:"wget"',
    ],
    ['FROM a:1\nRUN ["apt-get", "install", "curl"]', '2:"curl"'],
    ['FROM a:1\nRUN <<EOF\napt-get install -y curl\nEOF', '3:curl'],
    ["FROM a:1\nRUN sudo sh -c 'apt-get install -y curl'", '2:curl'],
    ['FROM a:1\nONBUILD RUN apt-get install curl', '2:curl'],
  ],
  silent: [
    `FROM a:1\nRUN apt-get install -y $BUILD_DEPS "$\{MORE}" $(cat list)`,
    'FROM a:1\nRUN apt-get install -y nano- vim=2',
    'FROM a:1\nRUN apt-get install -y --only-upgrade libssl3',
  ],
});
