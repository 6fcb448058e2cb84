import { imageReference } from './image-references.js';
import type { YamlNode } from './yaml.js';
import { isSet, valueAt } from './yaml-values.js';

/**
 * Whether the image of a service or container is known to begin as root, to give folders to a user of its own and to
 * become that user: without capabilities, or where it cannot write, it does not start. No edit of one key fixes that.
 * Source: the images' own Dockerfiles and entry points.
 */
export function startsAsRoot(container: YamlNode): boolean {
  const image = valueAt(container, 'image');
  return isSet(image) && BEGIN_AS_ROOT.has(imageReference(image)?.repository ?? '');
}

const OFFICIAL =
  'caddy cassandra couchdb drupal ghost httpd influxdb joomla mariadb matomo mongo mysql neo4j nextcloud nginx percona phpmyadmin postgres rabbitmq redis redmine valkey vault wordpress zookeeper';

const BEGIN_AS_ROOT: ReadonlySet<string> = new Set([
  ...OFFICIAL.split(' ').map((name) => `docker.io/library/${name}`),
  'docker.io/hashicorp/consul',
  'docker.io/hashicorp/vault',
  'docker.io/mysql/mysql-server',
  'docker.io/pgvector/pgvector',
  'docker.io/postgis/postgis',
  'docker.io/timescale/timescaledb',
  'docker.io/valkey/valkey',
]);
