import { testRule } from '../rule-cases.js';

const budget = (fields: string) =>
  `kind: PodDisruptionBudget\nmetadata: { name: web }\nspec: { ${fields} }\n`;

const SELECTED = 'minAvailable: 2, selector: { matchLabels: { app: web } }';
const deployment = (replicas: string) =>
  `---\nkind: Deployment\nmetadata: { name: web }\nspec: { ${replicas} template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: c, image: x:1 }] } } }\n`;
const scaler = (min: number) =>
  `---\nkind: HorizontalPodAutoscaler\nspec: { scaleTargetRef: { name: web }, minReplicas: ${min} }\n`;

testRule('DEP-PDB', [
  [budget(SELECTED) + deployment('replicas: 2,'), ['2']],
  [budget(SELECTED) + deployment('') + scaler(2), ['2']],
  [budget(SELECTED) + deployment('replicas: 1,') + scaler(3), []],
  [budget(SELECTED) + deployment('replicas: 3,'), []],
  [budget(SELECTED) + deployment(''), []],
  [budget(SELECTED) + deployment('replicas: 1,').replace('app: web', 'app: shop'), []],
  [budget('maxUnavailable: 0'), ['0']],
  [budget('maxUnavailable: 0%'), ['0%']],
  [budget('minAvailable: "100%"'), ['"100%"']],
  [budget('maxUnavailable: 1'), []],
  [budget('maxUnavailable: 10%'), []],
  [budget('minAvailable: 2'), []],
  [budget('minAvailable: 90%'), []],
  [budget('maxUnavailable: { a: b }'), []],
]);
