import { defineIntegrityRule } from '../integrity-rule.js';

export default defineIntegrityRule({
  id: 'INT-BYTECODE',
  name: 'no-foreign-byte-code',
  severity: 'medium',
  severityReason: 'Python runs the byte code, which nobody reviews',
  practice: 'image-security',
  title: 'Byte code of Python is not that of its source',
  why: 'Python runs a .pyc file that has the time and the size of its source, and does not look at the source. This byte code uses a name that the source does not have, so Python runs other code than a reviewer reads.',
  remediation: 'Delete the folder __pycache__, and add it to .dockerignore if a COPY brings it',
  references: ['https://peps.python.org/pep-0552/', 'https://attack.mitre.org/techniques/T1027/'],
  wrong: 'COPY __pycache__ /app/__pycache__',
  right: 'RUN python -m compileall -f /app',
  check: ({ kind, path, found }) =>
    kind === 'byte-code' ? `/${path} uses "${found}", which its source does not have` : undefined,
});
