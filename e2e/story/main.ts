/** `npm run story`: the main job on this machine, with the delay of every step. */
import { Story } from './story.ts';

const started = Date.now();
const story = new Story(({ step, measured, promisedMs, note }) => {
  const figures = Object.entries(measured)
    .map(([name, ms]) => `${name} ${(ms / 1000).toFixed(2)} s`)
    .join(', ');
  console.log(
    `- ${step}${figures ? `: ${figures}` : ''}${promisedMs ? ` (promised ${promisedMs / 1000} s)` : ''}${note ? `\n    ${note}` : ''}`,
  );
});
try {
  await story.run();
} catch (error) {
  console.error(`\nThe story ended early: ${(error as Error).stack}`);
  process.exit(1);
}
const late = story.rows.filter(
  (row) =>
    row.promisedMs !== undefined &&
    Object.entries(row.measured).some(
      ([name, ms]) => ['alert', 'ready', 'shown', 'restart'].includes(name) && ms > row.promisedMs!,
    ),
);
console.log(
  `\n${story.rows.length} steps in ${Math.round((Date.now() - started) / 1000)} s${late.length > 0 ? `; later than promised: ${late.map((row) => row.step).join(', ')}` : ''}`,
);
process.exit(late.length > 0 ? 1 : 0);
