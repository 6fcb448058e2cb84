import { normalize } from '../../image/paths.js';
import { defineRule } from '../rule.js';

const SENSITIVE =
  /^$|^(?:dev|proc|sys|etc|boot|bin|sbin|lib|usr|root|run|var)$|^(?:var\/)?run\/.*\.sock$/;

export default defineRule({
  id: 'IMG-VOLUME',
  name: 'no-sensitive-volume',
  severity: 'high',
  practice: 'deployment-security',
  title: 'A VOLUME covers a folder of the system',
  why: 'The volume outlives the container and its image: accounts, devices or programs come from what was there before, and updates of the image never arrive.',
  remediation: 'Declare only the folders of the application’s data.',
  aliases: ['DKL-DI-0002'],
  wrong: 'VOLUME /etc',
  right: 'VOLUME /var/lib/app',
  check({ image }, report) {
    for (const volume of image.config.volumes)
      if (SENSITIVE.test(normalize(volume)))
        report({
          message: `The volume ${volume} covers a folder of the system.`,
          instruction: 'VOLUME',
          mention: volume,
          about: volume,
          details: { volume },
        });
  },
});
