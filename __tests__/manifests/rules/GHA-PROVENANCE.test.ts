import { testRule, withDollars, workflow } from '../rule-cases.js';

const build = (inputs: string) =>
  withDollars(workflow(`- uses: docker/build-push-action@v6\n  with: { ${inputs} }`));
const script = (options: string) =>
  withDollars(workflow(`- run: docker buildx build ${options} .`));

testRule('GHA-PROVENANCE', [
  [build('provenance: mode=max, build-args: "A=1\\nNPM_TOKEN=§{{ vars.T }}"'), ['build-args']],
  [
    build('attests: "type=provenance,mode=max", build-args: "DB_PASSWORD=§{{ vars.P }}"'),
    ['build-args'],
  ],
  [
    script('--provenance=mode=max --build-arg NPM_TOKEN'),
    ['docker buildx build --provenance=mode=max --build-arg NPM_TOKEN .'],
  ],
  [
    script('--attest type=provenance,mode=max --build-arg "NPM_TOKEN=$T"'),
    ['docker buildx build --attest type=provenance,mode=max --build-arg "NPM_TOKEN=$T" .'],
  ],
  // Its arguments are no secrets, are secrets of GHA-BUILDARG, or are not recorded.
  [build('provenance: mode=max, build-args: "VERSION=§{{ github.sha }}"'), []],
  [build('provenance: mode=max, build-args: "NPM_TOKEN=§{{ secrets.T }}"'), []],
  [build('provenance: mode=min, build-args: "NPM_TOKEN=§{{ vars.T }}"'), []],
  [build('cache-to: "type=gha,mode=max", build-args: "NPM_TOKEN=§{{ vars.T }}"'), []],
  [build('provenance: mode=max, secrets: "npm=§{{ vars.T }}"'), []],
  [script('--cache-to type=gha,mode=max --build-arg NPM_TOKEN'), []],
  [script('--provenance=mode=max --build-arg NPM_TOKEN=§{{ secrets.T }}'), []],
]);
