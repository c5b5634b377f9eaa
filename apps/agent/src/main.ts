import { runCli } from './cli.ts';

// No await at the top: the single executable is a CommonJS program.
void runCli(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
