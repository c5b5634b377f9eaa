import { createRequire } from 'node:module';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

const FOLDERS = ['apps', 'packages', 'scripts', 'e2e', 'bench'];

/** A rule as the configuration has it; the types of the library know no scope. */
type Rule = IForbiddenRuleType & { name: string; scope?: 'folder' | 'module'; to: { path?: string } };

const { forbidden, options } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: Rule[];
  options: ICruiseOptions & { exclude: { path: string } };
};

export interface DependencyReport {
  /** How many of our own modules were seen. */
  modules: number;
  /** `rule: from -> to`, one a violation. */
  violations: string[];
}

/** Applies the rules in .dependency-cruiser.cjs to the tree below the working folder. */
export async function checkDependencies(): Promise<DependencyReport> {
  const ofModules = forbidden.filter((rule) => rule.scope !== 'folder');
  const ofFolders = forbidden.filter((rule) => rule.scope === 'folder');
  // Tests may start whole programs, which would close every circle of folders.
  const tests = forbidden.find((rule) => rule.name === 'tests-stay-out-of-the-product')!.to.path!;
  const all = await run(ofModules, options);
  const product = await run(ofFolders, { ...options, exclude: { path: `${options.exclude.path}|${tests}` } });
  return {
    modules: all.modules.filter(({ source }) => FOLDERS.some((folder) => source.startsWith(`${folder}/`)))
      .length,
    violations: [...all.summary.violations, ...product.summary.violations].map(
      ({ rule, from, to, cycle }) =>
        `${rule.name}: ${from} -> ${cycle?.map((step) => step.name).join(' -> ') ?? to}`,
    ),
  };
}

async function run(rules: Rule[], given: ICruiseOptions): Promise<ICruiseResult> {
  const { output } = await cruise(FOLDERS, { ...given, validate: true, ruleSet: { forbidden: rules } });
  return output as ICruiseResult;
}
