import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

/** What a bundle consists of, by name of the file; `main.cjs` is the program. */
export type AgentBundle = Readonly<Record<'main.cjs' | 'commands.cjs', string>>;

/**
 * Bundles the agent for one operating system: what belongs to the others is left out, names stay readable in stack
 * traces. The program is CommonJS, because that is what a single executable of Node takes.
 * @returns the files that were written
 */
export async function bundleAgent(outFolder: string, platform: NodeJS.Platform): Promise<AgentBundle> {
  // Only who builds needs the bundler.
  const { build } = await import('esbuild');
  const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  await build({
    entryPoints: [source('./main.ts'), source('./commands.ts')],
    outdir: outFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    // A single executable can require what is inside Node, but not import it.
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    // 20 MB of code and 100 MB of memory for the few hosts that watch machines: found beside the agent, or not at all.
    external: ['node-opcua-client'],
    define: {
      BUNDLED: 'true',
      'import.meta.filename': '__filename',
      'process.platform': JSON.stringify(platform),
    },
    plugins: [pureProtocol],
    logLevel: 'warning',
  });
  return { 'main.cjs': `${outFolder}/main.cjs`, 'commands.cjs': `${outFolder}/commands.cjs` };
}

/** The wire schemas are only declarations: those that a part of the agent does not use are left out. */
const pureProtocol: Plugin = {
  name: 'pure-protocol',
  setup(build) {
    build.onResolve(
      { filter: /^@rettungsanker\/protocol$|^\.\// },
      async ({ path, pluginData, ...where }) => {
        const isOurs = path.startsWith('@') || where.importer.includes('/packages/protocol/');
        if (pluginData === 'resolving' || !isOurs) return undefined;
        const { importer, resolveDir, kind } = where;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: 'resolving' });
        return { ...found, sideEffects: false };
      },
    );
  },
};
