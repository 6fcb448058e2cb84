import { defineIntegrityRule } from '../integrity-rule.js';
import { ownerName } from '../messages.js';

export default defineIntegrityRule({
  id: 'INT-START',
  name: 'no-unowned-start-file',
  severity: 'medium',
  severityReason:
    'The file runs with every program of the interpreter; who brought it is not known. Low for _virtualenv, which is usual',
  practice: 'image-security',
  title: 'File that an interpreter runs at each start is of no package',
  why: 'Python runs import lines in .pth files, sitecustomize and usercustomize whenever it starts, whatever program it is to run; Ruby and Perl have such files, too. Malware in packages uses them, because nobody has to import it. This file is not what a package brought. The severity is low if Python imports the module _virtualenv, in a version that is not known.',
  remediation: 'Remove the file, or install it as a package with a digest of its content',
  references: [
    'https://docs.python.org/3/library/site.html',
    'https://attack.mitre.org/techniques/T1546/018/',
  ],
  wrong: 'COPY hook.pth /usr/local/lib/python3.13/site-packages/hook.pth',
  right: 'RUN pip install --require-hashes -r requirements.txt',
  check: (change) => {
    const { kind, path, interpreter, owner } = change;
    if (kind !== 'start') return undefined;
    const runs = `${interpreter} runs /${path} at each start`;
    return owner.name === ''
      ? `${runs}, and no package brings it`
      : `${runs}, and it is not what ${ownerName(change)} installed`;
  },
  severityOf: ({ isOfVirtualenv }) => (isOfVirtualenv ? 'low' : undefined),
});
