import { normalize } from '../../image/paths.js';
import { defineHardeningRule } from '../rule.js';

const SYSTEM_FOLDER =
  /^$|^(?:dev|proc|sys|etc|boot|bin|sbin|lib|usr|root|run|var)$|^(?:var\/)?run\/.*\.sock$/;

export default defineHardeningRule({
  id: 'IMG-VOLUME',
  name: 'no-sensitive-volume',
  severity: 'medium',
  severityReason: 'Programs of the system come from a volume that others may write',
  practice: 'deployment-security',
  title: 'VOLUME covers a system folder',
  why: 'The volume outlives the container and its image: it keeps the accounts, devices or programs of an earlier container, and updates of the image never reach it.',
  remediation: 'Declare only folders with data of the application',
  aliases: ['DKL-DI-0002'],
  wrong: 'VOLUME /etc',
  right: 'VOLUME /var/lib/app',
  check({ image }, report) {
    for (const volume of image.config.volumes)
      if (SYSTEM_FOLDER.test(normalize(volume)))
        report({
          message: `VOLUME ${volume} covers a system folder`,
          instruction: 'VOLUME',
          mention: volume,
          about: volume,
          details: { volume },
        });
  },
});
