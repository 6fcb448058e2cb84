import { testRule } from '../rule-cases.js';

testRule('IMG-LATEST', [
  [{ tags: ['acme/app:latest'] }, ['low FROM: Image is tagged acme/app:latest']],
  [{ tags: ['localhost:5000/app:latest', 'app:1'] }, []],
  [{ tags: [] }, []],
  [{ tags: ['app'] }, ['low FROM: Image app has no tag, so it is latest']],
  [{ source: 'oci', tags: ['v1'] }, []],
  [{ source: 'oci-archive', tags: ['latest'] }, ['low FROM: Image is tagged latest']],
  [{ source: 'oci', tags: ['ghcr.io/acme/app:1'] }, []],
]);
