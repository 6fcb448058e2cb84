import { type Detector, named } from '../detector.js';
import { looksGenerated, looksLikePassword } from '../plausible.js';

/** What its name alone makes a secret: many are none, so both have low confidence. */
export const generic: readonly Detector[] = [
  named(
    'secret-assignment',
    'a value that is named like a secret and looks like one',
    'secret token apikey api_key api-key access_key access-key accesskey auth_key auth-key authkey private_key private-key signing_key encryption_key master_key secret_key secretkey credential credentials creds jwt authorization',
    '[A-Za-z0-9+/=_.~:-]{16,400}',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    { confidence: 'low', severity: 'medium', entropy: 3.5, accept: looksGenerated },
  ),
  named(
    'password-assignment',
    'a password that is written out',
    'password passwd passphrase pwd passwort',
    '\\S{8,128}',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    { confidence: 'low', severity: 'medium', entropy: 2.75, accept: looksLikePassword },
  ),
];
