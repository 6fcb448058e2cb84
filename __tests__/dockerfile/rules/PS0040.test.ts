import { testRule } from './test-rule.js';

const INDEX = 'https://x.org/simple';
const AT = `2:${INDEX}`;

testRule('PS0040', {
  reported: [
    [`FROM a:1\nRUN pip install --extra-index-url ${INDEX} a==1`, AT],
    [`FROM a:1\nENV PIP_EXTRA_INDEX_URL=${INDEX}`, `2:PIP_EXTRA_INDEX_URL=${INDEX}`],
    [`FROM a:1\nARG PIP_EXTRA_INDEX_URL=${INDEX}`, `2:PIP_EXTRA_INDEX_URL=${INDEX}`],
    [
      `FROM a:1\nRUN export PIP_EXTRA_INDEX_URL=${INDEX} && pip install a==1`,
      `2:PIP_EXTRA_INDEX_URL=${INDEX}`,
    ],
    [
      `FROM a:1\nRUN PIP_EXTRA_INDEX_URL=${INDEX} pip install a==1`,
      `2:PIP_EXTRA_INDEX_URL=${INDEX}`,
    ],
    [`FROM a:1\nRUN pip config set global.extra-index-url ${INDEX}`, AT],
    [
      `FROM a:1\nRUN echo "extra-index-url = ${INDEX}" >> /etc/pip.conf`,
      `2:echo "extra-index-url = ${INDEX}" >> /etc/pip.conf`,
    ],
    [
      `FROM a:1\nRUN uv pip install --index-strategy unsafe-best-match --extra-index-url ${INDEX} a`,
      AT,
    ],
    [`FROM a:1\nRUN dotnet nuget add source ${INDEX} -n own`, AT],
    [`FROM a:1\nRUN nuget sources add -Name own -Source ${INDEX}`, AT],
  ],
  silent: [
    `FROM a:1\nRUN pip install --index-url ${INDEX} a==1`,
    'FROM a:1\nRUN pip install --find-links ./wheels a==1',
    // uv takes a name from the first index that has it.
    `FROM a:1\nRUN uv pip install --extra-index-url ${INDEX} a==1`,
    `FROM a:1\nENV UV_EXTRA_INDEX_URL=${INDEX} PIP_INDEX_URL=${INDEX}`,
    `FROM a:1\nRUN pip config set global.index-url ${INDEX}`,
    'FROM a:1\nRUN pip config set global.timeout 60',
    `FROM a:1\nRUN echo "index-url = ${INDEX}" > /etc/pip.conf`,
    'FROM a:1\nENV PIP_EXTRA_INDEX_URL=',
    'FROM a:1\nRUN dotnet nuget add source ./packages',
    `FROM a:1\nRUN npm install --registry=${INDEX} a@1.0.0`,
  ],
});
