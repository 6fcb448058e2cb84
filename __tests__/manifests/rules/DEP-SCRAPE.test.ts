import { testRule } from '../rule-cases.js';

const annotations = (text: string) => `annotations: { ${text} }`;
const ON = 'prometheus.io/scrape: "true"';
const PORTS = 'ports: [{ containerPort: 8080 }]';
const deployment = (outer: string, inner: string) =>
  `kind: Deployment\nmetadata: { name: web, ${annotations(outer)} }\nspec:\n  template:\n    metadata: { ${annotations(inner)} }\n    spec: { containers: [{ name: c, image: x:1, ${PORTS} }] }\n`;
const on = (port: string) => `${ON}, prometheus.io/port: ${port}`;

testRule('DEP-SCRAPE', [
  [deployment(ON, ''), ['prometheus.io/scrape']],
  [deployment('', on('metrics')), ['metrics']],
  [deployment('', on('"99999"')), ['"99999"']],
  [
    `kind: Pod\nmetadata: { name: p, ${annotations(on('"0"'))} }\nspec: { containers: [{ name: c, image: x:1, ${PORTS} }] }`,
    ['"0"'],
  ],
  [deployment('', on('"8080"')), []],
  [deployment(ON, ON), []],
  // The pods say that they are not read.
  [deployment(ON, 'prometheus.io/scrape: "false"'), []],
  [deployment('prometheus.io/scrape: "false"', ''), []],
  [deployment('', 'prometheus.io/port: "9090"'), []],
  // Containers need not list their ports, and an injected sidecar can listen.
  [deployment('', on('"9090"')), []],
  [deployment('', on('9090')), []],
  [deployment('', on('"$PORT"')), []],
  [
    `kind: Pod\nmetadata: { name: p, ${annotations(ON)} }\nspec: { containers: [{ name: c, image: x:1 }] }`,
    [],
  ],
  [
    `kind: Service\nmetadata: { name: s, ${annotations(on('"1"'))} }\nspec: { ports: [{ port: 80 }] }`,
    [],
  ],
]);
