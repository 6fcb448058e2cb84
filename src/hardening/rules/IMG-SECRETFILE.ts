import type { FileSystem, LayerEntry } from '../../image/image.js';
import { groupFilesByLayer } from '../files-by-layer.js';
import { defineHardeningRule } from '../rule.js';

/** Names of files that contain credentials. The secret check reads the content of other files. */
const CREDENTIAL_FILE =
  /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.dockercfg|\.kube\/config|\.netrc|_netrc|\.git-credentials|\.pgpass|\.my\.cnf|\.s3cfg|\.boto|\.htpasswd|\.npmrc|\.pypirc|\.vault-token|\.env(?:\.(?:production|local|prod))?|id_(?:rsa|dsa|ecdsa|ed25519)|credentials\.json|service[-_]account\.json|terraform\.tfstate|[^/]+\.(?:kdbx?|p12|pfx|jks|keystore|ppk|ovpn))$/;
/** Examples, and files of distributions and packages. */
const HARMLESS_PATH =
  /^(?:usr\/(?:share|lib|src|local\/lib)|lib|etc\/(?:pki|ssl|java))\/|(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|test|tests|testdata|fixtures|examples?|docs?)\/|\/cacerts$/;

export default defineHardeningRule({
  id: 'IMG-SECRETFILE',
  name: 'no-credential-files',
  severity: 'high',
  severityReason: 'Everyone who can pull the image has the credentials of the file',
  practice: 'secrets',
  supersededBySecret: true,
  title: 'Credential file is in a layer',
  why: 'Anyone who can pull the image can read the file, even if a later layer deletes it.',
  remediation:
    'Add the file to .dockerignore, revoke its credentials, and pass them with RUN --mount=type=secret or at run time',
  tags: ['cis:4.10'],
  aliases: ['CIS-DI-0010'],
  wrong: 'COPY .aws/ /root/.aws/',
  right: 'RUN --mount=type=secret,id=aws,target=/root/.aws/credentials aws s3 cp s3://b/f /f',
  check({ files, baseLayers }, report) {
    const visible = groupFilesByLayer();
    const hidden = groupFilesByLayer();
    return {
      stored(entry) {
        if (entry.type !== 'file' && entry.type !== 'hardlink') return;
        if (!CREDENTIAL_FILE.test(entry.path) || HARMLESS_PATH.test(entry.path)) return;
        if (sizeOf(entry, files) === 0 || entry.layer < baseLayers) return;
        // IMG-SSHD reports keys in .ssh unless they are deleted.
        const isVisible = files.get(entry.path)?.layer === entry.layer;
        if (isVisible && /(?:^|\/)\.ssh\//.test(entry.path)) return;
        (isVisible ? visible : hidden).add(entry);
      },
      end() {
        const confidence = 'medium';
        visible.report(report, (list) => `Credential files in this layer: ${list}`, { confidence });
        hidden.report(
          report,
          (list) => `Credential files in this layer, deleted or replaced later: ${list}`,
          { confidence },
        );
      },
    };
  },
});

function sizeOf({ type, path, layer, size }: LayerEntry, files: FileSystem): number {
  if (type === 'file') return size;
  return files.history(path).findLast((one) => one.layer === layer)?.size ?? 0;
}
