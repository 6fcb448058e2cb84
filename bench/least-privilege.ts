/**
 * Which programs of Debian serve with the settings that are proposed for them, with and without their image at hand:
 * npx ncc run bench/least-privilege.ts. Needs root, docker and mmdebstrap, and about twenty minutes. PORTSIDE_DIST is another
 * folder than dist.
 */
import { CLI } from '../__tests__/e2e/dist.js';
import { MORE_PROGRAMS } from '../__tests__/e2e/least-privilege/more-programs.js';
import { PROGRAMS } from '../__tests__/e2e/least-privilege/programs.js';
import {
  build,
  openSite,
  proposal,
  type Trial,
  tryService,
} from '../__tests__/e2e/least-privilege/trial.js';

const ALL = { ...PROGRAMS, ...MORE_PROGRAMS };
const site = await openSite(CLI);
const healthy = { without: 0, with: 0 };
try {
  console.log('| program | without the image | with it | settings with it |\n|---|---|---|---|');
  for (const [name, program] of Object.entries(ALL)) {
    const image = await build(name, program, site);
    const attempt = async (isScanned: boolean) =>
      tryService(await proposal(image, isScanned, site), image, program.probe, site);
    const [without, fitted] = [await attempt(false), await attempt(true)];
    healthy.without += Number(without.healthy);
    healthy.with += Number(fitted.healthy);
    const settings = fitted.settings.join(', ');
    console.log(`| ${name} | ${resultOf(without)} | ${resultOf(fitted)} | ${settings} |`);
  }
} finally {
  await site.stop();
}
const count = Object.keys(ALL).length;
console.log(
  `\nServing: ${healthy.without} of ${count} without the image, ${healthy.with} with it.`,
);
if (healthy.with / count < 0.95) process.exitCode = 1;

function resultOf({ healthy: serves, output }: Trial): string {
  return serves ? 'serves' : `fails: ${output.trim().split('\n').at(-1)?.slice(0, 100)}`;
}
