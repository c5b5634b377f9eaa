/** Checks the dependency rules: `npm run deps`. */
import { fileURLToPath } from 'node:url';
import { checkDependencies } from './suite/dependencies.ts';

/** A cruiser that lacks its TypeScript finds no modules and so no violations; our tree has far more than this. */
const LEAST_MODULES = 300;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { modules, violations } = await checkDependencies();
for (const violation of violations) console.error(violation);
if (modules < LEAST_MODULES) console.error(`Only ${modules} modules were seen: the check looks at nothing.`);
else console.log(`${modules} modules, ${violations.length} violations`);
process.exitCode = violations.length > 0 || modules < LEAST_MODULES ? 1 : 0;
