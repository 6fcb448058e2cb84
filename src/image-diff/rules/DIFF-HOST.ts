import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-HOST',
  name: 'no-new-host-in-configuration',
  severity: 'low',
  severityReason: 'The container may talk to another host: for the reviewer to know',
  practice: 'runtime-security',
  title: 'Change adds a host to the configuration of the image',
  why: 'The image gets packages from the host, or sends data to it. A host that nobody expects may be an attack on the build, or a mistake.',
  remediation: 'Check who runs the host. Remove it, or give it to the container when it starts',
  wrong: 'RUN pip config --global set global.index-url https://pypi.example.net/simple',
  right: 'RUN pip config --global set global.index-url https://pypi.org/simple',
  matches: (change) => change.kind === 'setting' && change.setting === 'host',
});
