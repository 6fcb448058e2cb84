import { defineHardeningRule } from '../rule.js';

/** Ports for remote access, and the services that use them. */
const PORTS: ReadonlyMap<number, { readonly service: string; readonly severity?: 'high' }> =
  new Map([
    [22, { service: 'SSH' }],
    [23, { service: 'Telnet' }],
    [512, { service: 'rexec' }],
    [513, { service: 'rlogin' }],
    [514, { service: 'rsh' }],
    [2222, { service: 'SSH' }],
    [2375, { service: 'Docker Engine without TLS', severity: 'high' }],
    [2376, { service: 'Docker Engine' }],
    [3389, { service: 'Remote Desktop' }],
    [5900, { service: 'VNC' }],
    [10250, { service: 'kubelet' }],
  ]);

export default defineHardeningRule({
  id: 'IMG-PORT22',
  name: 'no-remote-login-port',
  severity: 'medium',
  severityReason:
    'A login from the network, if somebody publishes the port; high for a Docker Engine without TLS',
  practice: 'minimal-containers',
  title: 'Port for remote login or control is exposed',
  why: 'A service on this port can give control of the container or of the host.',
  remediation: 'Remove the EXPOSE and the server; `docker exec` and `kubectl exec` need no port',
  tags: ['cis:5.7'],
  aliases: ['DS-0004', 'CKV_DOCKER_1'],
  wrong: 'EXPOSE 22 8080',
  right: 'EXPOSE 8080',
  check({ image }, report) {
    for (const exposed of image.config.exposedPorts) {
      const [, first = '', last, protocol = 'tcp'] =
        /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(exposed) ?? [];
      if (first === '' || protocol.toLowerCase() !== 'tcp') continue;
      for (const [port, { service, severity }] of PORTS) {
        if (port < Number(first) || port > Number(last ?? first)) continue;
        report({
          message: `Port ${port} (${service}) is exposed`,
          severity,
          instruction: 'EXPOSE',
          mention: first,
          about: String(port),
          details: { port },
        });
      }
    }
  },
});
