import { normalize } from '../../image/paths.js';
import { groupFilesByLayer } from '../files-by-layer.js';
import { defineHardeningRule } from '../rule.js';

/** A server that stores data. */
interface Store {
  readonly program: RegExp;
  readonly name: string;
  /** The default data folder. */
  readonly data: string;
}

const STORES: readonly Store[] = [
  {
    program: /^(?:postgres|postmaster|pg_ctl\w*)$/,
    name: 'PostgreSQL',
    data: 'var/lib/postgresql',
  },
  {
    program: /^(?:mysqld|mysqld_safe|mariadbd|mariadbd-safe)$/,
    name: 'MySQL',
    data: 'var/lib/mysql',
  },
  { program: /^mongod$/, name: 'MongoDB', data: 'var/lib/mongodb' },
  { program: /^(?:redis-server|valkey-server)$/, name: 'Redis', data: 'var/lib/redis' },
  { program: /^elasticsearch$/, name: 'Elasticsearch', data: 'var/lib/elasticsearch' },
  { program: /^(?:influxd|influxd-ctl)$/, name: 'InfluxDB', data: 'var/lib/influxdb' },
  { program: /^rabbitmq-server$/, name: 'RabbitMQ', data: 'var/lib/rabbitmq' },
  { program: /^(?:etcd)$/, name: 'etcd', data: 'var/lib/etcd' },
  { program: /^(?:clickhouse|clickhouse-server)$/, name: 'ClickHouse', data: 'var/lib/clickhouse' },
  { program: /^(?:prometheus)$/, name: 'Prometheus', data: 'prometheus' },
  { program: /^(?:minio)$/, name: 'MinIO', data: 'data' },
];
/** Files that only a running server writes. */
const SERVER_DATA =
  /^var\/lib\/(?:mysql\/(?:ibdata1|[^/]+\/[^/]+\.ibd)|postgresql\/.*\/PG_VERSION|mongodb\/.*\.wt|redis\/(?:dump\.rdb|appendonly.*))$/;

export default defineHardeningRule({
  id: 'IMG-STATE',
  name: 'state-outside-the-image',
  severity: 'low',
  severityReason: 'Availability: the data is gone with the container',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Server data is stored in the container or in the image',
  why: 'Data in the writable layer is lost when the container is replaced, so the container is kept and changed by hand instead.',
  remediation:
    'Declare the data folder as VOLUME and mount a volume in the deployment; fill it when the container first starts',
  wrong: 'RUN apt-get install -y postgresql\nCMD ["postgres", "-D", "/var/lib/postgresql/data"]',
  right:
    'RUN apt-get install -y postgresql\nVOLUME /var/lib/postgresql/data\nCMD ["postgres", "-D", "/var/lib/postgresql/data"]',
  check({ started, image, baseLayers }, report) {
    const store = STORES.find(({ program }) =>
      started.some((command) => program.test(command.program)),
    );
    if (store && image.config.volumes.length === 0)
      report({
        message: `Container runs ${store.name} without a volume for its data (default: /${store.data})`,
        instruction: 'CMD',
        details: { server: store.name, data: `/${store.data}` },
      });
    const found = groupFilesByLayer();
    const volumes = image.config.volumes.map(normalize);
    return {
      visible(entry) {
        if (entry.type !== 'file' || entry.layer < baseLayers || !SERVER_DATA.test(entry.path))
          return;
        if (!volumes.some((volume) => entry.path.startsWith(`${volume}/`))) found.add(entry);
      },
      end() {
        found.report(report, (list) => `Image contains data of a server: ${list}`);
      },
    };
  },
});
