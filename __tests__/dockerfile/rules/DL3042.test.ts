import { testRule } from './test-rule.js';

testRule('DL3042', {
  reported: [
    ['FROM a:1\nRUN --mount=type=cache,target=/home/app/x.cache pip install a==1', '2:install'],
    ['FROM a:1\nRUN pip install a==1', '2:install'],
    ['FROM a:1\nENV PIP_NO_CACHE_DIR=0\nRUN pip install a==1', '3:install'],
  ],
  silent: [
    'FROM a:1\nRUN --mount=type=cache,target=/home/app/.cache pip install a==1',
    'FROM a:1\nRUN export PIP_NO_CACHE_DIR=1 && pip install a==1',
    'FROM a:1\nRUN pip install a==1 && rm -rf /root/.cache',
    'FROM a:1\nRUN pip install a==1 && pip cache purge',
    'FROM a:1\nRUN env PIP_NO_CACHE_DIR=true pip install a==1',
    'FROM a:1\nRUN --mount=type=cache,target=/c pip install --cache-dir=/c a==1',
    'FROM a:1\nENV PIP_CACHE_DIR=/c\nRUN --mount=type=cache,target=/c pip install a==1',
    'FROM a:1\nRUN pip install --no-cache a==1',
    'FROM a:1\nRUN pip --no-cache-dir install a==1',
    'FROM a:1 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nRUN pip install a==1',
  ],
  fixed: [
    [
      'FROM a:1\nRUN python -m pip install x',
      'FROM a:1\nRUN python -m pip install --no-cache-dir x',
    ],
  ],
  unfixed: [
    'FROM a:1\nRUN pip install --cache-dir=/c a==1',
    'FROM a:1\nRUN pip install --no-index --find-links=/w a==1',
  ],
});
