import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-PORT',
  name: 'no-new-port',
  severity: 'info',
  severityReason: 'EXPOSE opens no port: for the reviewer to know',
  practice: 'runtime-security',
  title: 'Change exposes a port',
  why: 'Something in the container listens on the port: firewalls and network policies may have to allow it.',
  remediation: 'Remove the EXPOSE, or check who may connect to the port',
  wrong: 'EXPOSE 8080 9229',
  right: 'EXPOSE 8080',
  matches: (change) =>
    change.kind === 'setting' &&
    change.setting === 'port' &&
    change.before === undefined &&
    change.after !== undefined,
});
