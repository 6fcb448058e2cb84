import { containerPortNames, isPortName } from '../kubernetes/ports.js';
import { isPlain } from '../plain-value.js';
import { defineManifestRule } from '../rule.js';
import { textOf, valueAt } from '../yaml-values.js';

const HANDLERS = [
  ['livenessProbe', []],
  ['readinessProbe', []],
  ['startupProbe', []],
  ['lifecycle', ['postStart']],
  ['lifecycle', ['preStop']],
] as const;

export default defineManifestRule({
  id: 'DEP-PROBEPORT',
  name: 'probe-port-exists',
  severity: 'low',
  severityReason: 'A mistake without an attacker: the pod never becomes ready',
  practice: 'maintainability',
  title: 'Probe uses a port that the container does not name',
  why: 'The probe fails every time: the container is restarted again and again, or never gets a request.',
  remediation: 'Use the name of a port of the same container, or the number',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  aliases: ['liveness-port', 'readiness-port', 'startup-port'],
  wrong:
    'kind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: x:1, ports: [{ name: web, containerPort: 80 }], livenessProbe: { httpGet: { port: http } } }] }',
  right:
    'kind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: web, image: x:1, ports: [{ name: web, containerPort: 80 }], livenessProbe: { httpGet: { port: web } } }] }',
  check(manifest, report) {
    for (const container of manifest.containers) {
      // A patch can have the probe, and its base the ports.
      if (container.partial || container.list === 'other') continue;
      const names = containerPortNames(container);
      if (!names.every(isPlain)) continue;
      for (const [key, path] of HANDLERS)
        for (const handler of ['httpGet', 'tcpSocket']) {
          const port = valueAt(container.node, key, ...path, handler, 'port');
          if (!port || !isPortName(textOf(port)) || names.includes(textOf(port))) continue;
          report({
            at: port.range,
            about: `${container.name} ${[key, ...path].join('.')} ${textOf(port)}`,
            message: `${[key, ...path].join('.')} of container "${container.name}" uses port "${textOf(port)}", which it does not have`,
          });
        }
    }
  },
});
