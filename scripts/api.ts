/** Writes the OpenAPI document and the console's types from the routes: `npm run api`, `--check` fails when they differ. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { documentApi } from '@rettungsanker/server/openapi';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../docs/api/openapi.json', import.meta.url);
const TYPES = new URL('../apps/web/src/api/schema.gen.ts', import.meta.url);

const document = await documentApi();
const json = `${JSON.stringify(document, null, 1)}\n`;
const types = `// Made by npm run api from the server's routes.\n${astToString(await openapiTS(document as never))}`;

if (process.argv.includes('--check')) {
  const read = (url: URL): Promise<string> => readFile(url, 'utf8').catch(() => '');
  if ((await read(DOCUMENT)) !== json || (await read(TYPES)) !== types) {
    console.error('The OpenAPI document or the console types are older than the routes: npm run api');
    process.exit(1);
  }
} else {
  await mkdir(new URL('.', DOCUMENT), { recursive: true });
  await mkdir(new URL('.', TYPES), { recursive: true });
  await writeFile(DOCUMENT, json);
  await writeFile(TYPES, types);
  console.log(`${Object.keys((document as { paths: object }).paths).length} paths`);
}
