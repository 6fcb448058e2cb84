import { testRule } from '../rule-cases.js';

const scaler = (fields: string) =>
  `kind: HorizontalPodAutoscaler\nmetadata: { name: web }\nspec: { ${fields} }\n`;
const TARGET = 'scaleTargetRef: { kind: Deployment, name: web }, maxReplicas: 5';
const metric = (name: string, type = 'Utilization') =>
  scaler(
    `${TARGET}, metrics: [{ type: Resource, resource: { name: ${name}, target: { type: ${type} } } }]`,
  );
const deployment = (resources: string, name = 'web') =>
  `---\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: c, image: x:1, resources: { ${resources} } }] } } }\n`;
const replicas = (count: string, name = 'web') =>
  `---\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { replicas: ${count}, template: { spec: { containers: [{ name: c, image: x:1 }] } } }\n`;
const RANGE =
  '---\nkind: LimitRange\nspec: { limits: [{ type: Container, defaultRequest: { cpu: 1 } }] }\n';

testRule('DEP-HPA', [
  [scaler('minReplicas: 3, maxReplicas: 3'), ['3']],
  [scaler('maxReplicas: 1'), ['1']],
  [scaler('minReplicas: 2, maxReplicas: 3'), []],
  [scaler('minReplicas: 2, maxReplicas: "{{ max }}"'), []],
  [metric('cpu') + deployment(''), ['cpu']],
  [metric('memory') + deployment('requests: { cpu: 1 }'), ['memory']],
  [scaler(`${TARGET}, targetCPUUtilizationPercentage: 80`) + deployment(''), ['80']],
  [metric('cpu') + deployment('requests: { cpu: 1 }'), []],
  [metric('cpu') + deployment('limits: { cpu: 1 }'), []],
  [metric('cpu') + deployment('') + RANGE, []],
  [metric('cpu', 'AverageValue') + deployment(''), []],
  [scaler(TARGET) + replicas('3'), ['3']],
  [replicas('3') + scaler(TARGET).replace(/^/, '---\n'), ['3']],
  // No autoscaler, another one, and one that is switched off.
  [replicas('3'), []],
  [scaler(TARGET) + replicas('3', 'shop'), []],
  [
    scaler(TARGET).replace('web }', 'web, namespace: blog }') +
      replicas('3', 'web, namespace: shop'),
    [],
  ],
  [scaler(TARGET) + replicas('0'), []],
  [scaler(TARGET) + replicas('null'), []],
  [scaler(TARGET) + replicas('"{{ .replicas }}"'), []],
  // The workload is defined elsewhere.
  [metric('cpu') + deployment('', 'shop'), []],
]);
