import { dayOf } from '../../lib/dates.js';
import { defineRule } from '../rule.js';

/** Variables in which official images say which version they hold, and the image that is called so. */
const VERSIONS: readonly (readonly [string, string])[] = [
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

/** Distributions past their end are the advisory check's `end-of-life`. Source: endoflife.date. */
export default defineRule({
  id: 'IMG-EOL',
  name: 'supported-runtime',
  severity: 'high',
  practice: 'image-security',
  title: 'A runtime or server in the image is past the end of its support',
  why: 'Vulnerabilities that are found in it from now on are not fixed, and often not even published.',
  remediation: 'Build on a release that is supported.',
  references: ['https://endoflife.date'],
  wrong: 'FROM node:14',
  right: 'FROM node:24',
  check({ image, dependencies }, report) {
    const today = dayOf(dependencies.now);
    for (const [name, product] of VERSIONS) {
      const value = image.config.env.find((one) => one.startsWith(`${name}=`));
      const version = /^v?\d+(?:\.\d+)*/.exec(value?.slice(name.length + 1) ?? '')?.[0];
      if (version === undefined) continue;
      const [support] = dependencies.supportPeriods(`${product}:${version}`);
      if (support && today > support.until)
        report({
          message: `${support.what} in the image has been without support since ${support.until}.`,
          about: product,
          details: { product, version, endOfLife: support.until },
        });
    }
  },
});
