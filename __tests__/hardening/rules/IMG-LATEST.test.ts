import { testRule } from '../rule-cases.js';

testRule('IMG-LATEST', [
  [{ tags: ['acme/app:latest'] }, ['medium FROM: Image is tagged acme/app:latest']],
  [{ tags: ['localhost:5000/app:latest', 'app:1'] }, []],
  [{ tags: [] }, []],
]);
