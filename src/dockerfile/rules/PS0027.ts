import { appendCommandFix } from '../fixes.js';
import { instructionsOf } from '../parser/model.js';
import { defineDockerfileRule } from '../rule.js';
import { commandName } from '../shell/command-line.js';
import { packageCommandsOf } from '../shell/package-commands.js';

export default defineDockerfileRule({
  id: 'PS0027',
  name: 'no-package-cache',
  severity: 'low',
  severityReason: 'Size: the cache has public packages',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'conda or pacman cache stays in the image',
  why: 'Downloaded packages make the image larger, often twice as large, and are not needed at run time.',
  remediation: 'Clean the cache of the package manager in the same RUN, or use a cache mount',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  wrong: 'FROM archlinux:base-20260101.0.0\nRUN pacman -Sy --noconfirm curl',
  right:
    'FROM archlinux:base-20260101.0.0\nRUN pacman -Sy --noconfirm curl && pacman -Scc --noconfirm',
  check(dockerfile, report) {
    if (!/conda|mamba|pacman/.test(dockerfile.text)) return;
    for (const run of instructionsOf(dockerfile, 'RUN', { onbuild: true })) {
      if (run.mounts.some(({ type }) => type === 'cache' || type === 'tmpfs')) continue;
      const commands = packageCommandsOf(run.script);
      for (const manager of ['conda', 'pacman']) {
        const own = commands.filter((command) => command.manager === manager);
        const clean = own.findLastIndex(({ action }) => action === 'clean');
        const uncleaned = own
          .slice(clean + 1)
          .find(({ action }) => action === 'install' || action === 'upgrade');
        if (!uncleaned || CLEANED.test(run.script.text)) continue;
        const message = `${manager} ${uncleaned.verb.value} leaves its cache in the layer`;
        const after = uncleaned.command;
        // An image with micromamba has no conda.
        const command =
          manager === 'conda' ? `${commandName(after)} clean -afy` : 'pacman -Scc --noconfirm';
        const fix = appendCommandFix(dockerfile, run, { command, after, cache: CACHES });
        report({ at: uncleaned.verb.range, identifiedBy: after.range, message, fix });
      }
    }
  },
});

/** Conda's folder is in that of the installation. */
const CACHES = ['conda/pkgs', '/var/cache/pacman'];

const CLEANED = /\brm\s[^&|;\n]*(?:\/var\/cache\/pacman|conda[^\s]*\/pkgs)/;
