import { defineRule } from '../rule.js';

/** Ports that let in who asks, and what listens there. */
const PORTS: ReadonlyMap<number, { readonly what: string; readonly severity?: 'high' }> = new Map([
  [22, { what: 'SSH' }],
  [23, { what: 'Telnet' }],
  [512, { what: 'rexec' }],
  [513, { what: 'rlogin' }],
  [514, { what: 'rsh' }],
  [2222, { what: 'SSH' }],
  [2375, { what: 'the Docker engine without TLS', severity: 'high' }],
  [2376, { what: 'the Docker engine' }],
  [3389, { what: 'Remote Desktop' }],
  [5900, { what: 'VNC' }],
  [10250, { what: 'a kubelet' }],
]);

export default defineRule({
  id: 'IMG-PORT22',
  name: 'no-remote-login-port',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'The image exposes a port for remote login or control',
  why: 'What answers there is made to hand the container, or the host, over.',
  remediation:
    'Remove the EXPOSE and the server behind it; `docker exec` and `kubectl exec` need no port.',
  tags: ['cis:5.7'],
  aliases: ['DS-0004', 'CKV_DOCKER_1'],
  wrong: 'EXPOSE 22 8080',
  right: 'EXPOSE 8080',
  check({ image }, report) {
    for (const exposed of image.config.exposedPorts) {
      const [, first = '', last, protocol = 'tcp'] =
        /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(exposed) ?? [];
      if (first === '' || protocol.toLowerCase() !== 'tcp') continue;
      for (const [port, { what, severity }] of PORTS) {
        if (port < Number(first) || port > Number(last ?? first)) continue;
        report({
          message: `Port ${port} is exposed, where ${what} listens.`,
          ...(severity ? { severity } : {}),
          instruction: 'EXPOSE',
          mention: first,
          about: String(port),
          details: { port },
        });
      }
    }
  },
});
