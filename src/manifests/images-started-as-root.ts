import { imageReference } from './image-references.js';
import type { ManifestNode } from './manifest-yaml.js';
import { isSet, valueAt } from './yaml-values.js';

/**
 * Whether the image of a service or container is known to start as root, prepare its folders and then switch to another
 * user. Such a container does not start without capabilities or with a read-only root, so no fix of a single key works.
 * Source: the Dockerfiles and entry points of these images.
 */
export function startsAsRoot(container: ManifestNode): boolean {
  const image = valueAt(container, 'image');
  return isSet(image) && IMAGES.has(imageReference(image)?.repository ?? '');
}

const OFFICIAL_IMAGES =
  'caddy cassandra couchdb drupal ghost httpd influxdb joomla mariadb matomo mongo mysql neo4j nextcloud nginx percona phpmyadmin postgres rabbitmq redis redmine valkey vault wordpress zookeeper';

const IMAGES: ReadonlySet<string> = new Set([
  ...OFFICIAL_IMAGES.split(' ').map((name) => `docker.io/library/${name}`),
  'docker.io/hashicorp/consul',
  'docker.io/hashicorp/vault',
  'docker.io/mysql/mysql-server',
  'docker.io/pgvector/pgvector',
  'docker.io/postgis/postgis',
  'docker.io/timescale/timescaledb',
  'docker.io/valkey/valkey',
]);
