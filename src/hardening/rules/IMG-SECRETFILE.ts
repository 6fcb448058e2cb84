import { groupFilesByLayer } from '../files-by-layer.js';
import { defineRule } from '../rule.js';

/** Files that exist to hold credentials, by name; what is written in others is the secret check's. */
const CREDENTIALS =
  /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.dockercfg|\.kube\/config|\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.s3cfg|\.boto|\.htpasswd|\.npmrc|\.pypirc|\.vault-token|\.env(?:\.(?:production|local|prod))?|id_(?:rsa|dsa|ecdsa|ed25519)|credentials\.json|service[-_]account\.json|terraform\.tfstate|[^/]+\.(?:kdbx?|p12|pfx|jks|keystore|ppk|ovpn))$/;
/** Samples, and what distributions and packages ship. */
const HARMLESS =
  /^(?:usr\/(?:share|lib|src|local\/lib)|lib|etc\/(?:pki|ssl|java))\/|(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|test|tests|testdata|fixtures|examples?|docs?)\/|\/cacerts$/;

export default defineRule({
  id: 'IMG-SECRETFILE',
  name: 'no-credential-files',
  severity: 'high',
  practice: 'secrets',
  supersededBySecret: true,
  title: 'A layer has a file that is made for credentials',
  why: 'Everybody who can pull the image can read it, also when a later layer deletes it.',
  remediation:
    'Name it in .dockerignore, revoke what was in it, and hand it over with RUN --mount=type=secret or at run time.',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010'],
  wrong: 'COPY .aws/ /root/.aws/',
  right: 'RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://b/f /f',
  check({ files, baseLayers }, report) {
    const kept = groupFilesByLayer();
    const deleted = groupFilesByLayer();
    return {
      stored(entry) {
        if (entry.type !== 'file' || entry.size === 0 || entry.layer < baseLayers) return;
        if (!CREDENTIALS.test(entry.path) || HARMLESS.test(entry.path)) return;
        // Keys in .ssh are IMG-SSHD's while they are there.
        const alive = files.get(entry.path)?.layer === entry.layer;
        if (alive && /(?:^|\/)\.ssh\//.test(entry.path)) return;
        (alive ? kept : deleted).add(entry);
      },
      end() {
        const confidence = 'medium';
        kept.report(report, (list) => `${list} is a file for credentials.`, { confidence });
        deleted.report(
          report,
          (list) =>
            `${list} is a file for credentials: deleted or replaced later, and still in this layer.`,
          { confidence },
        );
      },
    };
  },
});
