import { dayOf } from '../../lib/dates.js';
import { defineHardeningRule } from '../rule.js';

/** The variables that official images set to their version, and the names of the images. */
const VERSION_VARIABLES: readonly (readonly [string, string])[] = [
  ['NODE_VERSION', 'node'],
  ['PYTHON_VERSION', 'python'],
  ['PHP_VERSION', 'php'],
  ['RUBY_VERSION', 'ruby'],
  ['GOLANG_VERSION', 'golang'],
  ['DOTNET_VERSION', 'mcr.microsoft.com/dotnet/runtime'],
  ['PG_MAJOR', 'postgres'],
  ['NGINX_VERSION', 'nginx'],
  ['REDIS_VERSION', 'redis'],
  ['MARIADB_VERSION', 'mariadb'],
  ['MYSQL_MAJOR', 'mysql'],
  ['MONGO_VERSION', 'mongo'],
];

/** The vulnerability check reports distributions that are end-of-life. Source: endoflife.date. */
export default defineHardeningRule({
  id: 'IMG-EOL',
  name: 'supported-runtime',
  severity: 'high',
  severityReason: 'Known vulnerabilities get no fix, and everyone can read about them',
  practice: 'image-security',
  title: 'Runtime or server in the image is end-of-life',
  why: 'Vulnerabilities that are found in it from now on are not fixed, and often not published.',
  remediation: 'Use a base image with a supported release',
  references: ['https://endoflife.date'],
  wrong: 'FROM node:14',
  right: 'FROM node:24',
  check({ image, dependencies }, report) {
    const today = dayOf(dependencies.now);
    for (const [name, product] of VERSION_VARIABLES) {
      const value = image.config.env.find((variable) => variable.startsWith(`${name}=`));
      const version = /^v?\d+(?:\.\d+)*/.exec(value?.slice(name.length + 1) ?? '')?.[0];
      if (version === undefined) continue;
      const [support] = dependencies.supportPeriods(`${product}:${version}`);
      if (support && today > support.until)
        report({
          message: `${support.what} in the image reached end of life ${support.exact ? 'on' : 'before'} ${support.until}`,
          about: product,
          details: { product, version, endOfLife: support.until },
        });
    }
  },
});
