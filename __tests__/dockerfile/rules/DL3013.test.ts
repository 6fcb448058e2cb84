import { testRule } from './test-rule.js';

testRule('DL3013', {
  reported: [
    ['FROM a:1\nRUN pip install flask', '2:flask'],
    [
      'FROM a:1\nRUN pip install "tomli; python_version < \'3.11\'" "attrs==25; python_version < \'3.11\'"',
      '2:"tomli; python_version < \'3.11\'"',
    ],
    ['FROM a:1\nRUN python3.12 -m pip install --target /x flask requests==2', '2:flask'],
    ['FROM a:1\nRUN python -m venv /v && /v/bin/pip install -U pip', '2:pip'],
    [
      'FROM a:1\nRUN pip install git+ssh://git@example.org/a/b.git',
      '2:git+ssh://git@example.org/a/b.git',
    ],
    ['FROM a:1\nRUN pipx install --python python3 ruff', '2:ruff'],
  ],
  silent: [
    'FROM a:1\nRUN python tool.py -m pip install flask',
    'FROM a:1\nRUN pip install "flask~=3.0" ./local ../x.whl pkg@https://example.org/p.zip',
    'FROM a:1\nRUN pip install -e . -c limits.txt flask',
    'FROM a:1\nRUN pip install git+ssh://git@example.org/a/b.git@v1',
    'FROM a:1\nRUN pip download flask',
  ],
});
