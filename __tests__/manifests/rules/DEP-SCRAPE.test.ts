import { testRule } from '../rule-cases.js';

const annotations = (text: string) => `annotations: { ${text} }`;
const ON = 'prometheus.io/scrape: "true"';
const PORTS = 'ports: [{ containerPort: 8080 }]';
const deployment = (outer: string, inner: string, ports = PORTS, spec = '') =>
  `kind: Deployment\nmetadata: { name: web, ${annotations(outer)} }\nspec:\n  template:\n    metadata: { ${annotations(inner)} }\n    spec: { ${spec}containers: [{ name: c, image: x:1, ${ports} }] }\n`;
const on = (port: string) => `${ON}, prometheus.io/port: ${port}`;

testRule('DEP-SCRAPE', [
  [deployment(ON, ''), ['prometheus.io/scrape']],
  [deployment('', on('"9090"')), ['"9090"']],
  [deployment('', on('9090')), ['9090']],
  [deployment('', on('metrics')), ['metrics']],
  [
    `kind: Pod\nmetadata: { name: p, ${annotations(on('"1"'))} }\nspec: { containers: [{ name: c, image: x:1, ${PORTS} }] }`,
    ['"1"'],
  ],
  [deployment('', on('"8080"')), []],
  [deployment(ON, ON), []],
  // The pods say that they are not read.
  [deployment(ON, 'prometheus.io/scrape: "false"'), []],
  [deployment('prometheus.io/scrape: "false"', ''), []],
  [deployment('', 'prometheus.io/port: "9090"'), []],
  // Containers need not list their ports, and another program can listen on the host.
  [deployment('', on('"9090"'), 'ports: []'), []],
  [deployment('', on('"9090"'), PORTS, 'hostNetwork: true, '), []],
  [deployment('', on('"$PORT"')), []],
  [deployment('', on('"9090"'), 'ports: [{ containerPort: "$PORT" }]'), []],
  [
    `kind: Pod\nmetadata: { name: p, ${annotations(ON)} }\nspec: { containers: [{ name: c, image: x:1 }] }`,
    [],
  ],
  [
    `kind: Service\nmetadata: { name: s, ${annotations(on('"1"'))} }\nspec: { ports: [{ port: 80 }] }`,
    [],
  ],
]);
