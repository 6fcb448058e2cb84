import { normalize } from '../../image/paths.js';
import { groupFilesByLayer } from '../files-by-layer.js';
import { defineRule } from '../rule.js';

/** Servers that keep data, by program: what they are called, and where the data lies unless told otherwise. */
const STORES: readonly {
  readonly program: RegExp;
  readonly what: string;
  readonly data: string;
}[] = [
  {
    program: /^(?:postgres|postmaster|pg_ctl\w*)$/,
    what: 'PostgreSQL',
    data: 'var/lib/postgresql',
  },
  {
    program: /^(?:mysqld|mysqld_safe|mariadbd|mariadbd-safe)$/,
    what: 'MySQL',
    data: 'var/lib/mysql',
  },
  { program: /^mongod$/, what: 'MongoDB', data: 'var/lib/mongodb' },
  { program: /^(?:redis-server|valkey-server)$/, what: 'Redis', data: 'var/lib/redis' },
  { program: /^elasticsearch$/, what: 'Elasticsearch', data: 'var/lib/elasticsearch' },
  { program: /^(?:influxd|influxd-ctl)$/, what: 'InfluxDB', data: 'var/lib/influxdb' },
  { program: /^rabbitmq-server$/, what: 'RabbitMQ', data: 'var/lib/rabbitmq' },
  { program: /^(?:etcd)$/, what: 'etcd', data: 'var/lib/etcd' },
  { program: /^(?:clickhouse|clickhouse-server)$/, what: 'ClickHouse', data: 'var/lib/clickhouse' },
  { program: /^(?:prometheus)$/, what: 'Prometheus', data: 'prometheus' },
  { program: /^(?:minio)$/, what: 'MinIO', data: 'data' },
];
/** What only a running server writes. */
const WRITTEN =
  /^var\/lib\/(?:mysql\/(?:ibdata1|[^/]+\/[^/]+\.ibd)|postgresql\/.*\/PG_VERSION|mongodb\/.*\.wt|redis\/(?:dump\.rdb|appendonly.*))$/;

export default defineRule({
  id: 'IMG-STATE',
  name: 'state-outside-the-image',
  severity: 'medium',
  practice: 'minimal-containers',
  title: 'A server’s data is written into the container or the image itself',
  why: 'What is written into the container’s own layer is lost when the container is replaced, so it is kept and fixed instead of replaced.',
  remediation:
    'Declare the data folder a VOLUME, and mount one in the deployment; fill it when the container first starts.',
  wrong: 'RUN apt-get install -y postgresql\nCMD ["postgres", "-D", "/var/lib/postgresql/data"]',
  right:
    'RUN apt-get install -y postgresql\nVOLUME /var/lib/postgresql/data\nCMD ["postgres", "-D", "/var/lib/postgresql/data"]',
  check({ started, image, baseLayers }, report) {
    const store = STORES.find(({ program }) => started.some((one) => program.test(one.program)));
    if (store && image.config.volumes.length === 0)
      report({
        message: `The container runs ${store.what} and declares no volume: its data, in /${store.data} by default, is lost with the container.`,
        instruction: 'CMD',
        details: { server: store.what, data: `/${store.data}` },
      });
    const found = groupFilesByLayer();
    const volumes = image.config.volumes.map(normalize);
    return {
      visible(entry) {
        if (entry.type !== 'file' || entry.layer < baseLayers || !WRITTEN.test(entry.path)) return;
        if (!volumes.some((volume) => entry.path.startsWith(`${volume}/`))) found.add(entry);
      },
      end() {
        found.report(report, (list) => `The data of a server is in the image itself: ${list}.`, {
          severity: 'low',
        });
      },
    };
  },
});
